package dev.enlist.process.workflow;

import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Records that the process has left a user step or a request. */
@Component("endWorkflowStep")
class EndWorkflowStep implements ExecutionListener {

    private final WorkflowRunService runs;

    EndWorkflowStep(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateExecution execution) {
        runs.ended(execution.getActivityInstanceId());
    }
}
