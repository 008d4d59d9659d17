package dev.enlist.workflowtask;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to another system, as the process hands it over when it reaches the step.
 *
 * @param executionId where the process waits; {@link WorkflowTaskProcessEvent} names it again
 * @param stepId      id of the element in the diagram
 * @param variables   values that the step names, by name; values are texts, numbers, booleans, null, and lists and maps
 *                    of these. The event and the worker get these and no others
 * @param results     types of the results that a worker may hand back, by name
 * @param retries     failures after which the task becomes an incident; at least 1
 */
public record NewWorkflowTask(
        String enrollmentId,
        String programInstanceId,
        String workflowSlug,
        int workflowVersion,
        String executionId,
        String stepId,
        String stepName,
        String topic,
        Map<String, ? extends @Nullable Object> variables,
        Map<String, ResultType> results,
        int retries) {

    /** Failures after which a task becomes an incident, where the step states no other number. */
    public static final int DEFAULT_RETRIES = 3;
}
