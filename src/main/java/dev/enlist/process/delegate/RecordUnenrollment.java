package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records in the enrollment that the exit workflow has completed. */
@Component("recordUnenrollment")
class RecordUnenrollment implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    RecordUnenrollment(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        lifecycle.completeExit(EnrollmentProcess.enrollmentId(execution));
    }
}
