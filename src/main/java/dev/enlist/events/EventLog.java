package dev.enlist.events;

import dev.enlist.jobs.JobQueue;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.DomainEvent;
import jakarta.persistence.EntityManager;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes every published domain event to the log in the transaction of the change, so that both are committed or
 * neither.
 */
@Component
class EventLog {

    private final EntityManager entities;
    private final JobQueue jobs;
    private final EventMetrics metrics;

    EventLog(EntityManager entities, JobQueue jobs, EventMetrics metrics) {
        this.entities = entities;
        this.jobs = jobs;
        this.metrics = metrics;
    }

    /** Runs before all other listeners, so that the log contains an event before the events that it causes. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(DomainEvent.Published event) {
        EventLogEntry entry = new EventLogEntry(event, AuditContext.traceAbout(event.subject()));
        entities.persist(entry);
        metrics.countAfterCommit(event, entry.data());
        jobs.startAfterCommit();
    }
}
