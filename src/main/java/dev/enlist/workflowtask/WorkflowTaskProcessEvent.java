package dev.enlist.workflowtask;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for the process that waits for a request. The process module handles them within the transaction. */
public sealed interface WorkflowTaskProcessEvent extends DomainEvent {

    String taskId();

    String enrollmentId();

    /** Where the process waits. */
    String executionId();

    /**
     * A worker completed the request; the process goes on.
     *
     * @param results values by name, of the types that the step declares; a result that the worker left out is null
     */
    record Completed(
            String taskId,
            String enrollmentId,
            String executionId,
            Map<String, ? extends @Nullable Object> results,
            Instant at)
            implements WorkflowTaskProcessEvent {}

    /** The request failed and has no retries left; it waits for a person. */
    record Failed(String taskId, String enrollmentId, String executionId, String stepName, Instant at)
            implements WorkflowTaskProcessEvent {}

    /** A person had a failed request tried again. */
    record Retried(String taskId, String enrollmentId, String executionId, Instant at)
            implements WorkflowTaskProcessEvent {}
}
