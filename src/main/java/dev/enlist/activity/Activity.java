package dev.enlist.activity;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** An event, a session or a meeting of a program instance: scheduled, announced, running, finished or cancelled. */
@Entity
@Audited(
        subject = "activity",
        plain = {
            "programInstanceId",
            "kind",
            "title",
            "unit",
            "startsAt",
            "endsAt",
            "audience",
            "status",
            "announcedAt",
            "remindAt"
        },
        acts = {"status=announced:announce", "status=running:start", "status=finished:finish", "status=cancelled:cancel"
        })
public class Activity extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String programInstanceId = "";

    private ActivityKind kind = ActivityKind.EVENT;
    private String title = "";
    private @Nullable String description;
    private @Nullable String location;
    private @Nullable String unit;
    private Instant startsAt = Instant.EPOCH;
    private Instant endsAt = Instant.EPOCH;

    @JsonColumn
    private ActivityAudience audience = ActivityAudience.APPROVED;

    private ActivityStatus status = ActivityStatus.SCHEDULED;
    private @Nullable Instant announcedAt;
    private @Nullable Instant remindAt;
    private @Nullable String cancelReason;

    protected Activity() {}

    Activity(String programInstanceId, ActivityDetails details, @Nullable Instant remindAt, Instant at) {
        this.programInstanceId = programInstanceId;
        this.createdAt = at;
        state(details, at);
        this.remindAt = remindAt;
    }

    private void state(ActivityDetails details, Instant at) {
        this.kind = details.kind();
        this.title = details.title();
        this.description = details.description();
        this.location = details.location();
        this.unit = details.unit();
        this.startsAt = details.startsAt();
        this.endsAt = details.endsAt();
        this.audience = details.audience();
        this.updatedAt = at;
    }

    /**
     * @param newRemindAt when the invited are reminded if the start changes
     * @return whether the invited have to know: the time or the place of an announced activity changed
     * @throws Conflict {@code activity-over}
     */
    boolean revise(ActivityDetails details, @Nullable Instant newRemindAt, Instant at) {
        requireOpen();
        boolean moved =
                !details.startsAt().equals(startsAt) || !details.endsAt().equals(endsAt);
        boolean elsewhere = !Objects.equals(details.location(), location);
        if (!details.startsAt().equals(startsAt)) {
            this.remindAt = newRemindAt;
        }
        state(details, at);
        return status == ActivityStatus.ANNOUNCED && (moved || elsewhere);
    }

    /** @throws Conflict {@code activity-over} */
    void requireOpen() {
        if (status.isOver()) {
            throw new Conflict("activity-over", "This activity is " + status.wire() + " and cannot change any more.");
        }
    }

    void announce(Instant at) {
        requireOpen();
        if (status == ActivityStatus.SCHEDULED) {
            this.status = ActivityStatus.ANNOUNCED;
        }
        if (announcedAt == null) {
            this.announcedAt = at;
        }
        this.updatedAt = at;
    }

    void start(Instant at) {
        this.status = ActivityStatus.RUNNING;
        this.remindAt = null;
        this.updatedAt = at;
    }

    void finish(Instant at) {
        this.status = ActivityStatus.FINISHED;
        this.updatedAt = at;
    }

    void cancel(@Nullable String reason, Instant at) {
        requireOpen();
        this.status = ActivityStatus.CANCELLED;
        this.cancelReason = reason;
        this.remindAt = null;
        this.updatedAt = at;
    }

    void reminded() {
        this.remindAt = null;
    }

    public ActivityDetails details() {
        return new ActivityDetails(kind, title, description, location, unit, startsAt, endsAt, audience);
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    public ActivityStatus status() {
        return status;
    }

    public Instant startsAt() {
        return startsAt;
    }

    public Instant endsAt() {
        return endsAt;
    }

    /** When invitations were first ordered. */
    public Optional<Instant> announcedAt() {
        return Optional.ofNullable(announcedAt);
    }

    /** When the invited are reminded; empty when it was done, or is not wanted. */
    public Optional<Instant> remindAt() {
        return Optional.ofNullable(remindAt);
    }

    public Optional<String> cancelReason() {
        return Optional.ofNullable(cancelReason);
    }
}
