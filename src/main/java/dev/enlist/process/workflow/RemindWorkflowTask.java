package dev.enlist.process.workflow;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.ReviewTasks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises the priority of the task of an overdue user step and publishes an event. */
@Component("remindWorkflowTask")
class RemindWorkflowTask implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    RemindWorkflowTask(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ReviewTasks.raise(execution, ReviewTasks.REMINDED);
        lifecycle.noteReviewDelay(EnrollmentProcess.enrollmentId(execution), EnrollmentLifecycle.ReviewDelay.REMINDED);
    }
}
