package dev.enlist.notifications;

import dev.enlist.shared.NotAudited;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * One message, as the log of messages shows it. {@link SendQueue} updates its row. Its text and its addresses are
 * computed when it is sent, and are not stored.
 */
@Entity
@NotAudited("it is a log itself")
@Immutable
@Table(name = "notification")
public class Notification {

    @Id
    private String id = "";

    @TenantId
    private @Nullable String workspaceId;

    private String programInstanceId = "";
    private @Nullable String enrollmentId;
    private String audience = "";
    private String about = "";
    private Instant aboutAt = Instant.EPOCH;
    private @Nullable String memberId;
    private @Nullable String resendOf;
    private String status = "";
    private @Nullable String problem;
    private int attempts;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant finishedAt;

    protected Notification() {}

    public String id() {
        return id;
    }

    public String programInstanceId() {
        return programInstanceId;
    }

    /** Null for a test. */
    public @Nullable String enrollmentId() {
        return enrollmentId;
    }

    public MessageType type() {
        return new MessageType(Audience.ofWire(audience), about);
    }

    /** When the event of the message happened. */
    public Instant aboutAt() {
        return aboutAt;
    }

    public boolean test() {
        return memberId != null;
    }

    /** Id of the message that is sent again; null for the first. */
    public @Nullable String resendOf() {
        return resendOf;
    }

    /** {@code pending}, {@code sent}, {@code failed}, {@code skipped} or {@code unconfigured}. */
    public String status() {
        return status;
    }

    /** Code of the reason why it was not sent; null if there is none. */
    public @Nullable String problem() {
        return problem;
    }

    public int attempts() {
        return attempts;
    }

    /** Time of the next attempt; null if the message is finished. */
    public @Nullable Instant nextAttemptAt() {
        return dueAt;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }
}
