package dev.enlist.process;

import dev.enlist.program.InstanceEvent;
import dev.enlist.program.ProgramEvent;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Instant;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps one waiting process for each program instance that has an end, at the moment of that end. */
@Component
class ProgramEndBridge {

    private final RuntimeService runtime;
    private final ProgramInstanceService instances;

    ProgramEndBridge(RuntimeService runtime, ProgramInstanceService instances) {
        this.runtime = runtime;
        this.instances = instances;
    }

    @EventListener
    void follow(InstanceEvent event) {
        await(event.subject(), event.endsAt());
    }

    /** The end of a program is an end of its instances; those of this workspace follow at once. */
    @EventListener
    void follow(ProgramEvent event) {
        if (event.type().equals("program.updated")) {
            for (ProgramInstance instance : instances.ofProgram(event.subject())) {
                await(instance.getId(), instance.endsAt());
            }
        }
    }

    private void await(String programInstanceId, Optional<Instant> endsAt) {
        VariableMap variables = Variables.createVariables()
                .putValueTyped(
                        ProgramInstanceEndProcess.ENDS_AT,
                        Variables.stringValue(endsAt.map(Instant::toString).orElse(null), true));
        ProcessInstance waiting = runtime.createProcessInstanceQuery()
                .processDefinitionKey(ProgramInstanceEndProcess.KEY)
                .processInstanceBusinessKey(programInstanceId)
                .singleResult();
        if (waiting == null) {
            if (endsAt.isPresent()) {
                runtime.createProcessInstanceByKey(ProgramInstanceEndProcess.KEY)
                        .processDefinitionWithoutTenantId()
                        .businessKey(programInstanceId)
                        .setVariables(variables)
                        .execute();
            }
            return;
        }
        boolean awaitsEnd = runtime.createEventSubscriptionQuery()
                        .processInstanceId(waiting.getId())
                        .eventName(ProgramInstanceEndProcess.END_MOVED)
                        .count()
                > 0;
        if (awaitsEnd) {
            runtime.createMessageCorrelation(ProgramInstanceEndProcess.END_MOVED)
                    .processInstanceId(waiting.getId())
                    .setVariables(variables)
                    .correlate();
        }
    }
}
