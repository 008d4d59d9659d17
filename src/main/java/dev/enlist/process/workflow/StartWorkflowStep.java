package dev.enlist.process.workflow;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Records that the process waits at a user step or a request from now on. */
@Component("startWorkflowStep")
class StartWorkflowStep implements ExecutionListener {

    private final WorkflowRunService runs;

    StartWorkflowStep(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateExecution execution) {
        runs.started(
                EnrollmentProcess.enrollmentId(execution),
                RunningWorkflow.of(execution),
                RunningWorkflow.element(execution),
                execution.getActivityInstanceId());
    }
}
