package dev.enlist.note.web;

import dev.enlist.note.Note;
import dev.enlist.note.NoteAccessPolicy;
import dev.enlist.note.NoteService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Notes")
class NoteController {

    private final NoteService notes;
    private final AccessGate gate;

    NoteController(NoteService notes, AccessGate gate) {
        this.notes = notes;
        this.gate = gate;
    }

    @Requires(value = Scope.NOTES_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/notes")
    @Operation(
            summary = "List the notes about an enrollment",
            description =
                    "Internal to staff: keys that are bound to a customer get none. Oldest first; sort by createdAt"
                            + " or updatedAt.")
    Page<NoteResource> list(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(hidden = true) Binding binding) {
        NoteAccessPolicy.requireStaff(binding);
        return notes.list(id, ListParameters.read(parameters, NoteService.SORTABLE), NoteResource::of);
    }

    @Requires(value = Scope.NOTES_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/notes")
    @Operation(
            summary = "Search the notes of the workspace",
            description =
                    "Finds notes that have, for each word of q, a word that begins with it; case and accents do not"
                            + " matter. Without q all notes. Members who are limited to program instances find those of their"
                            + " instances. Sort by createdAt or updatedAt.")
    Page<NoteResource> search(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Up to 10 words, in any order", example = "invoice")
                    @RequestParam(required = false)
                    @Nullable
                    String q) {
        return notes.search(ListParameters.read(parameters, NoteService.SORTABLE), q, gate.limit(), NoteResource::of);
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/enrollments/{id}/notes")
    @Operation(
            summary = "Write a note about an enrollment",
            description =
                    "The applicant never sees it, and no event tells of it. It belongs to the personal data of the"
                            + " applicant: an export of these contains it.")
    ResponseEntity<NoteResource> create(
            @PathVariable String id,
            @RequestBody NoteRequest request,
            @Parameter(hidden = true) Binding binding,
            @Parameter(hidden = true) Actor actor) {
        NoteAccessPolicy.requireStaff(binding);
        Note note = notes.add(id, request.text(), actor);
        return TaggedResponse.created(
                "/enrollments/" + id + "/notes/" + note.getId(), NoteResource.of(note), note.version());
    }

    @Requires(value = Scope.NOTES_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/enrollments/{id}/notes/{noteId}")
    @Operation(summary = "Read a note")
    ResponseEntity<NoteResource> read(
            @PathVariable String id, @PathVariable String noteId, @Parameter(hidden = true) Binding binding) {
        NoteAccessPolicy.requireStaff(binding);
        Note note = notes.note(id, noteId);
        return TaggedResponse.ok(NoteResource.of(note), note.version());
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @PatchMapping("/enrollments/{id}/notes/{noteId}")
    @Operation(
            summary = "Change the text of a note",
            description = "Only its author may: 403 not-note-author for any other caller.")
    ResponseEntity<NoteResource> patch(
            @PathVariable String id,
            @PathVariable String noteId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoteRequest.Change request,
            @Parameter(hidden = true) Binding binding,
            @Parameter(hidden = true) Actor actor) {
        NoteAccessPolicy.requireStaff(binding);
        Note note = notes.revise(id, noteId, ifMatch, request.text(), actor);
        return TaggedResponse.ok(NoteResource.of(note), note.version());
    }

    @Requires(value = Scope.NOTES_WRITE, of = Requires.Subject.ENROLLMENT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/enrollments/{id}/notes/{noteId}")
    @Operation(
            summary = "Delete a note",
            description = "Its author may, and callers with the scope enrollments:erase, such as administrators.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @PathVariable String noteId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Binding binding,
            @Parameter(hidden = true) Actor actor) {
        NoteAccessPolicy.requireStaff(binding);
        notes.remove(id, noteId, ifMatch, gate.has(Scope.ENROLLMENTS_ERASE), actor);
        return ResponseEntity.noContent().build();
    }
}
