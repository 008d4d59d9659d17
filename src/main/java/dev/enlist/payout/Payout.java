package dev.enlist.payout;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.Money;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * One payment that is due to an enrollment. Amount and currency never change; a correction is a further payout. The row has no
 * data of the person, so it stays when the person is erased.
 */
@Entity
@Audited(
        subject = "payout",
        plain = {
            "enrollmentId",
            "programInstanceId",
            "number",
            "kind",
            "replacesId",
            "activityId",
            "amount",
            "currency",
            "status",
            "heldAt",
            "batchId",
            "sentAt",
            "settledAt"
        },
        acts = {
            "status=scheduled:schedule",
            "status=sent:send",
            "status=paid:pay",
            "status=failed:fail",
            "status=returned:return",
            "status=cancelled:cancel",
            "status=due:unschedule",
            "heldAt:hold"
        })
public class Payout extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String enrollmentId = "";
    private String programInstanceId = "";
    private int number;
    private String kind = "";
    private @Nullable String replacesId;
    private @Nullable String activityId;
    private BigDecimal amount = BigDecimal.ZERO;
    private String currency = "";
    private PayoutStatus status = PayoutStatus.DUE;
    private @Nullable String statusReason;
    private Instant dueAt = Instant.EPOCH;
    private @Nullable Instant heldAt;
    private @Nullable String holdReason;
    private @Nullable String batchId;
    private @Nullable Instant sentAt;
    private @Nullable Instant settledAt;
    private @Nullable String bankReference;

    @jakarta.persistence.Transient
    private final transient List<PayoutChange> changes = new ArrayList<>();

    protected Payout() {}

    /**
     * A payout that is due now.
     *
     * @param number   counts the payouts of the enrollment from 1
     * @param replaces   the payout in whose place it stands; null where it replaces none
     * @param activityId the activity that pays; null for other kinds
     * @param money    positive
     */
    Payout(
            String workspaceId,
            String enrollmentId,
            String programInstanceId,
            int number,
            PayoutKind kind,
            @Nullable Payout replaces,
            @Nullable String activityId,
            Money money,
            @Nullable String reason,
            Actor by,
            Instant at) {
        this.workspaceId = workspaceId;
        this.enrollmentId = enrollmentId;
        this.programInstanceId = programInstanceId;
        this.number = number;
        this.kind = kind.wire();
        this.replacesId = replaces == null ? null : replaces.getId();
        this.activityId = activityId;
        this.amount = money.amount();
        this.currency = money.currency();
        this.dueAt = at;
        this.createdAt = at;
        this.updatedAt = at;
        changes.add(new PayoutChange(id, null, PayoutStatus.DUE, PayoutStep.CREATED, reason, by, at));
        registerEvent(
                new PayoutEvent.Created(id, workspaceId, enrollmentId, programInstanceId, money, kind, number, at));
    }

    /** The steps since the last call, to store with the payout. */
    List<PayoutChange> drainChanges() {
        List<PayoutChange> drained = List.copyOf(changes);
        changes.clear();
        return drained;
    }

    /** @throws IllegalPayoutTransition unless it is due */
    void hold(String why, Actor by, Instant at) {
        if (status != PayoutStatus.DUE) {
            throw new IllegalPayoutTransition(status, "can be held only while it is due");
        }
        if (heldAt == null) {
            this.heldAt = at;
            this.holdReason = why;
            step(PayoutStep.HELD, why, by, at);
        }
    }

    /** @throws IllegalPayoutTransition unless it is held */
    void releaseHold(@Nullable String why, Actor by, Instant at) {
        if (heldAt == null) {
            throw new IllegalPayoutTransition(status, "is not held");
        }
        this.heldAt = null;
        this.holdReason = null;
        step(PayoutStep.RELEASED, why, by, at);
    }

    private void step(String step, @Nullable String why, Actor by, Instant at) {
        this.updatedAt = at;
        changes.add(new PayoutChange(id, status, status, step, why, by, at));
        registerEvent(
                new PayoutEvent.Stepped(id, workspaceId(), enrollmentId, programInstanceId, money(), status, step, at));
    }

    void schedule(String inBatch, Actor by, Instant at) {
        if (heldAt != null) {
            throw new IllegalPayoutTransition(status, "is held");
        }
        move(PayoutStatus.SCHEDULED, null, by, at, inBatch);
    }

    /** Takes it out of a batch that is not released. */
    void unschedule(@Nullable String why, Actor by, Instant at) {
        move(PayoutStatus.DUE, why, by, at, null);
    }

    void send(Actor by, Instant at) {
        this.sentAt = at;
        move(PayoutStatus.SENT, null, by, at, batchId);
    }

    /**
     * Takes the answer of the bank.
     *
     * @param result    paid, failed or returned
     * @param reference of the bank; null where it gives none
     */
    void settle(
            PayoutStatus result, @Nullable String why, @Nullable String reference, Instant when, Actor by, Instant at) {
        this.settledAt = when;
        if (reference != null) {
            this.bankReference = reference;
        }
        move(result, why, by, at, batchId);
    }

    void cancel(String why, Actor by, Instant at) {
        move(PayoutStatus.CANCELLED, why, by, at, null);
    }

    private void move(PayoutStatus next, @Nullable String why, Actor by, Instant at, @Nullable String nextBatch) {
        requireMove(next);
        PayoutStatus from = status;
        String batch = nextBatch == null ? batchId : nextBatch;
        this.status = next;
        this.statusReason = why;
        this.batchId = nextBatch;
        this.updatedAt = at;
        changes.add(new PayoutChange(id, from, next, next.wire(), why, by, at));
        registerEvent(new PayoutEvent.StatusChanged(
                id, workspaceId(), enrollmentId, programInstanceId, money(), from, next, batch, at));
    }

    /** @throws IllegalPayoutTransition unless it can become this */
    void requireMove(PayoutStatus next) {
        if (!status.mayBecome(next)) {
            throw new IllegalPayoutTransition(status, "cannot become " + next.wire());
        }
    }

    /** Removes texts, which may name the person; the amounts stay. */
    void forgetTexts() {
        this.statusReason = null;
        this.holdReason = heldAt == null ? null : "";
    }

    public String workspaceId() {
        return String.valueOf(workspaceId);
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    /** Counts the payouts of the enrollment from 1. */
    public int number() {
        return number;
    }

    public PayoutKind kind() {
        return PayoutKind.ofWire(kind);
    }

    /** The payout in whose place it stands. */
    /** The activity that pays; empty for other kinds. */
    public Optional<String> activityId() {
        return Optional.ofNullable(activityId);
    }

    public Optional<String> replacesId() {
        return Optional.ofNullable(replacesId);
    }

    public Money money() {
        return new Money(amount, currency);
    }

    public PayoutStatus status() {
        return status;
    }

    /** Why it failed, came back or was cancelled, for people. */
    public Optional<String> statusReason() {
        return Optional.ofNullable(statusReason);
    }

    public Instant dueAt() {
        return dueAt;
    }

    /** Since when it is held; a held payout goes in no batch. */
    public Optional<Instant> heldAt() {
        return Optional.ofNullable(heldAt);
    }

    public Optional<String> holdReason() {
        return Optional.ofNullable(holdReason);
    }

    public Optional<String> batchId() {
        return Optional.ofNullable(batchId);
    }

    public Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /** When the bank paid, failed or returned it. */
    public Optional<Instant> settledAt() {
        return Optional.ofNullable(settledAt);
    }

    public Optional<String> bankReference() {
        return Optional.ofNullable(bankReference);
    }
}
