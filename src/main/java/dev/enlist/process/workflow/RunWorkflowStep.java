package dev.enlist.process.workflow;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.InformationDueDate;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.run.WorkflowRunService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Does a step that does not wait: rules, mail, a field, a question to the applicant, a decision. */
@Component("runWorkflowStep")
class RunWorkflowStep implements JavaDelegate {

    private final WorkflowRunService runs;

    RunWorkflowStep(WorkflowRunService runs) {
        this.runs = runs;
    }

    @Override
    public void execute(DelegateExecution execution) {
        WorkflowRunService.StepResult result = runs.execute(
                EnrollmentProcess.enrollmentId(execution),
                RunningWorkflow.of(execution),
                RunningWorkflow.element(execution));
        execution.setVariable(WorkflowCompiler.DECIDED_BY_RULES, Variables.booleanValue(result.decidedByRules(), true));
        if (result.informationDueAt() != null) {
            InformationDueDate.set(execution, result.informationDueAt());
        }
    }
}
