package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/**
 * Ends the run of a review workflow. Where it approved and a second approval is needed, or it left the application undecided, a
 * person reviews.
 */
@Component("recordReviewWorkflow")
class RecordReviewWorkflow implements JavaDelegate {

    private final WorkflowRunService runs;

    RecordReviewWorkflow(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String outcome =
                switch (runs.end(EnrollmentProcess.enrollmentId(execution), WorkflowKind.REVIEW)) {
                    case APPROVED -> "approved";
                    case ELIGIBLE -> "waitlisted";
                    case SUBMITTED -> "second";
                    case CANDIDATE, INELIGIBLE, REJECTED, UNENROLLED -> "rejected";
                };
        execution.setVariable(EnrollmentProcess.REVIEW_OUTCOME, Variables.stringValue(outcome, true));
    }
}
