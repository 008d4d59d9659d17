package dev.enlist.note.web;

import dev.enlist.note.Note;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A note on the wire. */
@Schema(name = "Note")
record NoteResource(
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String id,
        @Schema(example = "cllgn0u4r000008l7eazybfbo") String enrollmentId,

        @Schema(example = "Called on Monday: the invoice is on its way.")
        String text,

        By author,
        Instant createdAt,

        @Schema(description = "Later than createdAt where the author changed the text")
        Instant updatedAt,

        int version) {

    /** Who wrote it: user or key. */
    @Schema(name = "NoteAuthor")
    record By(
            @Schema(example = "user") String type,
            String id,
            @Schema(example = "Tomasz Nowak") String name) {}

    static NoteResource of(Note note) {
        Actor by = note.by();
        return new NoteResource(
                note.getId(),
                note.enrollmentId(),
                note.text(),
                new By(by.type().wire(), by.id(), by.name()),
                note.createdAt(),
                note.updatedAt(),
                note.version());
    }
}
