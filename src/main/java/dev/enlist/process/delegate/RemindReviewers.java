package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises the priority of the task of an overdue review and publishes an event. */
@Component("remindReviewers")
class RemindReviewers implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    RemindReviewers(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ReviewTasks.raise(execution, ReviewTasks.REMINDED);
        lifecycle.noteReviewDelay(EnrollmentProcess.enrollmentId(execution), EnrollmentLifecycle.ReviewDelay.REMINDED);
    }
}
