package dev.enlist.process.workflow;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.ReviewPeriods;
import dev.enlist.program.ProgramInstance;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowElement;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sets the periods after which a user step is late: those of the step, else those of the program instance. */
@Component("beginWorkflowTask")
class BeginWorkflowTask implements JavaDelegate {

    private final WorkflowService workflows;
    private final EnrollmentLifecycle lifecycle;

    BeginWorkflowTask(WorkflowService workflows, EnrollmentLifecycle lifecycle) {
        this.workflows = workflows;
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ProgramInstance instance = lifecycle.instanceOf(EnrollmentProcess.enrollmentId(execution));
        WorkflowElement step = workflows
                .model(RunningWorkflow.of(execution))
                .element(RunningWorkflow.element(execution))
                .orElseThrow();
        ReviewPeriods.set(
                execution,
                step.duration("due").orElseGet(instance::reminderAfter),
                step.duration("escalation").orElseGet(instance::escalateAfter));
    }
}
