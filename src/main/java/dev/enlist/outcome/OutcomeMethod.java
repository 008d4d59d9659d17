package dev.enlist.outcome;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a value was determined; lower case on the wire. */
public enum OutcomeMethod {
    /** Estimated from the application. */
    DEEMED,
    /** Measured and verified. */
    MEASURED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OutcomeMethod> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(method -> method.wire().equals(wire))
                .findFirst();
    }
}
