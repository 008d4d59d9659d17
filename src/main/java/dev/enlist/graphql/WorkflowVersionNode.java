package dev.enlist.graphql;

import dev.enlist.workflow.WorkflowVersion;
import java.time.Instant;

/** A published version of a workflow in the graph. */
public record WorkflowVersionNode(int number, String bpmn, String note, String publishedBy, Instant publishedAt) {

    static WorkflowVersionNode of(WorkflowVersion version) {
        return new WorkflowVersionNode(
                version.number(), version.bpmn(), version.note(), version.publishedBy(), version.publishedAt());
    }
}
