package dev.enlist.events;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * An event in the log. The database assigns its position and the transaction that wrote it. It contains ids, statuses
 * and codes and never personal data, so erasing a person changes nothing in it.
 */
@Entity
@NotAudited("it tells of changes that are audited themselves")
@Immutable
@Table(name = "event_log")
class EventLogEntry {

    @Id
    private String id = Cuid.next();

    private String workspaceId = "";
    private String type = "";
    private String subject = "";
    private @Nullable String programInstanceId;
    private @Nullable Integer sequence;
    private Instant time = Instant.EPOCH;

    @JsonColumn
    private Map<String, Object> data = Map.of();

    private @Nullable String traceParent;

    protected EventLogEntry() {}

    EventLogEntry(DomainEvent.Published event, @Nullable String traceParent) {
        this.workspaceId = event.workspaceId();
        this.type = event.type();
        this.subject = event.subject();
        this.programInstanceId = event.programInstanceId();
        this.sequence = event.sequence();
        this.time = event.at();
        this.data = event.data();
        this.traceParent = traceParent;
    }

    Map<String, Object> data() {
        return data;
    }
}
