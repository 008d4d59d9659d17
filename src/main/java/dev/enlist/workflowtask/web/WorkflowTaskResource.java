package dev.enlist.workflowtask.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.workflowtask.WorkflowTask;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workflow task on the wire. */
@Schema(name = "WorkflowTask")
record WorkflowTaskResource(
        @Schema(example = "cllgn0u4r000108l7g3hx2k9d") String id,
        @Schema(example = "verify-account") String topic,

        @Schema(
                allowableValues = {"open", "failed", "completed", "closed"},
                description = "open: waits for a worker, or one has the lock. failed: has no retries left and waits for"
                        + " a person. closed: the process left the step without it")
        String state,

        @Schema(example = "cllgn0u4r000008l7eazybfbo") String enrollmentId,
        String programInstanceId,
        Workflow workflow,

        @Schema(description = "Id of the element in the diagram", example = "request_verify_account")
        String elementId,

        @Schema(example = "Verify account") String elementName,

        @Schema(description = "The values that the step names", example = "{\"metadata.accountNumber\": \"4711\"}")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        Map<String, @Nullable Object> variables,

        @Schema(
                description =
                        "Types of the results that a worker may hand back: string, integer, number, boolean, date",
                example = "{\"accountFound\": \"boolean\"}")
        Map<String, String> resultTypes,

        @Schema(description = "What the worker handed back", example = "{\"accountFound\": true}") @Nullable
        Map<String, @Nullable Object> results,

        @Schema(description = "How often it is tried again if it fails", example = "3")
        int retries,

        @Schema(description = "How often a worker locked it", example = "1")
        int attempts,

        @Schema(description = "The holder of the lock, or the last one", example = "account-worker-1") @Nullable
        String workerId,

        @Schema(description = "End of the lock; absent where no worker has one") @Nullable
        Instant lockedUntil,

        @Schema(description = "Of an open task: from when a worker may lock it") @Nullable
        Instant dueAt,

        @Schema(description = "Of the last failure", example = "The account system answered 503") @Nullable
        String errorMessage,

        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        int version) {

    /** The workflow of the step. */
    @Schema(name = "WorkflowTaskWorkflow")
    record Workflow(
            @Schema(example = "review-verify-then-single") String slug,
            @Schema(example = "1") int version) {}

    /** Tasks that a worker locked. */
    @Schema(name = "LockedWorkflowTasks")
    record Locked(
            @Schema(description = "The longest waiting first; empty where none is due")
            List<WorkflowTaskResource> data) {}

    static WorkflowTaskResource of(WorkflowTask task, Instant now) {
        return of(task, now, null);
    }

    /** @param variables names of those that were asked for; null for all */
    static WorkflowTaskResource of(WorkflowTask task, Instant now, @Nullable Set<String> variables) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(task.variables());
        if (variables != null) {
            shown.keySet().retainAll(variables);
        }
        return new WorkflowTaskResource(
                task.getId(),
                task.topic(),
                task.state().wire(),
                task.enrollmentId(),
                task.programInstanceId(),
                new Workflow(task.workflowSlug(), task.workflowVersion()),
                task.elementId(),
                task.elementName(),
                shown,
                task.resultTypes(),
                task.results(),
                task.retriesLeft(),
                task.attempts(),
                task.workerId(),
                task.isLocked(now) ? task.lockedUntil() : null,
                task.dueAt(),
                task.errorMessage(),
                task.createdAt(),
                task.updatedAt(),
                task.finishedAt(),
                task.version());
    }
}
