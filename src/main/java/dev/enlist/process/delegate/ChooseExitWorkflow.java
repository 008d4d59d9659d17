package dev.enlist.process.delegate;

import dev.enlist.enrollment.EnrollmentLifecycle;
import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.WorkflowChoice;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowKind;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.stereotype.Component;

/** Sets the exit workflow of the program instance and the enrollment that it runs for. */
@Component("chooseExitWorkflow")
class ChooseExitWorkflow implements ExecutionListener {

    private final EnrollmentLifecycle lifecycle;
    private final WorkflowService workflows;

    ChooseExitWorkflow(EnrollmentLifecycle lifecycle, WorkflowService workflows) {
        this.lifecycle = lifecycle;
        this.workflows = workflows;
    }

    @Override
    public void notify(DelegateExecution execution) {
        String id = EnrollmentProcess.enrollmentId(execution);
        ProgramInstance instance = lifecycle.instanceOf(id);
        Optional<WorkflowChoice> choice = instance.exitWorkflow();
        execution.setVariable(EnrollmentProcess.OWN_EXIT, Variables.booleanValue(choice.isPresent(), true));
        if (choice.isPresent()) {
            WorkflowCall.prepare(execution, choice.get(), WorkflowKind.EXIT, workflows);
            return;
        }
        String process = instance.exitProcess();
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
