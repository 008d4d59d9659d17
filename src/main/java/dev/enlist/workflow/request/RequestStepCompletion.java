package dev.enlist.workflow.request;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Continues processes that wait at a request step. Call within a transaction, in the scope of the workspace. */
public interface RequestStepCompletion {

    /** Type of the incident of {@link #fail}; its configuration is the id of the step. */
    String INCIDENT = "requestFailed";

    /**
     * What another system handed back.
     *
     * @param result JSON values by name
     */
    record Completed(String stepId, String enrollmentId, Map<String, @Nullable Object> result) {}

    /**
     * Locks these applications in the order of their ids. A transaction that completes requests locks them before its requests,
     * as a decision does, whose process closes requests afterwards.
     */
    void lock(Collection<String> enrollmentIds);

    /**
     * Stores each result under the name that its step states, and continues the processes in one command of the engine.
     *
     * @param completed at most one of each application
     * @throws dev.enlist.shared.problem.Conflict {@code process-not-waiting} where a process has left its step
     */
    void complete(List<Completed> completed);

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
