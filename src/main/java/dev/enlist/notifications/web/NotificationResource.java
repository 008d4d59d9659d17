package dev.enlist.notifications.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.notifications.Notification;
import dev.enlist.notifications.NotificationService;
import dev.enlist.notifications.NotifiedPerson;
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

        @Schema(description = "Of the list and of a single message; absent for a test") @Nullable
        Person person,

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

    /** The person whose enrollment it is about. */
    @Schema(name = "NotificationPerson")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            @Schema(example = "cllgn0u4r000008l7eazybfbo", description = "Of the customer or lead") @Nullable
            String id,

            @Schema(example = "B7K3-9QXM") String applicationNumber,
            @Schema(example = "Suzie Homeowner") String name) {

        static Person of(NotifiedPerson person) {
            return new Person(person.id(), person.applicationNumber(), person.name());
        }
    }

    static NotificationResource of(NotificationService.Logged logged) {
        NotifiedPerson person = logged.person();
        return of(logged.message(), person == null ? null : Person.of(person));
    }

    /** Without the person, for answers to callers who may not read enrollments. */
    static NotificationResource of(Notification notification) {
        return of(notification, null);
    }

    private static NotificationResource of(Notification notification, @Nullable Person person) {
        return new NotificationResource(
                notification.id(),
                notification.programInstanceId(),
                notification.enrollmentId(),
                person,
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
