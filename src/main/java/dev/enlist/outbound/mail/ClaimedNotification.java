package dev.enlist.outbound.mail;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node has claimed, with what is known of whom it is about at this moment.
 *
 * @param claim         tells this claim from one that another node makes when the lease is over
 * @param attempts      made before
 * @param email         of the applicant, or of the member a test goes to; null where there is none any more
 * @param reason        of the move it tells of
 * @param application   what the applicant said, as JSON; null where the message is about nobody
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
        @Nullable String reason,
        @Nullable String application,
        Setting setting) {

    /** A test goes to a member and is about nobody. */
    boolean isTest() {
        return enrollmentId == null;
    }

    /**
     * The instance that a message speaks for.
     *
     * @param notifications of the instance, as JSON
     * @param zone          in which its dates are days
     * @param contact       of the workspace
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
