package dev.enlist.payout;

import dev.enlist.capacity.CapacityLedgerService;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.DomainEvent;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores payouts with their steps, publishes their events, and tells the budgets what was sent and what came back. */
@Component
class PayoutStore {

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final CapacityLedgerService budgets;
    private final ApplicationEventPublisher events;

    PayoutStore(
            EntityManager entities, JdbcClient jdbc, CapacityLedgerService budgets, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.entities = entities;
        this.budgets = budgets;
        this.events = events;
    }

    void insert(Payout payout) {
        entities.persist(payout);
        publish(List.of(payout));
    }

    /** Removes the texts of payouts and of their steps, which may name the person. */
    void forgetTexts(Collection<Payout> all) {
        all.forEach(Payout::forgetTexts);
        entities.flush();
        jdbc.sql("update payout_change set reason = null"
                        + " where workspace_id = ? and payout_id = any(?) and reason is not null")
                .params(
                        WorkspaceScope.current().workspaceId(),
                        all.stream().map(Payout::getId).toArray(String[]::new))
                .update();
    }

    /** One statement for the budgets, whatever the number of payouts; none where no money moved. */
    void publish(Collection<Payout> changed) {
        List<String> enrollments = new ArrayList<>();
        List<BigDecimal> spent = new ArrayList<>();
        Instant at = Instant.EPOCH;
        for (Payout payout : changed) {
            AuditContext.attributeAlso(payout.enrollmentId(), payout.getId());
            payout.drainChanges().forEach(entities::persist);
            for (DomainEvent event : payout.drainEvents()) {
                if (event instanceof PayoutEvent.StatusChanged moved) {
                    boolean was = PayoutStatus.SPENT.contains(moved.from());
                    boolean is = PayoutStatus.SPENT.contains(moved.to());
                    if (was != is) {
                        enrollments.add(moved.enrollmentId());
                        spent.add(
                                is
                                        ? moved.money().amount()
                                        : moved.money().amount().negate());
                        at = moved.at();
                    }
                }
                events.publishEvent(event);
            }
        }
        if (!enrollments.isEmpty()) {
            entities.flush();
            budgets.spend(enrollments, spent, at);
        }
    }
}
