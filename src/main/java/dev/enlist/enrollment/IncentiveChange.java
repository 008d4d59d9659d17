package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.Money;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A change of an incentive by a person, in the history of its enrollment. The database refuses to change it. */
@Entity
@NotAudited("the audit trail records the change of the enrollment")
@Immutable
public class IncentiveChange {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String enrollmentId = "";
    private @Nullable BigDecimal fromAmount;
    private @Nullable String fromCurrency;
    private BigDecimal toAmount = BigDecimal.ZERO;
    private String toCurrency = "";
    private String reason = "";
    private Instant at = Instant.EPOCH;
    private String byType = "";
    private String byId = "";
    private String byName = "";

    protected IncentiveChange() {}

    IncentiveChange(IncentiveEvent.Changed change) {
        this.enrollmentId = change.enrollmentId();
        Money before = change.before();
        if (before != null) {
            this.fromAmount = before.amount();
            this.fromCurrency = before.currency();
        }
        this.toAmount = change.after().amount();
        this.toCurrency = change.after().currency();
        this.reason = change.reason();
        this.at = change.at();
        this.byType = change.by().type().wire();
        this.byId = change.by().id();
        this.byName = change.by().name();
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    /** Empty where there was no amount. */
    public Optional<Money> from() {
        return fromAmount == null || fromCurrency == null
                ? Optional.empty()
                : Optional.of(new Money(fromAmount, fromCurrency));
    }

    public Money to() {
        return new Money(toAmount, toCurrency);
    }

    public String reason() {
        return reason;
    }

    public Instant at() {
        return at;
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
