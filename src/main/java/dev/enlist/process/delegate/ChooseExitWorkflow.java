package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.shared.problem.Conflict;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Sets the exit workflow of the program instance and the enrollment that it runs for. */
@Component("chooseExitWorkflow")
class ChooseExitWorkflow implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;

    ChooseExitWorkflow(EnrollmentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        String process = lifecycle.instanceOf(id).exitProcess();
        requireDeployed(process, execution.getProcessEngineServices().getRepositoryService());
        execution.setVariable(EnrollmentProcess.EXIT_PROCESS, Variables.stringValue(process, true));
        execution.setVariable(EnrollmentProcess.ENROLLMENT_ID, Variables.stringValue(id, true));
    }

    /**
     * Otherwise the engine would fail with an exception that looks like a lost race, which callers would retry without
     * success.
     */
    private static void requireDeployed(String process, RepositoryService repository) {
        boolean deployed = repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .withoutTenantId()
                        .latestVersion()
                        .count()
                > 0;
        if (!deployed) {
            throw new Conflict(
                    "exit-workflow-missing",
                    "The program instance names the exit workflow " + process + ", which is not deployed.");
        }
    }
}
