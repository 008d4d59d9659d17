package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;

/** Finds the review that a timer belongs to, and puts it higher in everybody's list. */
final class ReviewTasks {

    /** Of 0 to 100, where 50 is what a task begins with. */
    static final int REMINDED = 75;

    static final int ESCALATED = 100;

    private ReviewTasks() {}

    static void raise(DelegateExecution execution, int priority) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        Task review = tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKey(EnrollmentProcess.REVIEW)
                .singleResult();
        // the two may come in either order, since the instance configures both
        if (review.getPriority() < priority) {
            tasks.setPriority(review.getId(), priority);
        }
    }
}
