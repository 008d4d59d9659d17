package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.program.InstanceConfigService;
import dev.enlist.program.ProgramDocuments;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances")
@Tag(name = "Program instances")
class ProgramInstanceController {

    private final ProgramInstanceService instances;
    private final InstanceConfigService configs;
    private final ProgramDocuments documents;

    ProgramInstanceController(
            ProgramInstanceService instances, InstanceConfigService configs, ProgramDocuments documents) {
        this.instances = instances;
        this.configs = configs;
        this.documents = documents;
    }

    @Requires(value = Scope.PROGRAMS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "List program instances",
            description = "Sort by createdAt, updatedAt, title, startDate, endDate.")
    Page<InstanceResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Instances of this program only") @RequestParam(required = false) @Nullable
                    String programSlug,
            @RequestParam(required = false) @Nullable Boolean active,
            @Parameter(description = "true: archived ones only; false: the others only; both where absent")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean archived) {
        ListQuery query = ListParameters.read(parameters, ProgramInstanceService.SORTABLE);
        return instances.list(query, programSlug, active, archived, InstanceResource::of);
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Create an instance of a program",
            description = "With templateVersion it begins with the configuration, rules, form and notifications of the"
                    + " template; config says what is different.")
    ResponseEntity<InstanceResource> create(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = InstanceRequest.class),
                                            examples = @ExampleObject("""
                                                    {"programSlug": "nyc-battery-program-2025",
                                                     "title": "NYC Battery Program 2025 - ConEd Customers",
                                                     "description": "Battery rebate program for ConEd customers in NYC",
                                                     "eligibilityCriteria": "A residential battery system",
                                                     "programTerms": "Participants agree to take part in peak events",
                                                     "templateVersion": "rebate@1",
                                                     "config": {"incentive": {"amount": 750}}}""")))
                    @RequestBody
                    JsonNode body,
            @Parameter(hidden = true) Actor actor) {
        ProgramInstance instance = instances.create(documents.instance(body), actor);
        return created(instance);
    }

    private static ResponseEntity<InstanceResource> created(ProgramInstance instance) {
        return TaggedResponse.created(
                "/programInstances/" + instance.getId(), InstanceResource.of(instance), instance.version());
    }

    @Requires(value = Scope.PROGRAMS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/{id}/clone")
    @Operation(
            summary = "Copy a program instance",
            description =
                    "Copied are program, description, criteria, terms, configuration with its layers, rules, form,"
                            + " notifications, logo, custom fields, the terms of its capacity and its waitlist. Not copied are"
                            + " enrollments, what they consumed, events and dates; the terms begin at version 1.")
    ResponseEntity<InstanceResource> copy(
            @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = CloneRequest.class)))
                    @RequestBody(required = false)
                    @Nullable
                    JsonNode request,
            @Parameter(hidden = true) Actor actor) {
        return created(configs.copy(id, documents.copy(id, request), actor));
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/{id}")
    @Operation(summary = "Read a program instance")
    ResponseEntity<InstanceResource> read(@PathVariable String id) {
        ProgramInstance instance = instances.instance(id);
        return TaggedResponse.ok(InstanceResource.of(instance), instance.version());
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a program instance",
            description =
                    "JSON merge patch (RFC 7396): null clears a member. The program itself cannot be changed. A patch"
                            + " of config becomes part of what the instance says; a null in it clears a field of the template, and"
                            + " is kept as doing so. New programTerms are a new version of the terms.")
    ResponseEntity<InstanceResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = InstanceRequest.class)))
                    @RequestBody
                    JsonNode patch,
            @Parameter(hidden = true) Actor actor) {
        ProgramInstance before = instances.instance(id);
        ProgramInstance instance =
                instances.revise(id, ifMatch, patch.path("config"), documents.instanceChange(before, patch), actor);
        return TaggedResponse.ok(InstanceResource.of(instance), instance.version());
    }

    @Requires(value = Scope.PROGRAMS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Archive a program instance",
            description = "It stays readable and accepts no enrollment any more.")
    ResponseEntity<Void> archive(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        instances.archive(id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    @Requires(value = Scope.PROGRAMS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @PostMapping("/{id}/unarchive")
    @Operation(
            summary = "Take a program instance back from the archive",
            description = "It stays inactive until it is activated.")
    ResponseEntity<InstanceResource> unarchive(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        ProgramInstance instance = instances.unarchive(id, ifMatch);
        return TaggedResponse.ok(InstanceResource.of(instance), instance.version());
    }
}
