package dev.enlist.outcome;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A quantity that a participation brought in a period. Never changed: a correction is a new entry that supersedes it. */
@Entity
@Table(name = "outcome")
@Audited(
        subject = "outcome",
        plain = {
            "enrollmentId",
            "programInstanceId",
            "metric",
            "unit",
            "method",
            "value",
            "periodFrom",
            "periodTo",
            "supersedesId",
            "supersededAt"
        },
        create = "record",
        acts = {"supersededAt:supersede"})
public class EnrollmentOutcome extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private @Nullable String enrollmentId;

    @Column(updatable = false)
    private String programInstanceId = "";

    @Column(updatable = false)
    private String metric = "";

    @Column(updatable = false)
    private String unit = "";

    @Column(updatable = false)
    private OutcomeMethod method = OutcomeMethod.MEASURED;

    @Column(updatable = false)
    private BigDecimal value = BigDecimal.ZERO;

    @Column(updatable = false)
    private LocalDate periodFrom = LocalDate.EPOCH;

    @Column(updatable = false)
    private LocalDate periodTo = LocalDate.EPOCH;

    @Column(updatable = false)
    private String source = "";

    @Column(updatable = false)
    private @Nullable String formula;

    @Column(updatable = false)
    private @Nullable String reason;

    @Column(updatable = false)
    private @Nullable String supersedesId;

    private @Nullable Instant supersededAt;

    @Column(updatable = false)
    private String byType = "";

    @Column(updatable = false)
    private String byId = "";

    @Column(updatable = false)
    private String byName = "";

    protected EnrollmentOutcome() {}

    EnrollmentOutcome(
            String enrollmentId, String programInstanceId, NewOutcome details, String unit, Actor by, Instant at) {
        this.enrollmentId = enrollmentId;
        this.programInstanceId = programInstanceId;
        this.metric = details.metric();
        this.unit = unit;
        this.method = details.method();
        this.value = details.value();
        this.periodFrom = details.period().from();
        this.periodTo = details.period().to();
        this.source = details.source();
        this.formula = details.formula();
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.createdAt = at;
        this.updatedAt = at;
    }

    /** The entry that supersedes this one. */
    EnrollmentOutcome corrected(BigDecimal newValue, OutcomePeriod newPeriod, String why, Actor by, Instant at) {
        NewOutcome details = new NewOutcome(metric, newValue, unit, newPeriod, method, source, null);
        EnrollmentOutcome correction =
                new EnrollmentOutcome(String.valueOf(enrollmentId), programInstanceId, details, unit, by, at);
        correction.reason = why;
        correction.supersedesId = id;
        this.supersededAt = at;
        this.updatedAt = at;
        return correction;
    }

    public Optional<String> enrollmentId() {
        return Optional.ofNullable(enrollmentId);
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    public String workspaceId() {
        return String.valueOf(workspaceId);
    }

    public String metric() {
        return metric;
    }

    public String unit() {
        return unit;
    }

    public OutcomeMethod method() {
        return method;
    }

    public BigDecimal value() {
        return value;
    }

    public OutcomePeriod period() {
        return new OutcomePeriod(periodFrom, periodTo);
    }

    public String source() {
        return source;
    }

    /** The formula that gave the value; empty where the value was recorded. */
    public Optional<String> formula() {
        return Optional.ofNullable(formula);
    }

    /** Why it corrects the entry that it supersedes. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    public Optional<String> supersedesId() {
        return Optional.ofNullable(supersedesId);
    }

    /** When another entry superseded this one; empty for a current one. */
    public Optional<Instant> supersededAt() {
        return Optional.ofNullable(supersededAt);
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
