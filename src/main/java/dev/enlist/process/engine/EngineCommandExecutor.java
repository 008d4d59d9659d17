package dev.enlist.process.engine;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.BpmnExecutionContext;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.core.variable.CoreVariableInstance;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessInstanceWithVariablesImpl;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.springframework.stereotype.Component;

/**
 * Runs several calls of the engine as one command, and starts processes within it.
 *
 * <p>Engine internals: the public services flush after each call. One command flushes once, in JDBC batches, so the
 * enrollments of a batch share most of their statements (decision 5).
 */
@Component
public class EngineCommandExecutor {

    private final RuntimeService runtime;
    private final ProcessEngineConfigurationImpl engine;

    EngineCommandExecutor(RuntimeService runtime, ProcessEngineConfigurationImpl engine) {
        this.runtime = runtime;
        this.engine = engine;
    }

    /** Runs the work in one command, within the transaction of the caller. Its exceptions are passed on. */
    public <T> T execute(Supplier<T> work) {
        return engine.getCommandExecutorTxRequired().execute(context -> work.get());
    }

    /**
     * Starts the latest version of a process of all workspaces, up to where it waits.
     *
     * @param variables transient ones are removed once the process waits, when nothing reads them any more
     */
    public void start(String definitionKey, String businessKey, VariableMap variables) {
        ProcessInstance process = runtime.createProcessInstanceByKey(definitionKey)
                .processDefinitionWithoutTenantId()
                .businessKey(businessKey)
                .setVariables(variables)
                .execute();
        removeTransientVariables(((ProcessInstanceWithVariablesImpl) process).getExecutionEntity());
    }

    /** The engine would mark the process as having variables, and each later step would cost a query for them. */
    private static void removeTransientVariables(ExecutionEntity process) {
        if (!process.isEnded()) {
            for (CoreVariableInstance variable : List.copyOf(process.getVariableInstancesLocal())) {
                if (((VariableInstanceEntity) variable).isTransient()) {
                    process.removeVariableLocal(variable.getName());
                }
            }
        }
    }

    /** Whether this thread runs a step of the process with this business key, such as a delegate. */
    public static boolean isStepOf(String businessKey) {
        BpmnExecutionContext context = Context.getBpmnExecutionContext();
        return context != null && Objects.equals(context.getExecution().getProcessBusinessKey(), businessKey);
    }
}
