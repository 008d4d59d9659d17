package dev.enlist.shared;

import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the events of an aggregate until its application service publishes them. The list is emptied
 * before the first event goes out: answering one event may raise the next on the same aggregate, within
 * the same call.
 */
@MappedSuperclass
public abstract class AggregateRoot {

    @Transient
    private final transient List<DomainEvent> events = new ArrayList<>();

    protected final void registerEvent(DomainEvent event) {
        events.add(event);
    }

    /** The events raised since the last call, in their order. */
    public final List<DomainEvent> drainEvents() {
        List<DomainEvent> drained = List.copyOf(events);
        events.clear();
        return drained;
    }
}
