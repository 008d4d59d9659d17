package dev.enlist.shared;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * What every aggregate has: an id of its own making, the moments it was made and last changed, a version
 * that counts the changes, and the events it has raised until its application service publishes them. The
 * list of events is emptied before the first goes out: answering one may raise the next on the same
 * aggregate, within the same call.
 */
@MappedSuperclass
public abstract class AggregateRoot implements Persistable<String> {

    @Id
    protected String id = Cuid.next();

    protected Instant createdAt = Instant.EPOCH;
    protected Instant updatedAt = Instant.EPOCH;

    @Version
    private @Nullable Integer version;

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

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return version == null;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** Counts the changes from 0; the entity tag. */
    public int version() {
        return version == null ? 0 : version;
    }
}
