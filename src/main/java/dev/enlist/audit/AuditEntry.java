package dev.enlist.audit;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit trail. {@link AuditTrailWriter} inserts it in the transaction of the change that it records;
 * {@link ChainWriter} chains it about a second later. The database refuses updates and deletes.
 */
@Entity
@Immutable
@NotAudited("this is the audit trail itself")
public class AuditEntry {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private Instant at = Instant.EPOCH;
    private String actorType = "";
    private String actorId = "";
    private String actorName = "";
    private @Nullable String ip;
    private @Nullable String userAgent;
    private @Nullable String requestId;
    private String action = "";
    private String subjectType = "";
    private String subjectId = "";

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> changed = List.of();

    private String before = "{}";
    private String after = "{}";
    private byte[] digest = {};
    private boolean keyed;

    protected AuditEntry() {}

    public String id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    public Actor actor() {
        return new Actor(Actor.Type.ofWire(actorType), actorId, actorName);
    }

    /** Address of the caller; empty for background work. */
    public Optional<String> ip() {
        return Optional.ofNullable(ip);
    }

    public Optional<String> userAgent() {
        return Optional.ofNullable(userAgent);
    }

    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    public String action() {
        return action;
    }

    public String subjectType() {
        return subjectType;
    }

    public String subjectId() {
        return subjectId;
    }

    /** The names of all changed fields, personal ones included. */
    public List<String> changed() {
        return changed;
    }

    /** The values before the change, as a JSON object without personal data. */
    public String before() {
        return before;
    }

    /** The values after the change, as a JSON object without personal data. */
    public String after() {
        return after;
    }
}
