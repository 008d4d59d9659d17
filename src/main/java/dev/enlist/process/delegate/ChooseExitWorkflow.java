package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Names the exit workflow of the program instance, and whom it runs for. */
@Component("chooseExitWorkflow")
class ChooseExitWorkflow implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;

    ChooseExitWorkflow(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        String process = lifecycle.instanceOf(id).exitProcess();
        execution.setVariable(EnrollmentProcess.EXIT_PROCESS, Variables.stringValue(process, true));
        execution.setVariable(EnrollmentProcess.ENROLLMENT_ID, Variables.stringValue(id, true));
    }
}
