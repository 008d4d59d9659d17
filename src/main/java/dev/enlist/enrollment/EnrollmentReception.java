package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Enrolls people who come one by one, and stores those who come at the same moment in one transaction, each with its
 * own name in the audit trail and its own kept answer: what a transaction costs, and what is asked of the database once
 * for any number of people, they share. Whoever cannot be enrolled as things are goes alone, and learns alone why; so
 * does everybody of a group that fails.
 */
@Service
public class EnrollmentReception {

    private static final Logger LOG = LoggerFactory.getLogger(EnrollmentReception.class);

    /** What those have in common who may be enrolled together. */
    private record Kind(WorkspaceRef workspace, String programInstanceId, boolean evaluate) {}

    /** Somebody who came, and the answer, which counts once it is stored. */
    private static final class Visitor<T> {

        private final EnrollmentIntake.Arrival arrival;
        private final AuditContext origin;
        private final IdempotentResponseStore.@Nullable Ticket ticket;
        private final Function<Enrollment, ResponseEntity<T>> shape;
        private @Nullable ResponseEntity<T> answer;
        private boolean stored;

        private Visitor(
                EnrollmentIntake.Arrival arrival,
                AuditContext origin,
                IdempotentResponseStore.@Nullable Ticket ticket,
                Function<Enrollment, ResponseEntity<T>> shape) {
            this.arrival = arrival;
            this.origin = origin;
            this.ticket = ticket;
            this.shape = shape;
        }

        private ResponseEntity<T> answer(Enrollment enrollment) {
            answer = shape.apply(enrollment);
            return answer;
        }

        /** Groups that name the same people name them in the same order, and do not wait for each other in a circle. */
        private String key() {
            String email = arrival.wanted().email();
            return email == null ? "" : CustomerService.key(email);
        }
    }

    private final EnrollmentService service;
    private final EnrollmentIntake intake;
    private final IdempotentResponseStore answers;
    private final TransactionTemplate transaction;
    private final GroupCommit<Kind, Visitor<?>> groups;

    EnrollmentReception(
            EnrollmentService service,
            EnrollmentIntake intake,
            IdempotentResponseStore answers,
            PlatformTransactionManager transactions,
            GroupProperties properties) {
        this.service = service;
        this.intake = intake;
        this.answers = answers;
        this.transaction = new TransactionTemplate(transactions);
        this.groups = new GroupCommit<>(properties.groups(), properties.largest());
    }

    /**
     * Enrolls one person; see {@link EnrollmentService#enroll}.
     *
     * @param shape of the answer, made while the transaction runs
     * @throws ConcurrencyFailureException where nothing was stored of a request with a key; it is run again then, alone
     */
    public <T> ResponseEntity<T> enroll(
            String programInstanceId,
            NewEnrollment wanted,
            boolean evaluate,
            Actor by,
            Function<Enrollment, ResponseEntity<T>> shape) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return shape.apply(service.enroll(programInstanceId, wanted, evaluate, by));
        }
        Optional<IdempotentResponseStore.Ticket> ticket = answers.ticket();
        Visitor<T> visitor = new Visitor<>(
                new EnrollmentIntake.Arrival(wanted, by), AuditContext.current().by(by), ticket.orElse(null), shape);
        groups.join(
                new Kind(WorkspaceScope.current(), programInstanceId, evaluate),
                visitor,
                (group, handOver) -> admit(programInstanceId, evaluate, group, handOver));
        if (visitor.stored) {
            return Objects.requireNonNull(visitor.answer);
        }
        if (ticket.isPresent()) {
            throw new ConcurrencyFailureException("It cannot be stored together with what came with it.");
        }
        return shape.apply(service.enroll(programInstanceId, wanted, evaluate, by));
    }

    private void admit(String programInstanceId, boolean evaluate, List<Visitor<?>> group, Runnable handOver) {
        Map<String, AuditContext> origins = new HashMap<>();
        try (AuditContext.Entered ignored = AuditContext.enterAbout(origins)) {
            List<Visitor<?>> stored = transaction.execute(status -> {
                atCommit(handOver);
                return store(programInstanceId, evaluate, group, origins);
            });
            Objects.requireNonNull(stored).forEach(visitor -> visitor.stored = true);
        } catch (RuntimeException e) {
            // not hidden: whoever it is about meets it again, alone
            LOG.debug("{} who came together go alone", group.size(), e);
        }
    }

    /** While the disk is waited for, nothing is left to do here, and the next group may begin. */
    private static void atCommit(Runnable handOver) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
                handOver.run();
            }
        });
    }

    private List<Visitor<?>> store(
            String programInstanceId, boolean evaluate, List<Visitor<?>> group, Map<String, AuditContext> origins) {
        List<Visitor<?>> free = free(group);
        List<Optional<Enrollment>> entered = intake.admit(
                programInstanceId, free.stream().map(visitor -> visitor.arrival).toList(), evaluate);
        List<Visitor<?>> stored = new ArrayList<>();
        Map<IdempotentResponseStore.Ticket, ResponseEntity<?>> kept = new HashMap<>();
        for (int i = 0; i < free.size(); i++) {
            Visitor<?> visitor = free.get(i);
            entered.get(i).ifPresent(enrollment -> {
                origins.put(enrollment.getId(), visitor.origin);
                // the customer, where it came into being with the enrollment
                origins.put(String.valueOf(enrollment.identification().customerId()), visitor.origin);
                ResponseEntity<?> answer = visitor.answer(enrollment);
                stored.add(visitor);
                if (visitor.ticket != null) {
                    kept.put(visitor.ticket, answer);
                }
            });
        }
        answers.keep(kept);
        return stored;
    }

    /** Those whose keys are free. */
    private List<Visitor<?>> free(List<Visitor<?>> group) {
        Set<IdempotentResponseStore.Ticket> admitted = answers.admit(group.stream()
                .map(visitor -> visitor.ticket)
                .filter(Objects::nonNull)
                .toList());
        return group.stream()
                .filter(visitor -> visitor.ticket == null || admitted.contains(visitor.ticket))
                .sorted(Comparator.comparing(Visitor::key))
                .collect(Collectors.toList());
    }
}
