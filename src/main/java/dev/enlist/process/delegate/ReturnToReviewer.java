package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Gives the timers of the review the time that was left when the applicant was asked. */
@Component("returnToReviewer")
class ReturnToReviewer implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    ReturnToReviewer(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        EnrollmentLifecycle.RemainingReviewTime left =
                lifecycle.remainingReviewTime(EnrollmentProcess.enrollmentId(execution));
        ReviewPeriods.set(execution, left.reminderAfter(), left.escalateAfter());
    }
}
