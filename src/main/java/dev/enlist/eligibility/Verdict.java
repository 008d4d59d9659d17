package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of the rules.
 *
 * @param reason text for people; null where the table gave none
 * @param code   kebab-case, machine-readable
 */
public record Verdict(Status status, @Nullable String reason, String code) {

    /** The verdict where no row matches: never eligible. */
    static final Verdict NO_RULE_MATCHED = new Verdict(
            Status.INELIGIBLE, "None of the program's rules applies to this application.", "no-rule-matched");

    /** The three possible results of a table; lower case in the table and on the wire. */
    public enum Status {
        ELIGIBLE,
        INELIGIBLE,
        MANUAL;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Status> ofWire(@Nullable Object wire) {
            return Arrays.stream(values())
                    .filter(status -> status.wire().equals(wire))
                    .findFirst();
        }
    }
}
