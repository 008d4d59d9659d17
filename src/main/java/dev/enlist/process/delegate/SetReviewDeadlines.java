package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.ProgramInstance;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.stereotype.Component;

/** Sets the durations of the review timers from the program instance. */
@Component("setReviewDeadlines")
class SetReviewDeadlines implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;

    SetReviewDeadlines(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void notify(DelegateExecution execution) {
        ProgramInstance instance = lifecycle.instanceOf(EnrollmentProcess.enrollmentId(execution));
        ReviewPeriods.set(execution, instance.reminderAfter(), instance.escalateAfter());
    }
}
