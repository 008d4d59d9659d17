package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends the run of an exit workflow, and records reason and date of the exit in the enrollment. */
@Component("recordExitWorkflow")
class RecordExitWorkflow implements JavaDelegate {

    private final WorkflowRunService runs;
    private final EnrollmentLifecycle lifecycle;

    RecordExitWorkflow(WorkflowRunService runs, EnrollmentLifecycle lifecycle) {
        this.runs = runs;
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        runs.end(id, WorkflowKind.EXIT);
        lifecycle.recordExit(id);
    }
}
