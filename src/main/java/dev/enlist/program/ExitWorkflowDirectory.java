package dev.enlist.program;

/** Lists the processes that may run at an unenrollment; implemented by the module that runs them. */
public interface ExitWorkflowDirectory {

    /** Whether a process of that id is deployed for this purpose. */
    boolean isDeployed(String process);
}
