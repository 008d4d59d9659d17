package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records reason and date of the exit in the enrollment. */
@Component("recordExit")
class RecordExit implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    RecordExit(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        lifecycle.recordExit(EnrollmentProcess.enrollmentId(execution));
    }
}
