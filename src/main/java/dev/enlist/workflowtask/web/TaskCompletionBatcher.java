package dev.enlist.workflowtask.web;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommit;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflowtask.TaskCompletion;
import dev.enlist.workflowtask.WorkerTaskService;
import dev.enlist.workflowtask.WorkflowTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Commits concurrent completions of one caller as one batch: they share a transaction, its statements and a command of the
 * engine, and each keeps its own request in the audit trail. A completion that the batch leaves out, and every completion of a
 * batch that fails, runs again alone and gets the ordinary answer or refusal.
 */
@Component
class TaskCompletionBatcher {

    /** Transactions that run at the same time on each node, as for requests to enroll; see decision 39. */
    private static final int GROUPS = 2;

    /** Completions in one transaction at most. */
    private static final int LARGEST = 64;

    /** Completions of one batch have the same. */
    private record Key(WorkspaceRef workspace, Actor by) {}

    /** A completion, and its answer, which counts once the batch is committed. */
    private static final class Request {

        private final TaskCompletion completion;
        private final AuditContext origin;
        private final Function<WorkflowTask, ResponseEntity<WorkflowTaskResource>> shape;
        private @Nullable ResponseEntity<WorkflowTaskResource> answer;
        private boolean stored;

        private Request(
                TaskCompletion completion,
                AuditContext origin,
                Function<WorkflowTask, ResponseEntity<WorkflowTaskResource>> shape) {
            this.completion = completion;
            this.origin = origin;
            this.shape = shape;
        }
    }

    private final WorkerTaskService tasks;
    private final BatchTransactionRunner batches;
    private final GroupCommit<Key, Request> groups = new GroupCommit<>(GROUPS, LARGEST);

    TaskCompletionBatcher(WorkerTaskService tasks, BatchTransactionRunner batches) {
        this.tasks = tasks;
        this.batches = batches;
    }

    /**
     * Completes a task; see {@link WorkerTaskService#complete}. A request with an {@code Idempotency-Key} has a transaction
     * already and is completed within it.
     *
     * @param shape makes the answer, while the transaction runs
     */
    ResponseEntity<WorkflowTaskResource> complete(
            TaskCompletion completion, Actor by, Function<WorkflowTask, ResponseEntity<WorkflowTaskResource>> shape) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return shape.apply(tasks.complete(completion));
        }
        Request request = new Request(completion, AuditContext.current().by(by), shape);
        groups.join(new Key(WorkspaceScope.current(), by), request, this::complete);
        return request.stored ? Objects.requireNonNull(request.answer) : shape.apply(tasks.complete(completion));
    }

    private void complete(List<Request> batch, Runnable handOver) {
        Map<String, Request> requests = new LinkedHashMap<>();
        batch.forEach(request -> requests.putIfAbsent(request.completion.taskId(), request));
        batches.commit(handOver, () -> store(requests))
                .orElse(Map.of())
                .keySet()
                .forEach(id -> Objects.requireNonNull(requests.get(id)).stored = true);
    }

    private Map<String, WorkflowTask> store(Map<String, Request> requests) {
        requests.forEach((id, request) -> AuditContext.attribute(id, request.origin));
        Map<String, WorkflowTask> completed = tasks.completeAll(
                requests.values().stream().map(request -> request.completion).toList());
        completed.forEach((id, task) -> {
            Request request = Objects.requireNonNull(requests.get(id));
            request.answer = request.shape.apply(task);
        });
        return completed;
    }
}
