package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises the priority of the task of a long overdue review to the maximum and publishes an event. */
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
