package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.model.WorkflowKind;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Begins the run of an exit workflow. */
@Component("beginExitWorkflow")
class BeginExitWorkflow implements ExecutionListener {

    private final WorkflowRunService runs;

    BeginExitWorkflow(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateExecution execution) {
        runs.begin(EnrollmentProcess.enrollmentId(execution), WorkflowKind.EXIT, WorkflowCall.prepared(execution));
    }
}
