package dev.enlist.workflowtask;

import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Requests to other systems. The process creates one when it reaches a step, in the same transaction; a worker that
 * completes it continues the process in the transaction of the completion.
 */
@Service
public class WorkflowTaskService {

    private final WorkflowTaskRepository tasks;
    private final WorkflowTaskQueue queue;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    WorkflowTaskService(
            WorkflowTaskRepository tasks, WorkflowTaskQueue queue, ApplicationEventPublisher events, Clock clock) {
        this.tasks = tasks;
        this.queue = queue;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Asks another system. The event {@code workflow.task_created} is written in the same transaction.
     *
     * @return the id of the task
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String create(NewWorkflowTask step) {
        Instant now = clock.instant();
        WorkflowTask task = tasks.save(new WorkflowTask(step, now));
        events.publishEvent(new WorkflowTaskCreated(
                task.getId(),
                WorkspaceScope.current().workspaceId(),
                step.enrollmentId(),
                step.programInstanceId(),
                step.topic(),
                step.workflowSlug(),
                step.workflowVersion(),
                step.stepId(),
                now));
        return task.getId();
    }

    /** Locks due tasks for a worker, the longest waiting first. Two statements, whatever their number. */
    @Transactional
    public List<WorkflowTask> fetchAndLock(FetchTasks fetch, WorkflowTaskAccess access) {
        List<String> locked = queue.lock(fetch, access.limit(), clock.instant());
        return locked.isEmpty()
                ? List.of()
                : tasks.findByIdIn(locked).stream()
                        .sorted(Comparator.comparing(WorkflowTask::createdAt).thenComparing(WorkflowTask::getId))
                        .toList();
    }

    /**
     * Completes a task, and the process goes on. Has no effect where the same worker has completed it before.
     *
     * @throws Conflict     {@code lock-lost} or {@code task-closed}
     * @throws InvalidInput naming each result that the step does not declare or that has another type
     */
    @Transactional
    public WorkflowTask complete(
            String id, String workerId, Map<String, ? extends @Nullable Object> results, WorkflowTaskAccess access) {
        WorkflowTask task = locked(id, access);
        Instant now = clock.instant();
        if (task.complete(workerId, results, now)) {
            tasks.saveAndFlush(task);
            events.publishEvent(new WorkflowTaskProcessEvent.Completed(
                    id,
                    task.enrollmentId(),
                    task.executionId(),
                    java.util.Objects.requireNonNull(task.results()),
                    now));
        }
        return task;
    }

    /**
     * Records that a worker could not do the task.
     *
     * @param message for people who look into it
     * @param retries failures that are still allowed; null for one less than before
     * @param pause   until the next attempt; null for one that grows with each failure
     * @throws Conflict {@code lock-lost} or {@code task-closed}
     */
    @Transactional
    public WorkflowTask fail(
            String id,
            String workerId,
            String message,
            @Nullable Integer retries,
            @Nullable Duration pause,
            WorkflowTaskAccess access) {
        WorkflowTask task = locked(id, access);
        Instant now = clock.instant();
        task.fail(workerId, message, retries, pause, now);
        tasks.saveAndFlush(task);
        if (task.state() == WorkflowTask.State.FAILED) {
            events.publishEvent(new WorkflowTaskProcessEvent.Failed(
                    id, task.enrollmentId(), task.executionId(), task.stepName(), now));
        }
        return task;
    }

    /** @throws Conflict {@code lock-lost} or {@code task-closed} */
    @Transactional
    public WorkflowTask extendLock(String id, String workerId, Duration lock, WorkflowTaskAccess access) {
        WorkflowTask task = locked(id, access);
        task.extendLock(workerId, lock, clock.instant());
        return tasks.saveAndFlush(task);
    }

    /**
     * Has a failed task tried again at once.
     *
     * @param retries failures that are allowed; null for the number of the step
     * @throws Conflict {@code task-not-failed}
     */
    @Transactional
    public WorkflowTask retry(String id, @Nullable Integer retries, WorkflowTaskAccess access) {
        WorkflowTask task = locked(id, access);
        Instant now = clock.instant();
        task.retry(retries, now);
        tasks.saveAndFlush(task);
        events.publishEvent(new WorkflowTaskProcessEvent.Retried(id, task.enrollmentId(), task.executionId(), now));
        return task;
    }

    /** Closes the task of a step that the process has left without it: a time-out, or another event. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void closeOfExecution(String executionId) {
        tasks.unfinishedOfExecution(executionId).forEach(task -> task.close(clock.instant()));
    }

    /** Closes all tasks of an enrollment whose process has ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void closeOfEnrollment(String enrollmentId) {
        tasks.unfinishedOfEnrollment(enrollmentId).forEach(task -> task.close(clock.instant()));
    }

    @Transactional(readOnly = true)
    public WorkflowTask task(String id, WorkflowTaskAccess access) {
        WorkflowTask task = tasks.findById(id).orElseThrow(() -> new NotFound("workflow task"));
        access.require(task);
        return task;
    }

    /** In order of creation. */
    @Transactional(readOnly = true)
    public <T> Page<T> list(
            ListQuery query, WorkflowTaskFilter filter, WorkflowTaskAccess access, Function<WorkflowTask, T> shape) {
        return query.fetch(tasks, filter.within(access), WorkflowTask::getId, shape);
    }

    /** The tasks of several enrollments, oldest first, by enrollment. One query. */
    @Transactional(readOnly = true)
    public Map<String, List<WorkflowTask>> ofEnrollments(Collection<String> enrollmentIds) {
        return tasks.findByEnrollmentIdInOrderById(enrollmentIds).stream()
                .collect(Collectors.groupingBy(WorkflowTask::enrollmentId));
    }

    private WorkflowTask locked(String id, WorkflowTaskAccess access) {
        WorkflowTask task = tasks.lock(id).orElseThrow(() -> new NotFound("workflow task"));
        access.require(task);
        return task;
    }
}
