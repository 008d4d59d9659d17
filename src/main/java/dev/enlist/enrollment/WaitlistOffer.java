package dev.enlist.enrollment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that was offered to an applicant on the waitlist: the application is submitted, and its units are kept until the
 * offer ends.
 *
 * @param answer     null until the applicant answers
 * @param answeredAt null until the applicant answers
 */
public record WaitlistOffer(
        String enrollmentId,
        Instant madeAt,
        Instant endsAt,
        @Nullable Answer answer,
        @Nullable Instant answeredAt) {

    /** Answers of the applicant, in lower case on the wire. */
    public enum Answer {
        ACCEPTED,
        DECLINED;

        @com.fasterxml.jackson.annotation.JsonValue
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Answer ofWire(String wire) {
            return valueOf(wire.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** Whether the applicant can still answer. */
    public boolean isOpen(Instant now) {
        return answer == null && now.isBefore(endsAt);
    }
}
