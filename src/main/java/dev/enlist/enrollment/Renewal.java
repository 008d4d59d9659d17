package dev.enlist.enrollment;

import org.jspecify.annotations.Nullable;

/**
 * The result of the renewal of one enrollment, or of its preview.
 *
 * @param sourceEnrollmentId the enrollment that is renewed
 * @param outcome            what the rules of the new instance say, or why they were not asked
 * @param enrollmentId       the new enrollment; the one that stood in the way; null where there is none
 * @param code               of the decision, for machines
 * @param reason             of the decision, for people
 */
public record Renewal(
        String sourceEnrollmentId,
        Outcome outcome,
        @Nullable String enrollmentId,
        @Nullable String code,
        @Nullable String reason) {

    /** Lower case with dashes on the wire. */
    public enum Outcome {
        /** In again, and eligible. */
        ELIGIBLE,
        /** In again; a person has to decide. */
        MANUAL,
        /** In again, and falls out by the rules. */
        INELIGIBLE,
        /** In the new instance already, by another way. */
        ALREADY_ENROLLED,
        /** Renewed before, and not again. */
        ALREADY_RENEWED,
        /** Could not be asked about. */
        FAILED;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Whether there is a new enrollment now. */
        public boolean isRenewed() {
            return this == ELIGIBLE || this == MANUAL || this == INELIGIBLE;
        }
    }
}
