package dev.enlist.note;

import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes, reads and searches the notes of staff about enrollments. */
@Service
public class NoteService {

    /** Characters of a note. */
    public static final int MAX_TEXT = 10_000;

    /** Characters and words of a question. */
    public static final int MAX_QUESTION = 200;

    private static final int MAX_WORDS = 10;

    /** Compares behind every character of a word, byte by byte in UTF-8. */
    private static final String END_OF_PREFIX = Character.toString(Character.MAX_CODE_POINT);

    /** Wire names of the fields that may order a list of notes. */
    public static final Map<String, String> SORTABLE = Map.of("createdAt", "createdAt", "updatedAt", "updatedAt");

    private final NoteRepository notes;
    private final NoteWordRepository words;
    private final EnrollmentQueries enrollments;
    private final Clock clock;

    NoteService(NoteRepository notes, NoteWordRepository words, EnrollmentQueries enrollments, Clock clock) {
        this.notes = notes;
        this.words = words;
        this.enrollments = enrollments;
        this.clock = clock;
    }

    @Transactional
    public Note add(String enrollmentId, String text, Actor by) {
        String programInstanceId = enrollments.enrollment(enrollmentId).programInstanceId();
        Note note = notes.saveAndFlush(new Note(enrollmentId, programInstanceId, text, by, clock.instant()));
        words.replace(note.getId(), NoteWordParser.words(text));
        return note;
    }

    /** @throws Forbidden {@code not-note-author} where another wrote it */
    @Transactional
    public Note revise(String enrollmentId, String noteId, @Nullable String ifMatch, String text, Actor by) {
        Note note = note(enrollmentId, noteId);
        EntityTags.check(ifMatch, note.version());
        note.revise(text, by, clock.instant());
        Note revised = notes.saveAndFlush(note);
        words.replace(noteId, NoteWordParser.words(text));
        return revised;
    }

    /**
     * Deletes a note.
     *
     * @param deletesAny whether the caller may delete notes of others
     * @throws Forbidden {@code not-note-author} where another wrote it and the caller may not delete notes of others
     */
    @Transactional
    public void remove(String enrollmentId, String noteId, @Nullable String ifMatch, boolean deletesAny, Actor by) {
        Note note = note(enrollmentId, noteId);
        EntityTags.check(ifMatch, note.version());
        if (!deletesAny && !note.isBy(by)) {
            throw new Forbidden("not-note-author", "Only the author of a note, or an administrator, may delete it.");
        }
        notes.delete(note);
        notes.flush();
    }

    @Transactional(readOnly = true)
    public Note note(String enrollmentId, String noteId) {
        // what is no id names nothing, and may hold characters that the database does not take
        if (!Cuid.isCuid(noteId)) {
            throw new NotFound("note");
        }
        return notes.findByIdAndEnrollmentId(noteId, enrollmentId).orElseThrow(() -> new NotFound("note"));
    }

    /** A note that is named without its enrollment. */
    @Transactional(readOnly = true)
    public Note note(String noteId) {
        return notes.findById(noteId).orElseThrow(() -> new NotFound("note"));
    }

    /** The notes about an enrollment, oldest first unless the query sorts otherwise. */
    @Transactional(readOnly = true)
    public <T> Page<T> list(String enrollmentId, ListQuery query, Function<Note, T> shape) {
        enrollments.enrollment(enrollmentId);
        return query.fetch(
                notes,
                (note, select, builder) -> builder.equal(note.get("enrollmentId"), enrollmentId),
                Note::getId,
                shape);
    }

    /** The notes about several enrollments, oldest first, by enrollment. One query. */
    @Transactional(readOnly = true)
    public Map<String, List<Note>> ofEnrollments(Collection<String> enrollmentIds) {
        return notes.findByEnrollmentIdInOrderById(enrollmentIds).stream()
                .collect(Collectors.groupingBy(Note::enrollmentId));
    }

    /**
     * The notes of the workspace that contain a word with each of the given beginnings.
     *
     * @param question words; null or without words for all notes
     * @param limit    notes about enrollments in other program instances are left out
     */
    @Transactional(readOnly = true)
    public <T> Page<T> search(
            ListQuery query, @Nullable String question, InstanceLimit limit, Function<Note, T> shape) {
        Specification<Note> wanted = Specification.unrestricted();
        for (String word : words(question)) {
            wanted = wanted.and(containing(word));
        }
        if (limit.isLimited()) {
            wanted = wanted.and(
                    (note, select, builder) -> note.get("programInstanceId").in(limit.programInstanceIds()));
        }
        return query.fetch(notes, wanted, Note::getId, shape);
    }

    private static Set<String> words(@Nullable String question) {
        if (question == null) {
            return Set.of();
        }
        Set<String> words = NoteWordParser.words(question);
        if (question.codePointCount(0, question.length()) > MAX_QUESTION || words.size() > MAX_WORDS) {
            throw new InvalidInput(
                    "/q", "must have at most " + MAX_QUESTION + " characters and " + MAX_WORDS + " words");
        }
        if (words.isEmpty() && !question.isBlank()) {
            throw new InvalidInput("/q", "must contain a letter or digit");
        }
        return words;
    }

    private static Specification<Note> containing(String beginning) {
        return (note, select, builder) -> {
            Subquery<String> found = select.subquery(String.class);
            Root<NoteWord> word = found.from(NoteWord.class);
            found.select(word.get("noteId"))
                    .where(
                            builder.greaterThanOrEqualTo(word.get("word"), beginning),
                            builder.lessThan(word.get("word"), beginning + END_OF_PREFIX));
            return note.get("id").in(found);
        };
    }
}
