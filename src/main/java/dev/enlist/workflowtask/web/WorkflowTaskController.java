package dev.enlist.workflowtask.web;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.CallerStanding;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.workflowtask.FetchTasks;
import dev.enlist.workflowtask.LongPollService;
import dev.enlist.workflowtask.TaskCompletion;
import dev.enlist.workflowtask.WorkerTaskService;
import dev.enlist.workflowtask.WorkflowTask;
import dev.enlist.workflowtask.WorkflowTaskAccess;
import dev.enlist.workflowtask.WorkflowTaskFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

@RestController
@RequestMapping("/workflowTasks")
@Tag(name = "Workflow tasks")
class WorkflowTaskController {

    private final WorkerTaskService tasks;
    private final TaskCompletionBatcher completions;
    private final LongPollService polls;
    private final AccessGate gate;
    private final CallerStanding standing;
    private final Clock clock;

    WorkflowTaskController(
            WorkerTaskService tasks,
            TaskCompletionBatcher completions,
            LongPollService polls,
            AccessGate gate,
            CallerStanding standing,
            Clock clock) {
        this.tasks = tasks;
        this.completions = completions;
        this.polls = polls;
        this.gate = gate;
        this.standing = standing;
        this.clock = clock;
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @PostMapping("/fetchAndLock")
    @Operation(
            summary = "Fetch tasks and lock them",
            description =
                    "Gives each task to one worker for the time of its lock, the longest waiting first. Where no task is"
                            + " due, waits for one until asyncResponseTimeout. A task whose lock ends without a result is"
                            + " given out again. A key that is bound to topics gets tasks of these: 403"
                            + " topic-not-allowed for others. 409 too-many-waiting where too many requests wait already.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = WorkflowTaskResource.Locked.class))))
    Object fetchAndLock(
            @RequestBody WorkflowTaskRequest.Fetch request,
            @Parameter(hidden = true) @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        FetchTasks fetch = request.fetch();
        // the filter keeps a transaction open for a request with a key, so such a request must not wait
        Duration timeout = key == null ? request.timeout() : Duration.ZERO;
        CompletableFuture<List<WorkflowTask>> locked =
                polls.fetchAndLock(fetch, access(), timeout, standing.ofPresentCaller(Scope.WORKFLOW_TASKS_WORK));
        if (locked.isDone()) {
            return locked(fetch, locked.join());
        }
        DeferredResult<WorkflowTaskResource.Locked> later = new DeferredResult<>(0L);
        later.onCompletion(() -> locked.cancel(false));
        locked.thenAccept(found -> later.setResult(locked(fetch, found)));
        return later;
    }

    private WorkflowTaskResource.Locked locked(FetchTasks fetch, List<WorkflowTask> found) {
        Instant now = clock.instant();
        return new WorkflowTaskResource.Locked(found.stream()
                .map(task -> WorkflowTaskResource.of(task, now, fetch.variablesOf(task.topic())))
                .toList());
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/complete")
    @Operation(
            summary = "Complete a task",
            description =
                    "The process goes on in the same transaction. Only the holder of the lock may: 409 lock-lost for any"
                            + " other worker and after the end of the lock, 409 task-closed where the process has left"
                            + " the step. Completing again changes nothing and answers the same.")
    ResponseEntity<WorkflowTaskResource> complete(
            @PathVariable String id, @RequestBody WorkflowTaskRequest.Completion request) {
        return completions.complete(
                new TaskCompletion(id, request.workerId(), request.results(), access()), gate.actor(), this::ok);
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/fail")
    @Operation(
            summary = "Report that a task could not be done",
            description = "Releases the lock. The task is due again after a pause; without retries it becomes an"
                    + " incident, which a person can have tried again. 409 lock-lost and task-closed as for complete.")
    ResponseEntity<WorkflowTaskResource> fail(
            @PathVariable String id, @RequestBody WorkflowTaskRequest.Failure request) {
        return ok(tasks.fail(
                id, request.workerId(), request.errorMessage(), request.retries(), request.pause(), access()));
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/extendLock")
    @Operation(
            summary = "Keep a task locked for longer",
            description = "The lock ends lockDuration from now. 409 lock-lost and task-closed as for complete.")
    ResponseEntity<WorkflowTaskResource> extendLock(
            @PathVariable String id, @RequestBody WorkflowTaskRequest.Lock request) {
        return ok(tasks.extendLock(id, request.workerId(), Duration.ofMillis(request.lockDuration()), access()));
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @PostMapping("/{id}/retry")
    @Operation(
            summary = "Have a failed task tried again",
            description = "Ends its incident; workers get it at once. 409 task-not-failed for any other task.")
    ResponseEntity<WorkflowTaskResource> retry(
            @PathVariable String id, @RequestBody(required = false) WorkflowTaskRequest.@Nullable Retry request) {
        return ok(tasks.retry(id, WorkflowTaskRequest.Retry.retries(request), access()));
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "List the workflow tasks of the workspace",
            description = "In order of creation, finished ones too. Keys that are bound to topics get tasks of these.")
    Page<WorkflowTaskResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(example = "verify-account") @RequestParam(required = false) @Nullable String topic,
            @Parameter(schema = @Schema(allowableValues = {"open", "failed", "completed", "closed"}))
                    @RequestParam(required = false)
                    @Nullable
                    String state,
            @RequestParam(required = false) @Nullable String enrollmentId) {
        List<Fault> faults = new ArrayList<>();
        WorkflowTask.State wanted = null;
        if (state != null) {
            wanted = Arrays.stream(WorkflowTask.State.values())
                    .filter(each -> each.wire().equals(state))
                    .findFirst()
                    .orElse(null);
            if (wanted == null) {
                faults.add(new Fault("/state", "must be open, failed, completed or closed"));
            }
        }
        if (enrollmentId != null && !Cuid.isCuid(enrollmentId)) {
            faults.add(new Fault("/enrollmentId", "must be an id"));
        }
        Instant now = clock.instant();
        return tasks.list(
                ListParameters.read(parameters, Map.of(), faults),
                new WorkflowTaskFilter(topic, wanted, enrollmentId),
                access(),
                task -> WorkflowTaskResource.of(task, now));
    }

    @Requires(value = Scope.WORKFLOW_TASKS_WORK, limited = Requires.Limited.FILTERED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a workflow task")
    ResponseEntity<WorkflowTaskResource> read(@PathVariable String id) {
        return ok(tasks.task(id, access()));
    }

    private WorkflowTaskAccess access() {
        return new WorkflowTaskAccess(gate.topics(), gate.limit());
    }

    private ResponseEntity<WorkflowTaskResource> ok(WorkflowTask task) {
        return TaggedResponse.ok(WorkflowTaskResource.of(task, clock.instant()), task.version());
    }
}
