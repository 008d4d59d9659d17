package dev.enlist.events;

import dev.enlist.shared.DomainEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts committed events as {@code enlist.events} with the tags {@code type} and {@code status}: the status that an
 * enrollment reached, otherwise empty. Each node counts its own.
 */
@Component
class EventMetrics {

    private static final String STATUS = "to";

    private record Kind(String type, String status) {}

    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts the event when the transaction has been committed. */
    void countAfterCommit(DomainEvent.Published event, Map<String, Object> data) {
        // only a status is bounded in number: other events may have a member of that name
        boolean changesStatus = event.type().equals("enrollment.status_changed");
        Kind kind = new Kind(event.type(), changesStatus ? String.valueOf(data.get(STATUS)) : "");
        ofTransaction().merge(kind, 1, Integer::sum);
    }

    @SuppressWarnings("unchecked")
    private Map<Kind, Integer> ofTransaction() {
        Map<Kind, Integer> counts = (Map<Kind, Integer>) TransactionSynchronizationManager.getResource(this);
        if (counts == null) {
            counts = new HashMap<>();
            TransactionSynchronizationManager.bindResource(this, counts);
            TransactionSynchronizationManager.registerSynchronization(new Counting(counts));
        }
        return counts;
    }

    private final class Counting implements TransactionSynchronization {

        private final Map<Kind, Integer> counts;

        Counting(Map<Kind, Integer> counts) {
            this.counts = counts;
        }

        /** The transaction is suspended: what the inner one counts is its own. */
        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(EventMetrics.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(EventMetrics.this, counts);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(EventMetrics.this);
            if (status == STATUS_COMMITTED) {
                counts.forEach((kind, count) -> counter(kind).increment(count));
            }
        }
    }

    private Counter counter(Kind kind) {
        return counters.computeIfAbsent(
                kind,
                counted -> Counter.builder("enlist.events")
                        .description("Committed events, by type and by the status that an enrollment reached")
                        .tag("type", counted.type())
                        .tag("status", counted.status())
                        .register(registry));
    }
}
