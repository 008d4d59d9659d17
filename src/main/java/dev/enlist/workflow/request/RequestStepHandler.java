package dev.enlist.workflow.request;

/** Hands request steps to other systems. Called by the process, in its transaction and in the scope of the workspace. */
public interface RequestStepHandler {

    /** The process waits at the step from now on. */
    void started(RequestStep step);

    /**
     * The process has left the step: it was completed, a timer interrupted it, or the application was withdrawn, decided or
     * erased. May name a step that is unknown or complete already.
     */
    void ended(String stepId);

    /** Has the failed request of the step tried again, by {@link RequestStepCompletion#resolve}. */
    void retry(String stepId);
}
