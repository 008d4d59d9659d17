package dev.enlist.process.workflow;

import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.review.ReviewProjection;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records whether the applicant answered the question of a step. No reviewer waits for the answer any more. */
@Component("recordInformationAnswer")
class RecordInformationAnswer implements JavaDelegate {

    private final WorkflowRunService runs;
    private final InformationRequestService questions;
    private final ReviewProjection inbox;

    RecordInformationAnswer(WorkflowRunService runs, InformationRequestService questions, ReviewProjection inbox) {
        this.runs = runs;
        this.questions = questions;
        this.inbox = inbox;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        runs.answered(
                id, RunningWorkflow.of(execution), RunningWorkflow.element(execution), questions.wasLastAnswered(id));
        inbox.close(execution.getTenantId(), id);
    }
}
