package dev.enlist.outbound.mail;

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
 * One message, as the log of messages shows it; {@link SendQueue} moves it. What it says and to which address it goes
 * is made when it is sent, and not kept.
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

    /** When it happened what the message tells. */
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

    /** Why not, as a code; null where there was nothing. */
    public @Nullable String problem() {
        return problem;
    }

    public int attempts() {
        return attempts;
    }

    /** When it is tried next; null when it is over. */
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
