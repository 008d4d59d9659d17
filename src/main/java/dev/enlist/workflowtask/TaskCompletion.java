package dev.enlist.workflowtask;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker hands back the results of a task.
 *
 * @param results JSON values by name
 * @param access  the tasks that the caller reaches
 */
public record TaskCompletion(
        String taskId, String workerId, Map<String, ? extends @Nullable Object> results, WorkflowTaskAccess access) {}
