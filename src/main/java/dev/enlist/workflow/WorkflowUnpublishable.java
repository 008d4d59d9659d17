package dev.enlist.workflow;

import dev.enlist.shared.problem.Problem;
import dev.enlist.workflow.model.WorkflowFinding;
import java.util.List;

/** The draft has errors; each is listed. */
public class WorkflowUnpublishable extends Problem {

    public WorkflowUnpublishable(List<WorkflowFinding> findings) {
        super(Kind.UNPROCESSABLE, "workflow-unpublishable", "The draft has errors and cannot be published.");
        with("findings", findings);
    }
}
