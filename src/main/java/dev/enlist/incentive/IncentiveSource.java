package dev.enlist.incentive;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the base of an incentive comes from; lower case on the wire. */
public enum IncentiveSource {
    /** The output {@code amount} of the row that decided. */
    RULE,
    /** {@code config.incentive.amount}. */
    CONFIG,
    /** {@code config.incentive.formula}. */
    FORMULA,
    /** A person, with a reason. */
    PERSON;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static IncentiveSource ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
