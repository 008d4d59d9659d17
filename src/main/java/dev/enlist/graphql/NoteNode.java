package dev.enlist.graphql;

import dev.enlist.note.Note;
import java.time.Instant;

/** An internal note about an enrollment in the graph. */
public record NoteNode(
        String id,
        String enrollmentId,
        String text,
        StatusChangeNode.By author,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements IdentifiedNode {

    static NoteNode of(Note note) {
        return new NoteNode(
                note.getId(),
                note.enrollmentId(),
                note.text(),
                StatusChangeNode.By.of(note.by()),
                note.createdAt(),
                note.updatedAt(),
                note.version());
    }
}
