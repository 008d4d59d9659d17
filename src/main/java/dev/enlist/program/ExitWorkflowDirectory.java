package dev.enlist.program;

/** Knows which processes may run when somebody leaves; answered by the room that runs them. */
public interface ExitWorkflowDirectory {

    /** Whether a process of that id is deployed for this purpose. */
    boolean isDeployed(String process);
}
