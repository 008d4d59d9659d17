package dev.enlist.enrollment;

import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.problem.NotFound;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads and stores enrollments with their history rows, and publishes their events.
 *
 * <p>Every transaction locks in this order, and each kind in the order of its ids: enrollments, payouts, the yearly totals of
 * people, capacity pools. {@link #lockAll} and {@link #lockedTogether} keep it for transactions that change several enrollments;
 * decision 124 lists the callers.
 */
@Component
class EnrollmentStore {

    private static final String OPEN_CONSTRAINTS = "enrollment_open_";

    private final EnrollmentRepository enrollments;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final TransactionTemplate abandon;
    private final EnrollmentCapacityService units;
    private final EnrollmentCounter counter;

    EnrollmentStore(
            EnrollmentRepository enrollments,
            EntityManager entities,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            EnrollmentCapacityService units,
            EnrollmentCounter counter) {
        this.enrollments = enrollments;
        this.entities = entities;
        this.events = events;
        this.jdbc = jdbc;
        this.units = units;
        this.counter = counter;
        this.abandon = new TransactionTemplate(transactions);
        this.abandon.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
    }

    /**
     * Stores new enrollments in their final status and publishes their events. One INSERT per enrollment, instead of an INSERT
     * and an UPDATE of every index.
     *
     * @throws AlreadyEnrolled where another transaction has enrolled one of these people
     */
    void insert(Collection<Enrollment> created, Collection<DecisionRecord> decisions) {
        created.forEach(entities::persist);
        publish(created);
        decisions.forEach(entities::persist);
        flush(created);
    }

    /**
     * Locks the row for a change, so that a second transaction sees the change of the first. A second call in the same
     * transaction sends no statement.
     */
    Enrollment lock(String id) {
        Enrollment enrollment = entities.find(Enrollment.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (enrollment == null) {
            throw new NotFound("enrollment");
        }
        return enrollment;
    }

    /**
     * Locks several enrollments in the order of their ids, before the first one changes. A transaction that has changed one
     * enrollment has locked its capacity pools, and must not wait for another enrollment after that.
     */
    List<Enrollment> lockAll(Collection<String> ids) {
        List<Enrollment> locked = enrollments.lockAll(ids);
        lockedTogether(locked);
        return locked;
    }

    /**
     * To be called for several enrollments that are locked and not changed yet. Locks their payouts now, and their pools as one
     * set before the first of them moves. No statement where none has an incentive and none moves.
     */
    void lockedTogether(Collection<Enrollment> locked) {
        if (locked.size() < 2) {
            return;
        }
        units.lockedTogether(locked);
        List<EnrollmentsLocked.Locked> withMoney = locked.stream()
                .filter(enrollment -> enrollment.incentive().isPresent())
                .map(EnrollmentsLocked.Locked::of)
                .toList();
        if (!withMoney.isEmpty()) {
            events.publishEvent(new EnrollmentsLocked(withMoney));
        }
    }

    /** Loads those that exist, without a lock. One statement. */
    List<Enrollment> findAll(Collection<String> ids) {
        return enrollments.findAllById(ids);
    }

    /** Loads an enrollment without a lock. */
    Enrollment find(String id) {
        return enrollments.findById(id).orElseThrow(() -> new NotFound("enrollment"));
    }

    /**
     * Publishes the events, appends the status changes to the history, and updates the capacity units. Updates the units
     * last, so that the pools are locked for a short time.
     */
    void publish(Collection<Enrollment> moved) {
        List<EnrollmentCapacityService.EnrollmentChange> happened = new ArrayList<>();
        for (Enrollment enrollment : moved) {
            List<DomainEvent> registered = enrollment.drainEvents();
            StatusHistoryRow.of(registered).forEach(this::persist);
            for (DomainEvent event : registered) {
                happened.add(new EnrollmentCapacityService.EnrollmentChange(enrollment, event));
                events.publishEvent(event);
            }
        }
        units.applyEvents(happened);
    }

    void publish(Enrollment enrollment) {
        publish(List.of(enrollment));
    }

    /** Stores a row that belongs to an enrollment. */
    void persist(Object row) {
        entities.persist(row);
    }

    /** Publishes and flushes, so that the response contains the stored values. */
    Enrollment commit(Enrollment enrollment) {
        publish(enrollment);
        flush(List.of(enrollment));
        return enrollment;
    }

    /** Flushes all changes of this transaction. */
    void flushAll() {
        enrollments.flush();
    }

    /** Deletes enrollments. The database deletes dependent rows, and the facet sums are updated at once. */
    void delete(Collection<Enrollment> gone) {
        publish(gone);
        enrollments.deleteAll(gone);
        enrollments.flush();
        counter.sumUpFacets();
    }

    private void flush(Collection<Enrollment> touched) {
        try {
            enrollments.flush();
        } catch (DataIntegrityViolationException e) {
            String constraint = e.getCause() instanceof ConstraintViolationException violation
                    ? String.valueOf(violation.getConstraintName())
                    : "";
            if (constraint.startsWith(OPEN_CONSTRAINTS)) {
                throw new AlreadyEnrolled(touched.stream()
                        .flatMap(enrollment -> conflictingId(enrollment).stream())
                        .findFirst()
                        .orElse(null));
            }
            throw e;
        }
    }

    /**
     * Finds the id of the enrollment that violates the unique index. Rolls the failed transaction back first, to read on its
     * connection: a second connection per request could exhaust the pool.
     */
    private Optional<String> conflictingId(Enrollment enrollment) {
        Application application = enrollment.application();
        abandon.execute(status -> {
            status.setRollbackOnly();
            entities.unwrap(Session.class).doWork(Connection::rollback);
            return null;
        });
        return jdbc.sql("""
                        select id from enrollment
                        where program_instance_id = :instance and workspace_id = :workspace and id <> :id
                          and status in %s
                          and (email_key = :email or customer_id = :customer or reference_id = :reference)
                        order by id limit 1
                        """.formatted(EnrollmentStatus.OPEN_SQL))
                .param("instance", enrollment.programInstanceId())
                .param("workspace", enrollment.workspaceId())
                .param("id", enrollment.getId())
                .param("email", EmailKey.of(application.email()).value())
                .param("customer", enrollment.identification().customerId())
                .param("reference", application.referenceId())
                .query(String.class)
                .optional();
    }
}
