package dev.enlist.workflow;

import dev.enlist.shared.Actor;
import dev.enlist.workflow.model.WorkflowKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An own or a shipped workflow.
 *
 * @param latestVersion newest published version; null where there is none
 * @param draft         BPMN XML; of a shipped workflow its only version
 * @param draftBy       last author of the draft; null for a shipped workflow
 * @param version       entity tag
 */
public record WorkflowInfo(
        String id,
        String slug,
        String name,
        WorkflowKind kind,
        boolean shipped,
        boolean twoPersonPublication,
        @Nullable Integer latestVersion,
        String draft,
        @Nullable Actor draftBy,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    public static WorkflowInfo of(Workflow workflow, @Nullable Integer latestVersion) {
        return new WorkflowInfo(
                workflow.getId(),
                workflow.slug(),
                workflow.name(),
                workflow.kind(),
                false,
                workflow.twoPersonPublication(),
                latestVersion,
                workflow.draft(),
                workflow.draftBy().orElse(null),
                workflow.createdAt(),
                workflow.updatedAt(),
                workflow.version());
    }

    static WorkflowInfo of(ShippedWorkflow shipped) {
        return new WorkflowInfo(
                shipped.id(),
                shipped.slug(),
                shipped.name(),
                shipped.kind(),
                true,
                false,
                shipped.number(),
                shipped.bpmn(),
                null,
                ShippedWorkflow.SINCE,
                ShippedWorkflow.SINCE,
                shipped.number());
    }
}
