package dev.enlist.workflow.web;

import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.workflow.WorkflowInfo;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowDiff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/workflows/{slug}/versions")
@Tag(name = "Workflows")
class WorkflowVersionController {

    private final WorkflowService workflows;

    WorkflowVersionController(WorkflowService workflows) {
        this.workflows = workflows;
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping
    @Operation(summary = "List the published versions, oldest first")
    Map<String, List<WorkflowController.VersionResource>> versions(@PathVariable String slug) {
        return Map.of(
                "data",
                workflows.versions(slug).stream()
                        .map(version -> WorkflowController.VersionResource.of(slug, version))
                        .toList());
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping(path = "/{number}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Read a published version")
    WorkflowController.VersionResource version(@PathVariable String slug, @PathVariable int number) {
        return WorkflowController.VersionResource.of(slug, workflows.version(slug, number));
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping(path = "/{number}", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "Read a published version as BPMN XML")
    String versionXml(@PathVariable String slug, @PathVariable int number) {
        return workflows.version(slug, number).bpmn();
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping("/{number}/diff")
    @Operation(
            summary = "Compare a version with another, or with the draft, element by element",
            description =
                    "Added, removed and changed elements and flows from the version `against` to this one. The layout"
                            + " is not compared.")
    WorkflowDiff diff(
            @PathVariable String slug,
            @PathVariable int number,
            @Parameter(description = "Number of a version, or draft", example = "1") @RequestParam String against) {
        return workflows.diff(slug, against, String.valueOf(number));
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping("/{number}/diff/{other}")
    @Operation(
            summary = "Compare two versions, or a version and the draft, element by element",
            description = "other is a version number or draft. Added, removed and changed elements and flows from this"
                    + " version to the other.")
    WorkflowDiff diffWith(@PathVariable String slug, @PathVariable int number, @PathVariable String other) {
        return workflows.diff(slug, String.valueOf(number), other);
    }

    @Requires(Scope.WORKFLOWS_WRITE)
    @PostMapping("/{number}/restore")
    @Operation(summary = "Put a published version into the draft again", description = "The draft is replaced.")
    ResponseEntity<WorkflowController.WorkflowResource> restore(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        workflows.restore(slug, number, ifMatch, actor);
        WorkflowInfo workflow = workflows.workflow(slug);
        return TaggedResponse.ok(WorkflowController.WorkflowResource.of(workflow), workflow.version());
    }
}
