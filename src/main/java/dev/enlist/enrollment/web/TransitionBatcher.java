package dev.enlist.enrollment.web;

import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommit;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Commits concurrent steps of one caller as one batch: they share a transaction, its statements and a command of the engine,
 * and each keeps its own request in the audit trail. A step that the batch refuses, and every step of a batch that fails,
 * runs again alone and gets the ordinary answer or refusal. See docs/decisions/0153.
 */
@Component
class TransitionBatcher {

    /** Steps of one batch have the same. */
    private record Key(WorkspaceRef workspace, Action action, Actor by) {}

    /** A step, and its answer, which counts once the batch is committed. */
    private static final class Request {

        private final Transition transition;
        private final AuditContext origin;
        private final Function<Enrollment, ResponseEntity<EnrollmentResource>> shape;
        private @Nullable ResponseEntity<EnrollmentResource> answer;
        private boolean stored;

        private Request(
                Transition transition,
                AuditContext origin,
                Function<Enrollment, ResponseEntity<EnrollmentResource>> shape) {
            this.transition = transition;
            this.origin = origin;
            this.shape = shape;
        }
    }

    private final BulkTransitionService transitions;
    private final BatchTransactionRunner batches;
    private final GroupCommit<Key, Request> groups;

    TransitionBatcher(
            BulkTransitionService transitions, BatchTransactionRunner batches, GroupCommitProperties properties) {
        this.transitions = transitions;
        this.batches = batches;
        this.groups = new GroupCommit<>(properties.groups(), properties.largest());
    }

    /**
     * Takes a step. A request with an {@code Idempotency-Key} has a transaction already and takes it alone, within it.
     *
     * @param alone takes the same step in a transaction of its own
     * @param shape makes the answer, while the transaction of a batch runs or after that of a single step
     */
    ResponseEntity<EnrollmentResource> take(
            Transition transition,
            Supplier<Enrollment> alone,
            Function<Enrollment, ResponseEntity<EnrollmentResource>> shape) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return shape.apply(alone.get());
        }
        Request request = new Request(transition, AuditContext.current().by(transition.by()), shape);
        Action action = transition.order().action();
        groups.join(
                new Key(WorkspaceScope.current(), action, transition.by()),
                request,
                (batch, handOver) -> take(action, batch, handOver));
        return request.stored ? Objects.requireNonNull(request.answer) : shape.apply(alone.get());
    }

    /** The first step of an enrollment takes part; a second one runs alone afterwards. */
    private void take(Action action, List<Request> batch, Runnable handOver) {
        Map<String, Request> requests = new LinkedHashMap<>();
        batch.forEach(request -> requests.putIfAbsent(request.transition.enrollmentId(), request));
        batches.commit(handOver, () -> store(action, requests))
                .orElse(List.of())
                .forEach(request -> request.stored = true);
    }

    private List<Request> store(Action action, Map<String, Request> requests) {
        requests.forEach((id, request) -> AuditContext.attribute(id, request.origin));
        List<Enrollment> moved = transitions.takeEach(
                action,
                requests.values().stream().map(request -> request.transition).toList());
        return moved.stream()
                .map(enrollment -> {
                    Request request = Objects.requireNonNull(requests.get(enrollment.getId()));
                    request.answer = request.shape.apply(enrollment);
                    return request;
                })
                .toList();
    }
}
