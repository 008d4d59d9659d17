package dev.enlist.activity;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Whether and how an enrollment takes part in an activity. One for each activity and enrollment. */
@Entity
@Audited(
        subject = "participation",
        plain = {"activityId", "programInstanceId", "enrollmentId", "status", "quantity", "unit"},
        create = "record",
        acts = {"status=opted-out:optOut"})
public class Participation extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    @Column(updatable = false)
    private String activityId = "";

    @Column(updatable = false)
    private String programInstanceId = "";

    @Column(updatable = false)
    private @Nullable String enrollmentId;

    private ParticipationStatus status = ParticipationStatus.INVITED;
    private @Nullable BigDecimal quantity;
    private @Nullable String unit;
    private String byType = "";
    private String byId = "";
    private String byName = "";

    protected Participation() {}

    Participation(Activity activity, String enrollmentId, Instant at) {
        this.activityId = activity.getId();
        this.programInstanceId = activity.programInstanceId();
        this.enrollmentId = enrollmentId;
        this.createdAt = at;
        this.updatedAt = at;
    }

    /** @return whether anything changed */
    boolean record(
            ParticipationStatus newStatus,
            @Nullable BigDecimal newQuantity,
            @Nullable String newUnit,
            Actor by,
            Instant at) {
        boolean sameQuantity = quantity == null || newQuantity == null
                ? quantity == newQuantity
                : quantity.compareTo(newQuantity) == 0;
        if (!isNew() && newStatus == status && sameQuantity) {
            return false;
        }
        this.status = newStatus;
        this.quantity = newQuantity;
        this.unit = newQuantity == null ? null : newUnit;
        this.byType = by.type().wire();
        this.byId = by.id();
        this.byName = by.name();
        this.updatedAt = at;
        return true;
    }

    public String activityId() {
        return activityId;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    /** Empty after the person was erased. */
    public Optional<String> enrollmentId() {
        return Optional.ofNullable(enrollmentId);
    }

    public ParticipationStatus status() {
        return status;
    }

    public Optional<BigDecimal> quantity() {
        return Optional.ofNullable(quantity);
    }

    public Optional<String> unit() {
        return Optional.ofNullable(unit);
    }

    public Actor by() {
        return new Actor(Actor.Type.ofWire(byType), byId, byName);
    }
}
