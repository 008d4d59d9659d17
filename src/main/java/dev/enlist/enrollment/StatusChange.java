package dev.enlist.enrollment;

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
import org.hibernate.annotations.Synchronize;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A status change of an enrollment, as a view on the rows of the history; see {@link StatusHistoryRow}. */
@Entity
@NotAudited("the enrollment is audited with its status")
@Immutable
@Synchronize("status_history")
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
    private @Nullable Integer ruleSetVersion;

    protected StatusChange() {}

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
