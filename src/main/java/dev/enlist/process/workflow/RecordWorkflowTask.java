package dev.enlist.process.workflow;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.FormAnswer;
import dev.enlist.workflow.model.WorkflowCompiler;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Records what a person entered in the task list; a step that was completed elsewhere has its result already. */
@Component("recordWorkflowTask")
class RecordWorkflowTask implements JavaDelegate {

    private final WorkflowTaskService tasks;

    RecordWorkflowTask(WorkflowTaskService tasks) {
        this.tasks = tasks;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean asked = tasks.record(
                EnrollmentProcess.enrollmentId(execution),
                RunningWorkflow.element(execution),
                FormAnswer.take(execution));
        execution.setVariable(WorkflowCompiler.ASKED_IN_TASK, Variables.booleanValue(asked, true));
    }
}
