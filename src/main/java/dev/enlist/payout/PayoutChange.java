package dev.enlist.payout;

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

/** A step of a payout, in its history. The database refuses to change it, except to remove the text of an erased person. */
@Entity
@NotAudited("the payout is audited with each step")
@Immutable
public class PayoutChange {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String payoutId = "";
    private @Nullable PayoutStatus fromStatus;
    private PayoutStatus toStatus = PayoutStatus.DUE;
    private String step = "";
    private @Nullable String reason;
    private Instant at = Instant.EPOCH;
    private String byType = "";
    private String byId = "";
    private String byName = "";

    protected PayoutChange() {}

    PayoutChange(
            String payoutId,
            @Nullable PayoutStatus from,
            PayoutStatus to,
            String step,
            @Nullable String reason,
            Actor by,
            Instant at) {
        this.payoutId = payoutId;
        this.fromStatus = from;
        this.toStatus = to;
        this.step = step;
        this.reason = reason;
        this.at = at;
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
    }

    public String payoutId() {
        return payoutId;
    }

    /** Empty for the first. */
    public Optional<PayoutStatus> from() {
        return Optional.ofNullable(fromStatus);
    }

    public PayoutStatus to() {
        return toStatus;
    }

    /** {@code created, held, released}, or the status that it got. */
    public String step() {
        return step;
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public Instant at() {
        return at;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
