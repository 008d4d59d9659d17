package dev.enlist.workflow.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sequence flow.
 *
 * @param condition FEEL; null where the flow has none
 */
public record WorkflowFlow(
        String id,
        String name,
        String source,
        String target,
        @Nullable String condition) {

    public Optional<String> feel() {
        return Optional.ofNullable(condition);
    }

    WorkflowFinding.Element place() {
        return new WorkflowFinding.Element(id, name);
    }
}
