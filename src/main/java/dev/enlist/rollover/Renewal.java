package dev.enlist.rollover;

import org.jspecify.annotations.Nullable;

/**
 * The result of the renewal of one enrollment, or of its preview.
 *
 * @param sourceEnrollmentId the enrollment that is renewed
 * @param outcome            the verdict in the new instance, or why the rules were not evaluated
 * @param enrollmentId       the new enrollment, or the existing one that prevents the renewal; null if there is none
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
        /** Renewed and eligible. */
        ELIGIBLE,
        /** Renewed; a person has to decide. */
        MANUAL,
        /** Renewed and ineligible. */
        INELIGIBLE,
        /** The person has another enrollment in the new instance. */
        ALREADY_ENROLLED,
        /** Renewed before. */
        ALREADY_RENEWED,
        /** The rules could not be evaluated, or the person could not be enrolled. */
        FAILED;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Whether a new enrollment was created. */
        public boolean isRenewed() {
            return this == ELIGIBLE || this == MANUAL || this == INELIGIBLE;
        }
    }
}
