package dev.enlist.graphql;

import dev.enlist.workflow.run.WorkflowStep;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of the workflow of an enrollment in the graph. */
public record WorkflowStepNode(
        String id,
        String workflow,
        int version,
        String elementId,
        String name,
        String kind,
        boolean open,
        Instant startedAt,
        @Nullable Instant endedAt,
        StatusChangeNode.@Nullable By by,
        @Nullable String outcome,
        @Nullable String detail,
        @Nullable Map<String, @Nullable Object> result) {

    static WorkflowStepNode of(WorkflowStep step) {
        return new WorkflowStepNode(
                step.id(),
                step.workflow().slug(),
                step.workflow().version(),
                step.elementId(),
                step.name(),
                step.kind(),
                step.isOpen(),
                step.startedAt(),
                step.endedAt(),
                step.by() == null ? null : StatusChangeNode.By.of(step.by()),
                step.outcome(),
                step.detail(),
                step.result());
    }
}
