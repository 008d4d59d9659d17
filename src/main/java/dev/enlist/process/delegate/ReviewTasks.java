package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;

/** Finds the review task of a timer and raises its priority. */
final class ReviewTasks {

    /** Priority from 0 to 100; a task starts with 50. */
    static final int REMINDED = 75;

    static final int ESCALATED = 100;

    private ReviewTasks() {}

    static void raise(DelegateExecution execution, int priority) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        Task review = tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey(EnrollmentProcess.REVIEW)
                .singleResult();
        // the two timers may fire in either order, because the instance configures both
        if (review.getPriority() < priority) {
            tasks.setPriority(review.getId(), priority);
        }
    }
}
