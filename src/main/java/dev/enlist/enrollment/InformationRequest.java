package dev.enlist.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A question to the applicant of a submitted enrollment: a message, the fields that the applicant may change, and the
 * documents to hand in. An enrollment has at most one open request; the database holds that. A closed request never
 * changes.
 */
@Entity
@Audited(
        subject = "informationRequest",
        plain = {"enrollmentId", "status", "fields", "documents", "requestedById", "requestedAt", "dueAt", "reminders"},
        acts = {
            "status=answered:answer",
            "status=cancelled:cancel",
            "status=unanswered:expire",
            "status=closed:close",
            "reminders:remind"
        })
public class InformationRequest extends AggregateRoot {

    /** The states of a request, in lower case on the wire. */
    public enum Status {
        /** The applicant has been asked. */
        OPEN,
        /** The applicant answered. */
        ANSWERED,
        /** Staff took the question back. */
        CANCELLED,
        /** The due date passed without an answer. */
        UNANSWERED,
        /** The enrollment was decided before the applicant answered. */
        CLOSED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A field that an answer names.
     *
     * @param pointer JSON pointer into the enrollment
     * @param before  value before the answer; null for none
     * @param after   value after the answer; null for none
     */
    @Schema(name = "InformationChange")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Change(
            @Schema(example = "/address/postalCode") String pointer,
            @Schema(example = "10001") @Nullable Object before,
            @Schema(example = "10011") @Nullable Object after) {}

    @TenantId
    private @Nullable String workspaceId;

    private String enrollmentId = "";
    private String status = Status.OPEN.wire();
    private String message = "";

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> fields = List.of();

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> documents = List.of();

    private String requestedByType = "";
    private String requestedById = "";
    private String requestedByName = "";
    private Instant requestedAt = Instant.EPOCH;
    private Instant dueAt = Instant.EPOCH;
    private int reminders;
    private @Nullable String answerMessage;

    @JsonColumn
    private @Nullable List<Change> changes;

    private @Nullable String closedByType;
    private @Nullable String closedById;
    private @Nullable String closedByName;
    private @Nullable Instant closedAt;

    protected InformationRequest() {}

    InformationRequest(String enrollmentId, Question question, Instant dueAt, Actor by, Instant at) {
        this.enrollmentId = enrollmentId;
        this.message = question.message();
        this.fields = List.copyOf(question.fields());
        this.documents = List.copyOf(question.documents());
        this.requestedByType = by.type().wire();
        this.requestedById = by.id();
        this.requestedByName = by.name();
        this.requestedAt = at;
        this.dueAt = dueAt;
        this.createdAt = at;
        this.updatedAt = at;
    }

    /**
     * What the applicant is asked.
     *
     * @param fields    JSON pointers of the members that the answer may change
     * @param documents types of the documents to hand in
     * @param dueAt     null for the period that the program instance configures
     */
    public record Question(
            String message,
            List<String> fields,
            List<String> documents,
            @Nullable Instant dueAt) {}

    /** @throws InformationRequestClosed unless the applicant may still answer */
    void requireOpen() {
        if (status() != Status.OPEN) {
            throw new InformationRequestClosed(status());
        }
    }

    void answer(List<Change> given, @Nullable String words, Actor by, Instant at) {
        this.changes = List.copyOf(given);
        this.answerMessage = words;
        close(Status.ANSWERED, by, at);
    }

    /** Ends the request without an answer. */
    void close(Status end, Actor by, Instant at) {
        requireOpen();
        this.status = end.wire();
        this.closedByType = by.type().wire();
        this.closedById = by.id();
        this.closedByName = by.name();
        this.closedAt = at;
        this.updatedAt = at;
    }

    /** Notes a reminder, and gives the applicant the same time again. */
    void remind(Instant at) {
        requireOpen();
        this.dueAt = at.plus(Duration.between(requestedAt, dueAt));
        this.reminders++;
        this.updatedAt = at;
    }

    public String enrollmentId() {
        return enrollmentId;
    }

    public Status status() {
        return Status.ofWire(status);
    }

    /** The question, as text for the applicant. */
    public String message() {
        return message;
    }

    /** JSON pointers of the members that the answer may change. */
    public List<String> fields() {
        return fields;
    }

    /** Types of the documents to hand in. */
    public List<String> documents() {
        return documents;
    }

    public Actor requestedBy() {
        return new Actor(Actor.Type.ofWire(requestedByType), requestedById, requestedByName);
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    /** Until when the applicant may answer; later after a reminder. */
    public Instant dueAt() {
        return dueAt;
    }

    /** Number of reminders that the applicant got. */
    public int reminders() {
        return reminders;
    }

    /** What the applicant wrote; empty before the answer, and where it has no message. */
    public Optional<String> answerMessage() {
        return Optional.ofNullable(answerMessage);
    }

    /** The fields that the answer names; empty before it. */
    public List<Change> changes() {
        return changes == null ? List.of() : changes;
    }

    /** Who answered, cancelled or decided; empty while it is open. */
    public Optional<Actor> closedBy() {
        return closedByType == null
                ? Optional.empty()
                : Optional.of(new Actor(
                        Actor.Type.ofWire(closedByType), String.valueOf(closedById), String.valueOf(closedByName)));
    }

    public Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }
}
