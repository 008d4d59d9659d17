package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of two approvals of an application. */
@Embeddable
public class ReviewApproval {

    private String byType = "";
    private String byId = "";
    private String byName = "";
    private @Nullable String reason;
    private Instant at = Instant.EPOCH;

    protected ReviewApproval() {}

    ReviewApproval(Actor by, @Nullable String reason, Instant at) {
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.reason = reason;
        this.at = at;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }

    /** Text for people, where the reviewer gave one. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public Instant at() {
        return at;
    }
}
