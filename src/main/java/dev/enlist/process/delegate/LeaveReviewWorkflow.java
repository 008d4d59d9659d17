package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Ends the run of a review workflow in which a reviewer rejected meanwhile. */
@Component("leaveReviewWorkflow")
class LeaveReviewWorkflow implements ExecutionListener {

    private final WorkflowRunService runs;

    LeaveReviewWorkflow(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateExecution execution) {
        runs.leave(EnrollmentProcess.enrollmentId(execution));
    }
}
