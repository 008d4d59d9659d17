package dev.enlist.payout;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Payouts in one currency that go to a bank together. One person builds it, another one releases it. */
@Entity
@Audited(
        subject = "payoutBatch",
        plain = {"status", "currency", "formatId", "createdById", "releasedById", "releasedAt"},
        acts = {"status=released:release", "status=cancelled:cancel", "status=completed:complete"})
public class PayoutBatch extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String status = Status.DRAFT.wire();
    private String currency = "";
    private @Nullable String note;
    private @Nullable String formatId;
    private String createdByType = "";
    private String createdById = "";
    private String createdByName = "";
    private @Nullable String releasedByType;
    private @Nullable String releasedById;
    private @Nullable String releasedByName;
    private @Nullable Instant releasedAt;

    protected PayoutBatch() {}

    PayoutBatch(
            String workspaceId,
            String currency,
            @Nullable String formatId,
            @Nullable String note,
            Actor by,
            Instant at) {
        this.workspaceId = workspaceId;
        this.currency = currency;
        this.formatId = formatId;
        this.note = note;
        this.createdByType = by.type().wire();
        this.createdById = by.id();
        this.createdByName = by.name();
        this.createdAt = at;
        this.updatedAt = at;
        registerEvent(new Changed(id, workspaceId, "created", currency, at));
    }

    /** Lower case on the wire. */
    public enum Status {
        /** Built, and waiting for a second person. */
        DRAFT,
        /** With the bank. */
        RELEASED,
        /** Each payout is answered. */
        COMPLETED,
        CANCELLED;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param what {@code created, released, cancelled} or {@code completed} */
    record Changed(String batchId, String workspaceId, String what, String currency, Instant at)
            implements DomainEvent.Published {

        @Override
        public String type() {
            return "payoutBatch." + what;
        }

        @Override
        public String subject() {
            return batchId;
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", batchId);
            data.put("currency", currency);
            return data;
        }
    }

    /**
     * @throws Conflict {@code batch-released} and similar unless it is a draft; {@code second-person-required} for the person
     *                  who built it, or a key of that person
     */
    void release(Actor by, SamePerson persons, Instant at) {
        requireDraft();
        if (persons.isSame(createdBy(), by)) {
            throw new Conflict(
                    "second-person-required", createdByName + " built this batch; another person has to release it.");
        }
        this.status = Status.RELEASED.wire();
        this.releasedByType = by.type().wire();
        this.releasedById = by.id();
        this.releasedByName = by.name();
        this.releasedAt = at;
        changed("released", at);
    }

    void cancel(Instant at) {
        requireDraft();
        this.status = Status.CANCELLED.wire();
        changed("cancelled", at);
    }

    void complete(Instant at) {
        if (status() == Status.RELEASED) {
            this.status = Status.COMPLETED.wire();
            changed("completed", at);
        }
    }

    /** A payout was taken out of it. */
    void touch(Instant at) {
        this.updatedAt = at;
    }

    private void changed(String what, Instant at) {
        this.updatedAt = at;
        registerEvent(new Changed(id, String.valueOf(workspaceId), what, currency, at));
    }

    private void requireDraft() {
        if (status() != Status.DRAFT) {
            throw new Conflict(
                    status() == Status.CANCELLED ? "batch-cancelled" : "batch-released",
                    status() == Status.CANCELLED
                            ? "The batch was cancelled; build another one."
                            : "The batch was released by " + releasedByName + " at " + releasedAt + " already.");
        }
    }

    /** @throws Conflict {@code batch-not-released} unless it went to the bank */
    void requireReleased() {
        if (status() == Status.DRAFT || status() == Status.CANCELLED) {
            throw new Conflict(
                    status() == Status.DRAFT ? "batch-not-released" : "batch-cancelled",
                    status() == Status.DRAFT
                            ? "A second person has to release the batch first."
                            : "The batch was cancelled.");
        }
    }

    public Status status() {
        return Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    public String currency() {
        return currency;
    }

    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    /** The format of the bank's file; empty for the standard format. */
    public Optional<String> formatId() {
        return Optional.ofNullable(formatId);
    }

    public Actor createdBy() {
        return new Actor(Actor.Type.ofWire(createdByType), createdById, createdByName);
    }

    public Optional<Actor> releasedBy() {
        return releasedById == null
                ? Optional.empty()
                : Optional.of(new Actor(
                        Actor.Type.ofWire(String.valueOf(releasedByType)),
                        releasedById,
                        String.valueOf(releasedByName)));
    }

    public Optional<Instant> releasedAt() {
        return Optional.ofNullable(releasedAt);
    }
}
