package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
import dev.enlist.shared.NotAudited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** One event for one webhook, as the log of deliveries shows it. {@link DeliveryQueue} updates its row. */
@Entity
@NotAudited("it is a log itself")
@Immutable
@Table(name = "webhook_delivery")
public class Delivery {

    @Id
    private String id = "";

    @TenantId
    private @Nullable String workspaceId;

    private String webhookId = "";
    private String eventId = "";
    private String eventType = "";
    private String subject = "";
    private long eventEpoch;
    private long eventPosition;
    private boolean test;
    private @Nullable String resendOf;
    private String status = "";
    private int attempts;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    private @Nullable Integer lastAnswer;
    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant finishedAt;

    protected Delivery() {}

    public String id() {
        return id;
    }

    public String webhookId() {
        return webhookId;
    }

    public String eventId() {
        return eventId;
    }

    /** Without prefix. */
    public String eventType() {
        return eventType;
    }

    public String subject() {
        return subject;
    }

    Cursor cursor() {
        return new Cursor(eventEpoch, eventPosition);
    }

    /** Whether it delivers a test event. */
    public boolean test() {
        return test;
    }

    /** Id of the delivery that is sent again; null for the first. */
    public @Nullable String resendOf() {
        return resendOf;
    }

    /** {@code pending}, {@code delivered} or {@code failed}. */
    public String status() {
        return status;
    }

    public int attempts() {
        return attempts;
    }

    /**
     * Time of the next attempt; null while an earlier delivery of the same subject is pending, and when it is finished.
     */
    public @Nullable Instant nextAttemptAt() {
        return dueAt;
    }

    /** HTTP status of the last response; null if there was none. */
    public @Nullable Integer lastAnswer() {
        return lastAnswer;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }
}
