package dev.enlist.workflowtask;

import dev.enlist.shared.AuditContext;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.request.RequestStep;
import dev.enlist.workflow.request.RequestStepHandler;
import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes a task of each request step that a process reaches, and closes it when the process leaves the step without a
 * result. The task and its event are written in the transaction of the process.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RequestStepQueue implements RequestStepHandler {

    private final WorkflowTaskRepository tasks;
    private final WorkerTaskService service;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RequestStepQueue(
            WorkflowTaskRepository tasks, WorkerTaskService service, ApplicationEventPublisher events, Clock clock) {
        this.tasks = tasks;
        this.service = service;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void started(RequestStep step) {
        Instant now = clock.instant();
        WorkflowTask task = tasks.save(new WorkflowTask(step, now));
        // several requests may share the transaction: this task follows from the one about its application
        AuditContext.attributeAlso(step.enrollmentId(), task.getId());
        events.publishEvent(new WorkflowTaskCreated(
                task.getId(),
                WorkspaceScope.current().workspaceId(),
                step.enrollmentId(),
                step.programInstanceId(),
                step.topic(),
                step.workflow(),
                step.version(),
                step.elementId(),
                now));
        events.publishEvent(new WorkflowTaskDue(task.getId()));
    }

    @Override
    public void retry(String stepId) {
        tasks.unfinishedOfStep(stepId)
                .filter(task -> task.state() == WorkflowTask.State.FAILED)
                .ifPresent(task -> service.retry(task.getId(), null, WorkflowTaskAccess.ALL));
    }

    @Override
    public void ended(String stepId) {
        tasks.unfinishedOfStep(stepId).ifPresent(task -> task.close(clock.instant()));
    }
}
