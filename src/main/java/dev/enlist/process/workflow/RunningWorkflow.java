package dev.enlist.process.workflow;

import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.model.WorkflowCompiler;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.repository.ProcessDefinition;

/** The workflow version that a compiled process runs, and the element of it at which an execution is. */
final class RunningWorkflow {

    private RunningWorkflow() {}

    /** From the cache of the engine. */
    static WorkflowRef of(DelegateExecution execution) {
        ProcessDefinition definition = execution
                .getProcessEngineServices()
                .getRepositoryService()
                .getProcessDefinition(execution.getProcessDefinitionId());
        return new WorkflowRef(
                definition.getKey().substring(WorkflowCompiler.KEY_PREFIX.length()),
                Integer.parseInt(definition.getVersionTag()));
    }

    static String element(DelegateExecution execution) {
        return WorkflowCompiler.sourceElement(execution.getCurrentActivityId());
    }
}
