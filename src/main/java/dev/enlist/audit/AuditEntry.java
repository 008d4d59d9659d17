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
 * One entry of the trail. Written by {@link AuditTrailWriter} in the transaction of what it tells, sealed by {@link
 * ChainWriter} moments later, and never changed; the database refuses to.
 */
@Entity
@Immutable
@NotAudited("it is the trail")
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

    /** Address of the caller; empty for what happened in the background. */
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

    /** The names of all fields that changed, personal ones among them. */
    public List<String> changed() {
        return changed;
    }

    /** JSON object of what changed and is not personal data, as it was. */
    public String before() {
        return before;
    }

    /** The same, as it became. */
    public String after() {
        return after;
    }
}
