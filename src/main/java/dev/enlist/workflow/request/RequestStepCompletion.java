package dev.enlist.workflow.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Continues processes that wait at a request step. Call within a transaction, in the scope of the workspace. */
public interface RequestStepCompletion {

    /** Type of the incident of {@link #fail}; its configuration is the id of the step. */
    String INCIDENT = "requestFailed";

    /**
     * Stores the result under the name that the step states, and continues the process.
     *
     * @param result JSON values by name
     * @throws dev.enlist.shared.problem.Conflict {@code process-not-waiting} where the process has left the step
     */
    void complete(String stepId, String enrollmentId, Map<String, @Nullable Object> result);

    /**
     * Raises an incident at the step, for an operator: no retries are left. The process keeps waiting.
     *
     * @param message without personal data
     * @throws dev.enlist.shared.problem.Conflict {@code process-not-waiting} where the process has left the step
     */
    void fail(String stepId, String enrollmentId, String message);

    /** Removes the incident of the step, because it is tried again. Does nothing where there is none. */
    void resolve(String stepId, String enrollmentId);
}
