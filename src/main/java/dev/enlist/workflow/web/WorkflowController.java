package dev.enlist.workflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.RequiresDeploymentLock;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.workflow.Workflow;
import dev.enlist.workflow.WorkflowInfo;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.WorkflowUseQuery;
import dev.enlist.workflow.WorkflowVersion;
import dev.enlist.workflow.model.WorkflowFinding;
import dev.enlist.workflow.model.WorkflowKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/workflows")
@Tag(name = "Workflows")
class WorkflowController {

    @Schema(name = "WorkflowRequest")
    record WorkflowRequest(
            @Schema(example = "battery-review") @NotNull @Slug
            String slug,

            @Schema(example = "Battery review") @NotBlank @Size(max = 200)
            String name,

            @Schema(
                    description = "What the workflow is for; that of the copied workflow, or review, where absent",
                    allowableValues = {"review", "exit"},
                    example = "review")
            @Nullable
            @Pattern(regexp = "review|exit", message = "must be review or exit")
            String kind,

            @Schema(
                    description = "Slug of the workflow whose draft is copied, own or shipped",
                    example = "review-single")
            @Nullable
            @Size(max = 200)
            String copyOf) {}

    @Schema(name = "WorkflowPublication")
    record PublicationRequest(
            @Schema(example = "Ask the applicant where the account is unknown") @NotBlank @Size(max = 2000)
            String note) {}

    @Schema(name = "WorkflowPatch")
    record WorkflowPatch(
            @Schema(example = "Battery review") @Nullable @Size(min = 1, max = 200)
            String name,

            @Schema(description = "Whether a person other than the author of the draft must publish it") @Nullable
            Boolean twoPersonPublication) {}

    @Schema(name = "Workflow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WorkflowResource(
            String id,
            @Schema(example = "battery-review") String slug,
            @Schema(example = "Battery review") String name,
            WorkflowKind kind,

            @Schema(description = "Part of the product: visible in every workspace, and cannot be changed")
            boolean shipped,

            boolean twoPersonPublication,

            @Schema(description = "Newest published version; absent where there is none") @Nullable
            Integer latestVersion,

            @Schema(description = "In lists: program instances that name it, without archived ones", example = "2")
            @Nullable
            Integer instances,

            @Nullable DraftAuthor draftBy,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static WorkflowResource of(WorkflowInfo workflow) {
            return of(workflow, null);
        }

        static WorkflowResource of(WorkflowInfo workflow, @Nullable Integer instances) {
            return new WorkflowResource(
                    workflow.id(),
                    workflow.slug(),
                    workflow.name(),
                    workflow.kind(),
                    workflow.shipped(),
                    workflow.twoPersonPublication(),
                    workflow.latestVersion(),
                    instances,
                    workflow.draftBy() == null ? null : DraftAuthor.of(workflow.draftBy()),
                    workflow.createdAt(),
                    workflow.updatedAt(),
                    workflow.version());
        }
    }

    /** The last author of the draft. */
    @Schema(name = "WorkflowDraftAuthor")
    record DraftAuthor(String type, String id, String name) {

        static DraftAuthor of(Actor author) {
            return new DraftAuthor(author.type().wire(), author.id(), author.name());
        }
    }

    @Schema(name = "WorkflowVersion")
    record VersionResource(
            @Schema(example = "battery-review") String workflow,
            int version,
            String note,
            String publishedBy,
            Instant publishedAt) {

        static VersionResource of(String slug, WorkflowVersion version) {
            return new VersionResource(
                    slug, version.number(), version.note(), version.publishedBy(), version.publishedAt());
        }
    }

    @Schema(name = "WorkflowCheck")
    record CheckResource(
            @Schema(description = "Whether the draft has no error")
            boolean publishable,

            List<WorkflowFinding> findings) {}

    private final WorkflowService workflows;
    private final WorkflowUseQuery uses;

