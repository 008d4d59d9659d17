package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** A requested exit: kind, reason, time and actor. */
@Embeddable
class ExitRequest {

    @Column(name = "exit_kind")
    private String kind = "";

    @Column(name = "exit_reason")
    private String reason = "";

    @Column(name = "exit_requested_at")
    private Instant requestedAt = Instant.EPOCH;

    @Column(name = "exit_by_type")
    private String byType = "";

    @Column(name = "exit_by_id")
    private String byId = "";

    @Column(name = "exit_by_name")
    private String byName = "";

    protected ExitRequest() {}

    ExitRequest(ExitKind kind, String reason, Instant requestedAt, Actor by) {
        this.kind = kind.wire();
        this.reason = reason;
        this.requestedAt = requestedAt;
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
    }

    String kind() {
        return kind;
    }

    String reason() {
        return reason;
    }

    Instant requestedAt() {
        return requestedAt;
    }

    Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
