package dev.enlist.notifications.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.notifications.Notification;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message on the wire. Its text and its addresses are computed when it is sent, and are not stored. */
@Schema(name = "Notification")
@JsonInclude(JsonInclude.Include.NON_NULL)
record NotificationResource(
        @Schema(description = "Also in the Message-ID") String id,
        String programInstanceId,
        @Schema(description = "Absent for a test") @Nullable String enrollmentId,
        @Schema(example = "applicant-approved") String type,

        @Schema(
                allowableValues = {"pending", "sent", "failed", "skipped", "unconfigured"},
                description = "unconfigured: made while there was no mail server; sent only by hand")
        String status,

        @Schema(example = "address-refused-550", description = "Why it was not sent, or not yet") @Nullable
        String problem,

        boolean test,
        @Schema(description = "Made so far") int attemptCount,
        @Nullable Instant nextAttemptAt,

        @Schema(description = "The message that this one sends again") @Nullable
        String resendOf,

        @Schema(description = "When it happened what the message tells")
        Instant aboutAt,

        Instant createdAt,
        @Nullable Instant finishedAt) {

    static NotificationResource of(Notification notification) {
        return new NotificationResource(
                notification.id(),
                notification.programInstanceId(),
                notification.enrollmentId(),
                notification.type().wire(),
                notification.status(),
                notification.problem(),
                notification.test(),
                notification.attempts(),
                notification.nextAttemptAt(),
                notification.resendOf(),
                notification.aboutAt(),
                notification.createdAt(),
                notification.finishedAt());
    }
}
