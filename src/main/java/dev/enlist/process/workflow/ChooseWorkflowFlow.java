package dev.enlist.process.workflow;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Evaluates the conditions of a gateway, and names the flow that it takes in a variable that is not stored. */
@Component("chooseWorkflowFlow")
class ChooseWorkflowFlow implements ExecutionListener {

    private final WorkflowRunService runs;

    ChooseWorkflowFlow(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String flow = runs.choose(
                EnrollmentProcess.enrollmentId(execution),
                RunningWorkflow.of(execution),
                RunningWorkflow.element(execution));
        execution.setVariableLocal(WorkflowCompiler.CHOSEN_FLOW, Variables.stringValue(flow, true));
    }
}
