package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.program.Program;
import dev.enlist.program.ProgramDocuments;
import dev.enlist.program.ProgramFilter;
import dev.enlist.program.ProgramService;
import dev.enlist.program.Visibility;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.UsStates;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programs")
@Tag(name = "Programs")
class ProgramController {

    private final ProgramService programs;
    private final ProgramDocuments documents;

    ProgramController(ProgramService programs, ProgramDocuments documents) {
        this.programs = programs;
        this.documents = documents;
    }

    @Requires(Scope.PROGRAMS_READ)
    @GetMapping
    @Operation(
            summary = "List programs",
            description =
                    "Public programs and those of the own organization, without archived ones unless archived says so. Sort by createdAt, updatedAt, name, slug, year.")
    Page<ProgramResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Available in this US state") @RequestParam(required = false) @Nullable
                    String state,
            @RequestParam(required = false) @Nullable String visibility,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable Integer year,
            @RequestParam(required = false) @Nullable Boolean active,
            @Parameter(
                            description = "false: without archived ones; true: archived ones only; any: both",
                            schema =
                                    @Schema(
                                            allowableValues = {"false", "true", "any"},
                                            defaultValue = "false"))
                    @RequestParam(required = false)
                    @Nullable
                    String archived,
            @Parameter(description = "Part of name, slug or description") @RequestParam(required = false) @Nullable
                    String q,
            @Parameter(description = "own: of the own organization; others: public ones of other organizations")
                    @RequestParam(required = false)
                    @Nullable
                    String owner) {
        List<Fault> faults = new ArrayList<>();
        if (state != null && !UsStates.isCode(state)) {
            faults.add(new Fault("/state", "must be the two-letter code of a US state or territory, such as NY"));
        }
        if (visibility != null && !visibility.matches("public|private")) {
            faults.add(new Fault("/visibility", "must be public or private"));
        }
        if (owner != null && !owner.matches("own|others")) {
            faults.add(new Fault("/owner", "must be own or others"));
        }
        if (archived != null && !archived.matches("true|false|any")) {
            faults.add(new Fault("/archived", "must be false, true or any"));
        }
        ListQuery query = ListParameters.read(parameters, ProgramService.SORTABLE, faults);
        ProgramFilter filter = new ProgramFilter(
                state,
                visibility == null ? null : Visibility.ofWire(visibility),
                type,
                year,
                active,
                "any".equals(archived) ? null : "true".equals(archived),
                q,
                owner == null ? null : owner.equals("own"));
        return programs.list(query, filter, ProgramResource::of);
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Create a program",
            description = "In the own organization, unless organizationId names another one.")
    ResponseEntity<ProgramResource> create(@RequestBody ProgramRequest request) {
        Program program = programs.create(request.newProgram());
        return TaggedResponse.created("/programs/" + program.slug(), ProgramResource.of(program), program.version());
    }

    @Requires(Scope.PROGRAMS_READ)
    @GetMapping("/{slug}")
    @Operation(summary = "Read a program")
    ResponseEntity<ProgramResource> read(@PathVariable String slug) {
        Program program = programs.bySlug(slug);
        return TaggedResponse.ok(ProgramResource.of(program), program.version());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @PatchMapping("/{slug}")
    @Operation(summary = "Change a program", description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<ProgramResource> patch(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = ProgramRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        Program program = programs.revise(slug, ifMatch, documents.programChange(patch));
        return TaggedResponse.ok(ProgramResource.of(program), program.version());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @PostMapping("/{slug}/archive")
    @Operation(
            summary = "Archive a program",
            description =
                    "Its instances accept no new application, and lists leave it out. Everything stays readable, and what was"
                            + " submitted can be decided. Changes are refused (409 archived) until it is unarchived.")
    ResponseEntity<ProgramResource> archive(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Program program = programs.archive(slug, ifMatch);
        return TaggedResponse.ok(ProgramResource.of(program), program.version());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @PostMapping("/{slug}/unarchive")
    @Operation(summary = "Take a program back from the archive", description = "It is active again if it was before.")
    ResponseEntity<ProgramResource> unarchive(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Program program = programs.unarchive(slug, ifMatch);
        return TaggedResponse.ok(ProgramResource.of(program), program.version());
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{slug}")
    @Operation(summary = "Delete a program", description = "Refused with program-in-use while instances of it exist.")
    ResponseEntity<Void> delete(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        programs.delete(slug, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
