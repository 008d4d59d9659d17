package dev.enlist.process.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.form.FormField;
import dev.enlist.process.workflow.WorkflowTaskService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.workflow.StepFormValidator;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.run.WorkflowRunService;
import dev.enlist.workflow.run.WorkflowStep;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/enrollments/{id}/workflowSteps")
@Tag(name = "Enrollments")
class WorkflowStepController {

    /** What a person enters in a user step. */
    @Schema(name = "WorkflowStepCompletion")
    record CompletionRequest(
            @Schema(description = "Values by name of the field", example = "{\"visited\": true}") @NotNull @FreeJson
            Map<String, Object> fields) {}

    /** A step of the workflow of an enrollment. */
    @Schema(name = "WorkflowStep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepResource(
            String id,
            @Schema(example = "battery-review") String workflow,
            @Schema(description = "Version of the workflow") int version,
            @Schema(example = "user_site_visit") String elementId,
            @Schema(example = "Visit the site") String name,

            @Schema(
                    example = "user",
                    allowableValues = {"user", "rules", "request", "notify", "setField", "requestInformation", "decide"
                    })
            String kind,

            @Schema(description = "Whether the workflow waits at the step")
            boolean open,

            @Schema(
                    description =
                            "Of an open user step: whether a person approves or rejects, with the operations of reviews")
            @Nullable
            Boolean decision,

            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable StepActor by,

            @Schema(
                    example = "approve",
                    description =
                            "What the step led to: completed, approve, reject, asked, answered, interrupted or the"
                                    + " verdict of rules; absent while it waits")
            @Nullable
            String outcome,

            @Schema(example = "Account verified") @Nullable String detail,

            @Schema(description = "What later steps read") @Nullable
            Map<String, @Nullable Object> result,

            @Schema(description = "Of an open user step with a form: its fields") @Nullable
            List<FieldResource> fields) {

        static StepResource of(WorkflowStep step, @Nullable WorkflowElement element) {
            boolean user = element != null && step.isOpen() && step.kind().equals("user");
            return new StepResource(
                    step.id(),
                    step.workflow().slug(),
                    step.workflow().version(),
                    step.elementId(),
                    step.name(),
                    step.kind(),
                    step.isOpen(),
                    user ? element.isDecision() : null,
                    step.startedAt(),
                    step.endedAt(),
                    step.by() == null ? null : StepActor.of(step.by()),
                    step.outcome(),
                    step.detail(),
                    step.result(),
                    user && !element.isDecision()
                            ? StepFormValidator.fields(element).stream()
                                    .map(FieldResource::of)
                                    .toList()
                            : null);
        }
    }

    @Schema(name = "WorkflowStepActor")
    record StepActor(
            @Schema(example = "user") String type,
            String id,
            @Schema(example = "Nora Field") String name) {

        static StepActor of(Actor actor) {
            return new StepActor(actor.type().wire(), actor.id(), actor.name());
        }
    }

    @Schema(name = "WorkflowStepField")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldResource(
            @Schema(example = "visited") String name,
            @Schema(example = "boolean") String type,
            @Schema(example = "Site visited") String label,
            @Nullable String help,
            boolean required,
            @Nullable Object min,
            @Nullable Object max,
            @Nullable Integer maxLength,
            @Nullable List<OptionResource> options) {

        static FieldResource of(FormField field) {
            return new FieldResource(
                    StepFormValidator.name(field),
                    field.type().wire(),
                    field.label().in(Locale.ENGLISH),
                    field.help() == null ? null : field.help().in(Locale.ENGLISH),
                    field.required(),
                    field.min(),
                    field.max(),
                    field.maxLength(),
                    field.options().isEmpty()
                            ? null
                            : field.options().stream()
                                    .map(option -> new OptionResource(
                                            option.value(), option.label().in(Locale.ENGLISH)))
                                    .toList());
        }
    }

    @Schema(name = "WorkflowStepFieldOption")
    record OptionResource(String value, String label) {}

    @Schema(name = "WorkflowSteps")
    record StepsResource(List<StepResource> data) {}

    private final WorkflowRunService runs;
    private final WorkflowTaskService tasks;
    private final EnrollmentOwners owners;

    WorkflowStepController(WorkflowRunService runs, WorkflowTaskService tasks, EnrollmentOwners owners) {
        this.runs = runs;
        this.tasks = tasks;
        this.owners = owners;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping
    @Operation(
            summary = "List the steps of the workflows of an enrollment, oldest first",
            description = "What each step did, who did it and what it led to; an open user step with its fields.")
    StepsResource list(@PathVariable String id) {
        owners.ownerOf(id).orElseThrow(() -> new NotFound("enrollment"));
        return new StepsResource(runs.steps(id).stream().map(this::resource).toList());
    }

    private StepResource resource(WorkflowStep step) {
        return StepResource.of(step, step.isOpen() ? runs.elementOf(step) : null);
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/{stepId}/complete")
    @Operation(
            summary = "Complete a user step that has a form",
            description =
                    "The workflow goes on with the values. A decision step is completed by approving or rejecting the"
                            + " enrollment.")
    StepResource complete(
            @PathVariable String id,
            @PathVariable String stepId,
            @RequestBody CompletionRequest request,
            @Parameter(hidden = true) Actor actor) {
        tasks.complete(id, stepId, request.fields(), actor);
        return runs.steps(id).stream()
                .filter(step -> step.id().equals(stepId))
                .findFirst()
                .map(this::resource)
                .orElseThrow();
    }
}
