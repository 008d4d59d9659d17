package dev.enlist.graphql;

import dev.enlist.workflow.WorkflowInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A workflow in the graph. */
public record WorkflowNode(
        String id,
        String slug,
        String name,
        String kind,
        boolean shipped,
        boolean twoPersonPublication,
        @Nullable Integer latestVersion,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements IdentifiedNode {

    static WorkflowNode of(WorkflowInfo workflow) {
        return new WorkflowNode(
                workflow.id(),
                workflow.slug(),
                workflow.name(),
                workflow.kind().wire(),
                workflow.shipped(),
                workflow.twoPersonPublication(),
                workflow.latestVersion(),
                workflow.createdAt(),
                workflow.updatedAt(),
                workflow.version());
    }
}
