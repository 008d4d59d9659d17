package dev.enlist.enrollment.web;

import dev.enlist.customer.CustomerService;
import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommit;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Commits concurrent requests to enroll as one batch: they share a transaction and its statements, and each keeps its own
 * actor in the audit trail and its own answer under its {@code Idempotency-Key}. A request that the batch does not admit, and
 * every request of a batch that fails, is sent again alone and gets the ordinary answer or refusal.
 */
@Component
class EnrollmentBatcher {

    /** Requests of one batch have the same. */
    private record Key(WorkspaceRef workspace, String programInstanceId, boolean evaluate) {}

    /** A request, and its answer, which counts once the batch is committed. */
    private static final class Request<T> {

        private final AdmitCommand command;
        private final IdempotentResponseStore.@Nullable Ticket ticket;
        private final Function<Enrollment, ResponseEntity<T>> shape;
        private @Nullable ResponseEntity<T> answer;
        private boolean stored;

        private Request(
                AdmitCommand command,
                IdempotentResponseStore.@Nullable Ticket ticket,
                Function<Enrollment, ResponseEntity<T>> shape) {
            this.command = command;
            this.ticket = ticket;
            this.shape = shape;
        }

        private ResponseEntity<T> answer(Enrollment enrollment) {
            answer = shape.apply(enrollment);
            return answer;
        }

        /** Batches that name the same people lock them in the same order, which avoids deadlocks. */
        private String lockOrder() {
            String email = command.person().email();
            return email == null ? "" : CustomerService.key(email);
        }
    }

    private final AdmissionService admissions;
    private final IdempotentResponseStore answers;
    private final BatchTransactionRunner batches;
    private final GroupCommit<Key, Request<?>> groups;

    EnrollmentBatcher(
            AdmissionService admissions,
            IdempotentResponseStore answers,
            BatchTransactionRunner batches,
            GroupCommitProperties properties) {
        this.admissions = admissions;
        this.answers = answers;
        this.batches = batches;
        this.groups = new GroupCommit<>(properties.groups(), properties.largest());
    }

    /**
     * Enrolls one person; see {@link AdmissionService#enroll}.
     *
     * @param shape makes the answer, while the transaction runs
     * @throws ConcurrencyFailureException where the batch did not store a request with an {@code Idempotency-Key}; the
     *     filter of these keys runs it again, in a transaction of its own
     */
    <T> ResponseEntity<T> enroll(
            String programInstanceId,
            AdmitCommand command,
            boolean evaluate,
            Function<Enrollment, ResponseEntity<T>> shape) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return alone(programInstanceId, command, evaluate, shape);
        }
        Optional<IdempotentResponseStore.Ticket> ticket = answers.ticket();
        Request<T> request =
                new Request<>(command.from(AuditContext.current().by(command.by())), ticket.orElse(null), shape);
        groups.join(
                new Key(WorkspaceScope.current(), programInstanceId, evaluate),
                request,
                (batch, handOver) -> admit(programInstanceId, evaluate, batch, handOver));
        if (request.stored) {
            return Objects.requireNonNull(request.answer);
        }
        if (ticket.isPresent()) {
            throw new ConcurrencyFailureException("The batch did not store this request.");
        }
        return alone(programInstanceId, command, evaluate, shape);
    }

    private <T> ResponseEntity<T> alone(
            String programInstanceId,
            AdmitCommand command,
            boolean evaluate,
            Function<Enrollment, ResponseEntity<T>> shape) {
        return shape.apply(admissions.enroll(programInstanceId, command.person(), evaluate, command.by()));
    }

    private void admit(String programInstanceId, boolean evaluate, List<Request<?>> batch, Runnable handOver) {
        batches.commit(handOver, () -> store(programInstanceId, evaluate, batch))
                .orElse(List.of())
                .forEach(request -> request.stored = true);
    }

    private List<Request<?>> store(String programInstanceId, boolean evaluate, List<Request<?>> batch) {
        List<Request<?>> free = withFreeKeys(batch);
        if (free.isEmpty()) {
            return List.of();
        }
        List<AdmissionResult> results = admissions.admit(
                programInstanceId,
                free.stream().<AdmitCommand>map(request -> request.command).toList(),
                AdmissionOptions.each(evaluate, OnDuplicate.SKIP, AdmissionOptions.RepeatedPerson.SKIP));
        List<Request<?>> stored = new ArrayList<>();
        Map<IdempotentResponseStore.Ticket, ResponseEntity<?>> kept = new HashMap<>();
        for (int i = 0; i < free.size(); i++) {
            if (results.get(i) instanceof AdmissionResult.Created created) {
                Request<?> request = free.get(i);
                Enrollment enrollment = Objects.requireNonNull(created.enrollment());
                ResponseEntity<?> answer = request.answer(enrollment);
                stored.add(request);
                if (request.ticket != null) {
                    kept.put(request.ticket, answer);
                }
            }
        }
        answers.keep(kept);
        return stored;
    }

    /** Requests without an {@code Idempotency-Key}, and those under whose key nothing runs or was answered. */
    private List<Request<?>> withFreeKeys(List<Request<?>> batch) {
        Set<IdempotentResponseStore.Ticket> admitted = answers.admit(batch.stream()
                .map(request -> request.ticket)
                .filter(Objects::nonNull)
                .toList());
        return batch.stream()
                .filter(request -> request.ticket == null || admitted.contains(request.ticket))
                .sorted(Comparator.comparing(Request::lockOrder))
                .collect(Collectors.toList());
    }
}
