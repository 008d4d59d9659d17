package dev.enlist.workflowtask.web;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.shared.web.RequestBatcher;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflowtask.TaskCompletion;
import dev.enlist.workflowtask.WorkerTaskService;
import dev.enlist.workflowtask.WorkflowTask;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Commits concurrent completions of one caller as one batch, in one command of the engine; see {@link RequestBatcher} and
 * docs/decisions/0128. Each completion keeps its own request in the audit trail.
 */
@Component
class TaskCompletionBatcher {

    /** Completions of one batch have the same. */
    private record Key(WorkspaceRef workspace, Actor by) {}

    private record Request(TaskCompletion completion, AuditContext origin) {

        private String taskId() {
            return completion.taskId();
        }
    }

    private final WorkerTaskService tasks;
    private final RequestBatcher<Key, Request, WorkflowTask> batcher;

    TaskCompletionBatcher(
            WorkerTaskService tasks,
            BatchTransactionRunner batches,
            IdempotentResponseStore answers,
            GroupCommitProperties properties) {
        this.tasks = tasks;
        this.batcher = new RequestBatcher<>(batches, answers, properties, Comparator.comparing(Request::taskId));
    }

    /**
     * Completes a task; see {@link WorkerTaskService#complete}. A request with an {@code Idempotency-Key} has a transaction
     * already and is completed within it.
     *
     * @param shape makes the answer
     */
    <A> ResponseEntity<A> complete(
            TaskCompletion completion, Actor by, Function<WorkflowTask, ResponseEntity<A>> shape) {
        return batcher.run(
                new Key(WorkspaceScope.current(), by),
                new Request(completion, AuditContext.current().by(by)),
                this::store,
                () -> tasks.complete(completion),
                shape);
    }

    /** The first completion of a task takes part; a second one runs alone afterwards. */
    private List<Optional<WorkflowTask>> store(List<Request> requests) {
        Map<String, Request> first = new LinkedHashMap<>();
        requests.forEach(request -> first.putIfAbsent(request.taskId(), request));
        first.forEach((id, request) -> AuditContext.attribute(id, request.origin()));
        Map<String, WorkflowTask> completed = tasks.completeAll(
                first.values().stream().map(Request::completion).toList());
        return requests.stream()
                .map(request -> Optional.of(request.taskId())
                        .filter(id -> first.get(id) == request)
                        .map(completed::get))
                .toList();
    }
}
