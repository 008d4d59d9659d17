package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.Actor;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A row of the status history. Appended with each move, never changed; the database refuses to. */
@Entity
@NotAudited("the enrollment is audited with its status")
@Immutable
@IdClass(StatusChange.Key.class)
public class StatusChange {

    /** Id of the enrollment, and number of the status change, from 1. */
    record Key(String enrollmentId, int number) implements Serializable {}

    @Id
    private String enrollmentId = "";

    @Id
    private int number;

    @TenantId
    private @Nullable String workspaceId;

    @Column(name = "from_status")
    private @Nullable EnrollmentStatus from;

    @Column(name = "to_status")
    private EnrollmentStatus to = EnrollmentStatus.CANDIDATE;

    private Instant at = Instant.EPOCH;
    private String byType = "";
    private String byId = "";
    private String byName = "";
    private @Nullable String reason;
    private @Nullable String ruleSetSlug;
    private @Nullable Integer ruleSetVersion;

    protected StatusChange() {}

    static StatusChange of(EnrollmentEvent.StatusChanged event) {
        StatusChange change = new StatusChange();
        change.enrollmentId = event.enrollmentId();
        change.number = event.historyRow();
        change.from = event.from();
        change.to = event.to();
        change.at = event.at();
        change.byType = event.by().type().wire();
        change.byId = event.by().id();
        change.byName = event.by().name();
        change.reason = event.reason();
        RuleSetRef rules = event.rules();
        if (rules != null) {
            change.ruleSetSlug = rules.slug();
            change.ruleSetVersion = rules.version();
        }
        return change;
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    /** Previous status; empty for the first row. */
    public Optional<EnrollmentStatus> from() {
        return Optional.ofNullable(from);
    }

    public EnrollmentStatus to() {
        return to;
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

    /** The version of the rules that decided; empty if a person or a process did. */
    public Optional<Integer> ruleSetVersion() {
        return Optional.ofNullable(ruleSetVersion);
    }
}
