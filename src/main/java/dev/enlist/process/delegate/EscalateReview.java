package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** A review is much overdue: its task goes to the top, and an event says so. */
@Component("escalateReview")
class EscalateReview implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    EscalateReview(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ReviewTasks.raise(execution, ReviewTasks.ESCALATED);
        lifecycle.noteReviewDelay(EnrollmentProcess.enrollmentId(execution), EnrollmentLifecycle.ReviewDelay.ESCALATED);
    }
}
