package dev.enlist.program.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.EntityTags;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.shared.web.StrictJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances")
@Tag(name = "Program instances")
class ProgramInstanceController {

    private final ProgramInstanceService instances;
    private final StrictJson json;

    ProgramInstanceController(ProgramInstanceService instances, StrictJson json) {
        this.instances = instances;
        this.json = json;
    }

    @Requires(Scope.PROGRAMS_READ)
    @GetMapping
    @Operation(
            summary = "List program instances",
            description = "Sort by createdAt, updatedAt, title, startDate, endDate.")
    Page<InstanceResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "Instances of this program only") @RequestParam(required = false) @Nullable
                    String programSlug,
            @RequestParam(required = false) @Nullable Boolean active) {
        ListQuery query = ListQuery.of(parameters, ProgramInstanceService.SORTABLE);
        return instances.list(query, programSlug, active, InstanceResource::of);
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @PostMapping
    @Operation(summary = "Create an instance of a program")
    ResponseEntity<InstanceResource> create(@RequestBody InstanceRequest request) {
        ProgramInstance instance = instances.create(request.programSlug(), request.details(json));
        return ResponseEntity.created(URI.create("/programInstances/" + instance.getId()))
                .eTag(EntityTags.of(instance.version()))
                .body(InstanceResource.of(instance));
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/{id}")
    @Operation(summary = "Read a program instance")
    ResponseEntity<InstanceResource> read(@PathVariable String id) {
        ProgramInstance instance = instances.instance(id);
        return EntityTags.ok(InstanceResource.of(instance), instance.version());
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a program instance",
            description = "JSON merge patch (RFC 7396): null clears a member. The program itself cannot be changed.")
    ResponseEntity<InstanceResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = InstanceRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        String programSlug = instances.instance(id).program().slug();
        ProgramInstance instance = instances.revise(id, ifMatch, details -> patched(programSlug, details, patch));
        return EntityTags.ok(InstanceResource.of(instance), instance.version());
    }

    private InstanceDetails patched(String programSlug, InstanceDetails details, JsonNode patch) {
        ObjectNode before = (ObjectNode) json.write(details);
        before.remove("rules");
        before.put("programSlug", programSlug);
        before.set("ruleSet", json.write(InstanceRequest.RuleSetChoice.of(details.rules())));
        InstanceRequest after = json.read(MergePatch.apply(before, patch), InstanceRequest.class);
        if (!after.programSlug().equals(programSlug)) {
            throw new InvalidInput("/programSlug", "cannot be changed");
        }
        return after.details(json);
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @DeleteMapping("/{id}")
    @Operation(summary = "Archive a program instance", description = "It stays readable and takes nobody in any more.")
    ResponseEntity<Void> archive(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        instances.archive(id, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
