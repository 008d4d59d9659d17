package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.WorkflowChoice;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowKind;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Sets the review workflow of the program instance, where it has chosen one. */
@Component("chooseReviewWorkflow")
class ChooseReviewWorkflow implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;
    private final WorkflowService workflows;

    ChooseReviewWorkflow(EnrollmentLifecycle lifecycle, WorkflowService workflows) {
        this.lifecycle = lifecycle;
        this.workflows = workflows;
    }

    @Override
    public void notify(DelegateExecution execution) {
        Optional<WorkflowChoice> choice =
                lifecycle.instanceOf(EnrollmentProcess.enrollmentId(execution)).reviewWorkflow();
        execution.setVariable(EnrollmentProcess.OWN_REVIEW, Variables.booleanValue(choice.isPresent(), true));
        choice.ifPresent(workflow -> WorkflowCall.prepare(execution, workflow, WorkflowKind.REVIEW, workflows));
    }
}
