package dev.enlist.process.delegate;

import dev.enlist.process.EnrollmentProcess;
import dev.enlist.program.WorkflowChoice;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.ShippedWorkflow;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowCompiler;
import dev.enlist.workflow.model.WorkflowKind;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Names the workflow that a call activity calls, in variables that are not stored. */
final class WorkflowCall {

    private WorkflowCall() {}

    /** @throws Conflict {@code workflow-missing} where no version of the workflow is published */
    static void prepare(
            DelegateExecution execution, WorkflowChoice choice, WorkflowKind kind, WorkflowService workflows) {
        int version = choice.version() != null
                ? choice.version()
                : workflows
                        .newest(choice.slug(), kind)
                        .map(WorkflowRef::version)
                        .orElseThrow(() -> new Conflict(
                                "workflow-missing",
                                "The program instance names the workflow " + choice.slug()
                                        + ", which has no published version."));
        put(execution, EnrollmentProcess.WORKFLOW_PROCESS, WorkflowCompiler.key(choice.slug()));
        put(execution, EnrollmentProcess.WORKFLOW_VERSION, String.valueOf(version));
        put(
                execution,
                EnrollmentProcess.WORKFLOW_TENANT,
                ShippedWorkflow.isShipped(choice.slug())
                        ? null
                        : WorkspaceScope.current().workspaceId());
        put(execution, EnrollmentProcess.ENROLLMENT_ID, EnrollmentProcess.enrollmentId(execution));
    }

    /** The workflow that {@link #prepare} has named. */
    static WorkflowRef prepared(DelegateExecution execution) {
        return new WorkflowRef(
                ((String) execution.getVariable(EnrollmentProcess.WORKFLOW_PROCESS))
                        .substring(WorkflowCompiler.KEY_PREFIX.length()),
                Integer.parseInt((String) execution.getVariable(EnrollmentProcess.WORKFLOW_VERSION)));
    }

    private static void put(DelegateExecution execution, String name, @Nullable String value) {
        execution.setVariable(name, Variables.stringValue(value, true));
    }
}