    WorkflowController(WorkflowService workflows, WorkflowUseQuery uses) {
        this.workflows = workflows;
        this.uses = uses;
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping
    @Operation(
            summary = "List workflows, own and shipped ones",
            description = "In order of creation; shipped workflows come last.")
    Page<WorkflowResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(
                            description = "review or exit; both where absent",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"review", "exit"}))
                    @RequestParam(required = false)
                    @Nullable
                    String kind) {
        List<Fault> faults = kind == null || WorkflowKind.ofWire(kind).isPresent()
                ? List.of()
                : List.of(new Fault("/kind", "must be review or exit"));
        Map<String, Integer> instances = uses.instances();
        return workflows.list(
                ListParameters.read(parameters, Map.of(), faults),
                kind == null ? null : WorkflowKind.ofWire(kind).orElse(null),
                workflow -> WorkflowResource.of(workflow, instances.getOrDefault(workflow.slug(), 0)));
    }

    @Requires(Scope.WORKFLOWS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Create a workflow",
            description = "Its draft begins as a copy of another workflow, or of the simplest shipped one of its kind.")
    ResponseEntity<WorkflowResource> create(
            @RequestBody WorkflowRequest request, @Parameter(hidden = true) Actor actor) {
        Workflow workflow = workflows.create(
                request.slug(),
                request.name(),
                request.kind() == null
                        ? null
                        : WorkflowKind.ofWire(request.kind()).orElseThrow(),
                request.copyOf(),
                actor);
        return TaggedResponse.created(
                "/workflows/" + workflow.slug(),
                WorkflowResource.of(WorkflowInfo.of(workflow, null)),
                workflow.version());
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping("/{slug}")
    @Operation(summary = "Read a workflow")
    ResponseEntity<WorkflowResource> read(@PathVariable String slug) {
        WorkflowInfo workflow = workflows.workflow(slug);
        return TaggedResponse.ok(WorkflowResource.of(workflow), workflow.version());
    }

    @Requires(Scope.WORKFLOWS_PUBLISH)
    @PatchMapping("/{slug}")
    @Operation(
            summary = "Rename a workflow, or ask for two persons to publish it",
            description = "With twoPersonPublication, who changed the draft last cannot publish it.")
    ResponseEntity<WorkflowResource> patch(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody WorkflowPatch patch) {
        workflows.revise(slug, ifMatch, patch.name(), patch.twoPersonPublication());
        return read(slug);
    }

    @Requires(Scope.WORKFLOWS_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{slug}")
    @Operation(summary = "Delete a workflow that was never published")
    void delete(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        workflows.delete(slug, ifMatch);
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping(path = "/{slug}/draft", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(
            summary = "Read the draft as BPMN XML",
            description = "Opens in Camunda Modeler. Of a shipped workflow its published version.")
    ResponseEntity<String> draft(@PathVariable String slug) {
        WorkflowInfo workflow = workflows.workflow(slug);
        return TaggedResponse.ok(workflow.draft(), workflow.version());
    }

    @Requires(Scope.WORKFLOWS_WRITE)
    @PutMapping(
            path = "/{slug}/draft",
            consumes = {MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE})
    @Operation(
            summary = "Replace the draft by BPMN XML",
            description =
                    "BPMN 2.0 of up to 1 MB, as bpmn-js and Camunda Modeler write it. Refused, with nothing changed,"
                            + " when it cannot be read, is not one process, or would run code; other findings wait for the check.")
    ResponseEntity<WorkflowResource> redraft(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_XML_VALUE,
                                        schema = @Schema(type = "string")),
                                @Content(mediaType = MediaType.TEXT_XML_VALUE, schema = @Schema(type = "string"))
                            })
                    @RequestBody(required = false)
                    byte @Nullable [] bpmn,
            @Parameter(hidden = true) Actor actor) {
        MediaType type = headers.getContentType();
        String document =
                WorkflowService.decode(bpmn == null ? new byte[0] : bpmn, type == null ? null : type.getCharset());
        workflows.redraft(slug, ifMatch, document, actor);
        return read(slug);
    }

    @Requires(Scope.WORKFLOWS_WRITE)
    @PostMapping("/{slug}/draft/check")
    @Operation(
            summary = "Check the draft",
            description = "All findings at once, each with the element. Errors prevent the publication.")
    CheckResource check(@PathVariable String slug) {
        List<WorkflowFinding> findings = workflows.check(slug, null);
        return new CheckResource(findings.stream().noneMatch(WorkflowFinding::isError), findings);
    }

    @Requires(Scope.WORKFLOWS_PUBLISH)
    @ResponseStatus(HttpStatus.CREATED)
    @RequiresDeploymentLock
    @PostMapping("/{slug}/draft/publish")
    @Operation(
            summary = "Publish the draft as the next version",
            description =
                    "If-Match with the entity tag of the draft publishes that draft or none. Applications in flight"
                            + " finish on their version.")
    ResponseEntity<VersionResource> publish(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PublicationRequest request,
            @Parameter(hidden = true) Actor actor) {
        WorkflowVersion version = workflows.publish(slug, ifMatch, request.note(), actor);
        return ResponseEntity.created(URI.create("/workflows/" + slug + "/versions/" + version.number()))
                .body(VersionResource.of(slug, version));
    }
}
