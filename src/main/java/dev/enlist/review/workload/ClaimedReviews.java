package dev.enlist.review.workload;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to the reviews that a person has claimed when an absence begins. */
public enum ClaimedReviews {
    /** They stay claimed, and the workload shows them. */
    KEEP,
    /** They are released, so that every reviewer can claim them. */
    RELEASE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ClaimedReviews ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
