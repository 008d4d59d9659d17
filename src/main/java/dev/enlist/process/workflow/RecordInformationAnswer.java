package dev.enlist.process.workflow;

import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records whether the applicant answered the question of a step. */
@Component("recordInformationAnswer")
class RecordInformationAnswer implements JavaDelegate {

    private final WorkflowRunService runs;
    private final InformationRequestService questions;

    RecordInformationAnswer(WorkflowRunService runs, InformationRequestService questions) {
        this.runs = runs;
        this.questions = questions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        runs.answered(
                id, RunningWorkflow.of(execution), RunningWorkflow.element(execution), questions.wasLastAnswered(id));
    }
}
