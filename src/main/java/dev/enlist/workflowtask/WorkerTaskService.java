package dev.enlist.workflowtask;

import dev.enlist.shared.AuditContext;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import dev.enlist.workflow.request.RequestStepCompletion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets workers lock, complete and fail the requests to other systems. A completion continues the process in the same
 * transaction.
 */
@Service
public class WorkerTaskService {

    private static final Logger log = LoggerFactory.getLogger(WorkerTaskService.class);

    private final WorkflowTaskRepository tasks;
    private final WorkflowTaskQueue queue;
    private final ObjectProvider<RequestStepCompletion> processes;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    /** @param processes looked up late, because the processes use this module */
    WorkerTaskService(
            WorkflowTaskRepository tasks,
            WorkflowTaskQueue queue,
            ObjectProvider<RequestStepCompletion> processes,
            ApplicationEventPublisher events,
            Clock clock) {
        this.tasks = tasks;
        this.queue = queue;
        this.processes = processes;
        this.events = events;
        this.clock = clock;
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
    public WorkflowTask complete(TaskCompletion completion) {
        WorkflowTask task = lockedWithEnrollments(List.of(completion)).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("workflow task"));
        if (complete(task, completion)) {
            goOn(List.of(task));
        }
        return task;
    }

    /**
     * Completes several tasks, and their processes go on in one command of the engine. Leaves out a task that cannot be
     * completed, and all but the first of an application: {@link #complete(TaskCompletion)} says why, or completes it.
     *
     * @param completions of different tasks
     * @return the completed tasks by id
     */
    @Transactional
    public Map<String, WorkflowTask> completeAll(Collection<TaskCompletion> completions) {
        Map<String, TaskCompletion> given =
                completions.stream().collect(Collectors.toMap(TaskCompletion::taskId, Function.identity()));
        Map<String, WorkflowTask> completed = new TreeMap<>();
        Map<String, WorkflowTask> goingOn = new TreeMap<>();
        for (WorkflowTask task : lockedWithEnrollments(completions)) {
            try {
                if (goingOn.containsKey(task.enrollmentId())) {
                    continue;
                }
                AuditContext.attributeAlso(task.getId(), task.enrollmentId());
                if (complete(task, Objects.requireNonNull(given.get(task.getId())))) {
                    goingOn.put(task.enrollmentId(), task);
                    completed.put(task.getId(), task);
                }
            } catch (Problem refusal) {
                log.debug("The task {} is completed alone, which answers with the refusal", task.getId(), refusal);
            }
        }
        if (!goingOn.isEmpty()) {
            goOn(goingOn.values());
            tasks.flush();
        }
        return completed;
    }

    /** @return whether it changed */
    private boolean complete(WorkflowTask task, TaskCompletion completion) {
        completion.access().require(task);
        return task.complete(completion.workerId(), completion.results(), clock.instant());
    }

    private void goOn(Collection<WorkflowTask> completed) {
        tasks.flush();
        processes
                .getObject()
                .complete(completed.stream()
                        .map(task -> new RequestStepCompletion.Completed(
                                task.stepId(), task.enrollmentId(), Objects.requireNonNull(task.results())))
                        .toList());
    }

    /** Three statements, whatever the number of tasks. */
    private List<WorkflowTask> lockedWithEnrollments(Collection<TaskCompletion> completions) {
        List<String> ids = completions.stream().map(TaskCompletion::taskId).toList();
        List<String> enrollments = tasks.enrollmentsOf(ids);
        if (enrollments.isEmpty()) {
            return List.of();
        }
        processes.getObject().lock(enrollments);
        return tasks.lockAll(ids);
    }

    /**
     * Records that a worker could not do the task.
     *
     * @param message for people who look into it
     * @param retries how often it is tried again; null for the retries that are left, 0 for an incident
     * @param pause   until the next attempt; null for one that doubles with each failure
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
            processes
                    .getObject()
                    .fail(
                            task.stepId(),
                            task.enrollmentId(),
                            "The request '" + task.topic() + "' failed; workflow task " + id + " says why.");
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
     * @param retries how often it is tried again if it fails once more; null for the number of the step
     * @throws Conflict {@code task-not-failed}
     */
    @Transactional
    public WorkflowTask retry(String id, @Nullable Integer retries, WorkflowTaskAccess access) {
        WorkflowTask task = locked(id, access);
        Instant now = clock.instant();
        task.retry(retries, now);
        tasks.saveAndFlush(task);
        processes.getObject().resolve(task.stepId(), task.enrollmentId());
        events.publishEvent(new WorkflowTaskDue(id));
        return task;
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
