package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A claim, release or reassignment of a review, in the history of its enrollment. The database refuses to change it. */
@Entity
@NotAudited("the audit trail records claims as actions of their own")
@Immutable
public class ClaimChange {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String enrollmentId = "";
    private @Nullable String fromId;
    private @Nullable String fromName;
    private @Nullable String toId;
    private @Nullable String toName;
    private Instant at = Instant.EPOCH;
    private String byType = "";
    private String byId = "";
    private String byName = "";
    private @Nullable String reason;

    protected ClaimChange() {}

    ClaimChange(
            String enrollmentId,
            @Nullable Actor from,
            @Nullable Actor to,
            Actor by,
            @Nullable String reason,
            Instant at) {
        this.enrollmentId = enrollmentId;
        if (from != null) {
            this.fromId = from.id();
            this.fromName = from.name();
        }
        if (to != null) {
            this.toId = to.id();
            this.toName = to.name();
        }
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.reason = reason;
        this.at = at;
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    /** The earlier holder; empty where the review was unclaimed. */
    public Optional<Actor> from() {
        return fromId == null ? Optional.empty() : Optional.of(Actor.user(fromId, String.valueOf(fromName)));
    }

    /** The new holder; empty after a release. */
    public Optional<Actor> to() {
        return toId == null ? Optional.empty() : Optional.of(Actor.user(toId, String.valueOf(toName)));
    }

    public Instant at() {
        return at;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
