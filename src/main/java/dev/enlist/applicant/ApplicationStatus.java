package dev.enlist.applicant;

import dev.enlist.enrollment.EnrollmentStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the status page of an application shows. Texts of the form are in the language of the page.
 *
 * @param zone             time zone of the program instance, for dates
 * @param applicantName    empty where no name is known
 * @param reason           why it stands there, as the rules or the reviewer wrote it; null for none
 * @param nearestChange    the fewest answers to change for an eligible verdict; empty where the instance does not tell it
 * @param timeline         oldest first; what is next comes last
 * @param usualDays        days that half of the decisions of the instance took at most; null while too few are known
 * @param question         the open information request; null for none
 * @param waitlistPosition from 1; null where it is not on the waitlist
 * @param offerEndsAt      until when the applicant can answer the offer; null for none
 * @param incentive        what the applicant gets; null where that is nothing, or not known yet
 * @param documentTypes    types that can be added now
 * @param renewal          the instance into which the participation can be renewed; null for none
 * @param optedOut         whether the applicant gets no invitations
 */
public record ApplicationStatus(
        String enrollmentId,
        String programInstanceId,
        String applicationNumber,
        ZoneId zone,
        String programName,
        String title,
        String organization,
        String applicantName,
        String email,
        ApplicationState state,
        EnrollmentStatus status,
        @Nullable String reason,
        List<Change> nearestChange,
        List<Milestone> timeline,
        @Nullable Long usualDays,
        List<Section> answers,
        @Nullable Incentive incentive,
        List<AttachedDocument> documents,
        List<DocumentType> documentTypes,
        @Nullable Question question,
        @Nullable Integer waitlistPosition,
        @Nullable Instant offerEndsAt,
        boolean canWithdraw,
        boolean canLeave,
        @Nullable Renewal renewal,
        boolean optedOut) {

    /**
     * An entry of the timeline.
     *
     * @param key  name of its words
     * @param at   null for what is next
     * @param text reason, or what the applicant wrote; null for none
     * @param next whether it has not happened yet
     */
    public record Milestone(
            String key, @Nullable Instant at, @Nullable String text, boolean next) {}

    /** A page of the form with its answers. */
    public record Section(String title, List<Answer> answers) {}

    /**
     * What the applicant gets.
     *
     * @param granted  whether the application is approved
     * @param payments oldest first; empty before the approval
     */
    public record Incentive(String amount, boolean granted, List<Payment> payments) {}

    /**
     * A payment.
     *
     * @param key name of its words: preparing, sent, paid or failed
     * @param at  when it was sent, paid or failed; null before
     */
    public record Payment(
            String amount, String key, @Nullable Instant at) {}

    /** An answer in readable form; empty where it was not given. */
    public record Answer(String label, String value) {}

    /** @param change label of the answer, with its present value and one that is enough */
    public record Change(String label, String from, String to) {}

    /** A document. */
    public record AttachedDocument(
            String id, String fileName, String type, long size, Instant addedAt, boolean readable) {}

    /** @param left how many more documents of the type can be added */
    public record DocumentType(String type, String label, int left) {}

    /**
     * An information request.
     *
     * @param fields    names of the fields of the answer form
     * @param documents types that are missing, with their labels
     */
    public record Question(
            String id, String message, Instant dueAt, List<String> fields, List<DocumentType> documents) {}

    /** An instance of the same program that takes applications now. */
    public record Renewal(String programInstanceId, String title) {}
}
