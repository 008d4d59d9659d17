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
 * Loads and stores enrollments together with the rows that tell of them, and publishes what happened.
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
    private final FacetCounter facets;

    EnrollmentStore(
            EnrollmentRepository enrollments,
            EntityManager entities,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            EnrollmentCapacityService units,
            FacetCounter facets) {
        this.enrollments = enrollments;
        this.entities = entities;
        this.events = events;
        this.jdbc = jdbc;
        this.units = units;
        this.facets = facets;
        this.abandon = new TransactionTemplate(transactions);
        this.abandon.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
    }

    /**
     * Stores new enrollments in the status that they have reached, and publishes how they reached it: one INSERT each, in
     * place of an INSERT and an UPDATE of every index.
     *
     * @throws AlreadyEnrolled where another transaction has enrolled one of these people meanwhile
     */
    void insert(Collection<Enrollment> created, Collection<DecisionRecord> decisions) {
        created.forEach(entities::persist);
        publish(created);
        decisions.forEach(entities::persist);
        flush(created);
    }

    /**
     * Locks the row for a move, so that a second transaction sees what the first one did. Asked for again in
     * the same transaction it costs nothing.
     */
    Enrollment lock(String id) {
        Enrollment enrollment = entities.find(Enrollment.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (enrollment == null) {
            throw new NotFound("enrollment");
        }
        return enrollment;
    }

    /**
     * For moving several in one transaction: all are locked before the first moves, in the order of their ids. A transaction
     * that has moved one enrollment holds the pools it draws from, and must not wait for another enrollment then.
     */
    List<Enrollment> lockAll(Collection<String> ids) {
        return enrollments.lockAll(ids);
    }

    /** For reading. */
    Enrollment find(String id) {
        return enrollments.findById(id).orElseThrow(() -> new NotFound("enrollment"));
    }

    /**
     * Tells what happened, appends the moves to the history, and moves the units that go with them: last of all, so that
     * the pools, which others wait for, are locked as shortly as can be.
     */
    void publish(Collection<Enrollment> moved) {
        List<EnrollmentCapacityService.Happened> happened = new ArrayList<>();
        for (Enrollment enrollment : moved) {
            for (DomainEvent event : enrollment.drainEvents()) {
                happened.add(new EnrollmentCapacityService.Happened(enrollment, event));
                if (event instanceof EnrollmentEvent.StatusChanged change) {
                    keep(StatusChange.of(change));
                }
                events.publishEvent(event);
            }
        }
        units.follow(happened);
    }

    void publish(Enrollment enrollment) {
        publish(List.of(enrollment));
    }

    /** Stores a row that belongs to an enrollment. */
    void keep(Object row) {
        entities.persist(row);
    }

    /** Publishes and writes at once, so that the answer tells what is stored. */
    Enrollment commit(Enrollment enrollment) {
        publish(enrollment);
        flush(List.of(enrollment));
        return enrollment;
    }

    /** Writes at once what the enrollments of this transaction have become. */
    void flushAll() {
        enrollments.flush();
    }

    /** What goes with their rows, the database takes along; what was counted of them is forgotten, too. */
    void delete(Collection<Enrollment> gone) {
        publish(gone);
        enrollments.deleteAll(gone);
        enrollments.flush();
        facets.settle();
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
                        .flatMap(newcomer -> existing(newcomer).stream())
                        .findFirst()
                        .orElse(null));
            }
            throw e;
        }
    }

    /**
     * The enrollment that stands in the way. The transaction is lost and is rolled back first, so that its connection can
     * read again: a second connection beside it could starve the pool.
     */
    private Optional<String> existing(Enrollment newcomer) {
        Application application = newcomer.application();
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
                .param("instance", newcomer.programInstanceId())
                .param("workspace", newcomer.workspaceId())
                .param("id", newcomer.getId())
                .param("email", EmailKey.of(application.email()).value())
                .param("customer", newcomer.identification().customerId())
                .param("reference", application.referenceId())
                .query(String.class)
                .optional();
    }
}
