package dev.enlist.process.workflow;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.process.delegate.ReviewTasks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises the task of a long overdue user step to the top and publishes an event. */
@Component("escalateWorkflowTask")
class EscalateWorkflowTask implements JavaDelegate {

    private final EnrollmentLifecycle lifecycle;

    EscalateWorkflowTask(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void execute(DelegateExecution execution) {
        ReviewTasks.raise(execution, ReviewTasks.ESCALATED);
        lifecycle.noteReviewDelay(EnrollmentProcess.enrollmentId(execution), EnrollmentLifecycle.ReviewDelay.ESCALATED);
    }
}
