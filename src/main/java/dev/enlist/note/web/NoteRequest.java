package dev.enlist.note.web;

import dev.enlist.note.NoteService;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A note to write. */
@Schema(name = "NoteRequest")
record NoteRequest(
        @Schema(
                description = "Plain text, up to 10,000 characters",
                example = "Called on Monday: the invoice is on its way.")
        @NotBlank
        @Size(max = NoteService.MAX_TEXT)
        String text) {

    /** The new text of a note. */
    @Schema(name = "NoteChange")
    record Change(
            @Schema(
                    description = "Plain text, up to 10,000 characters; replaces the text of the note",
                    example = "The invoice arrived on Tuesday.")
            @NotBlank
            @Size(max = NoteService.MAX_TEXT)
            String text) {}
}
