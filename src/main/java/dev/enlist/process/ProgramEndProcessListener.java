package dev.enlist.process;

import dev.enlist.program.InstanceEvent;
import dev.enlist.program.ProgramEvent;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramInstanceService.InstanceEnd;
import dev.enlist.tenancy.WorkspaceVisits;
import java.time.Instant;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.event.EventListener;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Keeps one waiting process for each program instance that has an end, with a timer for that end. */
@Component
class ProgramEndProcessListener {

    private final RuntimeService runtime;
    private final ProgramInstanceService instances;
    private final WorkspaceVisits workspaces;
    private final ProcessLock lock;

    ProgramEndProcessListener(
            RuntimeService runtime, ProgramInstanceService instances, WorkspaceVisits workspaces, ProcessLock lock) {
        this.lock = lock;
        this.runtime = runtime;
        this.instances = instances;
        this.workspaces = workspaces;
    }

    @EventListener
    void follow(InstanceEvent event) {
        if (event.endMoved()) {
            await(event.subject(), event.endsAt());
        }
    }

    /** The end of a program is the end of its instances in every workspace. */
    @EventListener
    void follow(ProgramEvent event) {
        if (event.endMoved()) {
            for (InstanceEnd instance : instances.endsOfProgram(event.subject())) {
                workspaces.visit(instance.workspace(), () -> await(instance.programInstanceId(), instance.endsAt()));
            }
        }
    }

    private void await(String programInstanceId, Optional<Instant> endsAt) {
        lock.hold(programInstanceId);
        try {
            moveEnd(programInstanceId, endsAt);
        } catch (OptimisticLockingException e) {
            throw new OptimisticLockingFailureException(
                    "The end of the program instance is already being processed.", e);
        }
    }

    private void moveEnd(String programInstanceId, Optional<Instant> endsAt) {
        ProcessInstance waiting = runtime.createProcessInstanceQuery()
                .processDefinitionKey(ProgramInstanceEndProcess.KEY)
                .processInstanceBusinessKey(programInstanceId)
                .singleResult();
        if (waiting != null && awaitsEnd(waiting)) {
            runtime.createMessageCorrelation(ProgramInstanceEndProcess.END_MOVED)
                    .processInstanceId(waiting.getId())
                    .setVariables(endingAt(endsAt))
                    .correlate();
            return;
        }
        if (waiting != null) {
            // the end was reached and enrollments are being exited: the new end decides about the rest
            runtime.deleteProcessInstance(waiting.getId(), "the end was moved");
        }
        if (endsAt.isPresent()) {
            runtime.createProcessInstanceByKey(ProgramInstanceEndProcess.KEY)
                    .processDefinitionWithoutTenantId()
                    .businessKey(programInstanceId)
                    .setVariables(endingAt(endsAt))
                    .execute();
        }
    }

    private boolean awaitsEnd(ProcessInstance process) {
        return runtime.createEventSubscriptionQuery()
                        .processInstanceId(process.getId())
                        .eventName(ProgramInstanceEndProcess.END_MOVED)
                        .count()
                > 0;
    }

    private static VariableMap endingAt(Optional<Instant> endsAt) {
        return Variables.createVariables()
                .putValueTyped(
                        ProgramInstanceEndProcess.ENDS_AT,
                        Variables.stringValue(endsAt.map(Instant::toString).orElse(null), true));
    }
}
