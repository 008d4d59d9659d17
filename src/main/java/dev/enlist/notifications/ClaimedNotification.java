package dev.enlist.notifications;

import dev.enlist.template.Notifications;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node has claimed, with the current data of the enrollment that it concerns.
 *
 * @param claim         distinguishes this claim from one that another node makes after the lease
 * @param attempts      number of earlier attempts
 * @param email         of the applicant, or of the member that a test is sent to; null if the person was erased or has
 *                      none
 * @param language      of the applicant, BCP 47; null for English
 * @param offerEndsAt   until when a place is kept for the applicant; null where none is
 * @param reason        of the transition that the message reports
 * @param question      the information request; null for other messages and for a test
 * @param activity      the activity; null for other messages and for a test
 * @param ownText       words of the message itself; null where they come from the settings of the instance
 * @param application   the applicant's answers, as JSON; null for a test
 */
record ClaimedNotification(
        String id,
        String claim,
        Instant until,
        MessageType type,
        Instant aboutAt,
        Instant createdAt,
        int attempts,
        @Nullable String enrollmentId,
        @Nullable String applicationNumber,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String referenceId,
        @Nullable String language,
        @Nullable Instant offerEndsAt,
        @Nullable String reason,
        @Nullable String application,
        @Nullable Question question,
        @Nullable Event activity,
        Notifications.@Nullable Text ownText,
        Setting setting) {

    /**
     * The activity that a message is about.
     *
     * @param isCurrent whether the message is still true: the activity has not begun and is not cancelled, unless the
     *                  message says so, and the person has not opted out
     */
    record Event(
            String title,
            Instant startsAt,
            Instant endsAt,
            @Nullable String location,
            boolean isCurrent) {}

    /**
     * The information request that a message reports.
     *
     * @param fields  JSON pointers into the enrollment
     * @param open    whether the applicant can still answer
     * @param askerId id of the member who asked; null where a key did
     */
    record Question(
            String message,
            List<String> fields,
            List<String> documents,
            Instant dueAt,
            boolean open,
            @Nullable String askerId) {}

    /** Whether this is a test, which is sent to a member and concerns no enrollment. */
    boolean isTest() {
        return enrollmentId == null;
    }

    /**
     * The program instance of a message.
     *
     * @param notifications settings of the instance, as JSON
     * @param zone          time zone for the dates in the message
     * @param contact       contact address of the workspace
     * @param formConfig    of the instance, as JSON
     */
    record Setting(
            String programInstanceId,
            String title,
            @Nullable String logoUrl,
            String programName,
            String organizationName,
            @Nullable String notifications,
            ZoneId zone,
            @Nullable String contact,
            @Nullable String formConfig) {}
}
