package dev.enlist.process.workflow;

import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Names the enrollment for which a called workflow runs. */
@Component("passEnrollmentId")
class PassEnrollmentId implements ExecutionListener {

    @Override
    public void notify(DelegateExecution execution) {
        execution.setVariable(
                EnrollmentProcess.ENROLLMENT_ID,
                Variables.stringValue(EnrollmentProcess.enrollmentId(execution), true));
    }
}
