package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.workflow.model.WorkflowCompiler;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.task.Task;

/** Finds the review task of a timer and raises its priority. */
public final class ReviewTasks {

    /** Priority from 0 to 100; a task starts with 50. */
    public static final int REMINDED = 75;

    public static final int ESCALATED = 100;

    private ReviewTasks() {}

    public static void raise(DelegateExecution execution, int priority) {
        TaskService tasks = execution.getProcessEngineServices().getTaskService();
        String element = WorkflowCompiler.sourceElement(execution.getCurrentActivityId());
        Task review = tasks.createTaskQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .taskDefinitionKeyIn(
                        EnrollmentProcess.REVIEW,
                        element + WorkflowCompiler.DECISION_TASK,
                        element + WorkflowCompiler.FORM_TASK)
                .singleResult();
        // the two timers may fire in either order, because the instance configures both
        if (review.getPriority() < priority) {
            tasks.setPriority(review.getId(), priority);
        }
    }
}
