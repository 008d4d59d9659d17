package dev.enlist.note;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Exports and erases the notes about a person. What staff wrote about a person is personal data of that person, so an
 * export that staff make on the person's request contains it; the name of the author is not.
 */
@Component
@Order(90)
class NotePersonalData implements PersonalDataSource {

    /** A note as exported. */
    record Held(String id, String enrollmentId, String text, Instant createdAt, Instant updatedAt) {}

    private final NoteRepository notes;

    NotePersonalData(NoteRepository notes) {
        this.notes = notes;
    }

    @Override
    public String section() {
        return "notes";
    }

    @Override
    public Set<String> tables() {
        return Set.of("note", "note_word");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return notes.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                .map(note ->
                        new Held(note.getId(), note.enrollmentId(), note.text(), note.createdAt(), note.updatedAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<Note> held = notes.findByEnrollmentIdInOrderById(person.enrollmentIds());
        notes.deleteAll(held);
        notes.flush();
        return held.isEmpty() ? Map.of() : Map.of("notes", held.size());
    }
}
