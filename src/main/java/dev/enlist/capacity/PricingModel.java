package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The unit of a pool and the source of its limit; lower case on the wire. */
public enum PricingModel {
    /** One for each enrollment, out of the committed seats. */
    SEATS,
    /** A rate for each enrollment, out of the credit allocation; decimals are exact. */
    CREDITS,
    /** One learner for each enrollment, out of the learners committed. */
    IAAS,
    /** One for each enrollment, out of a share of a parent pool, which is drawn from as well. */
    BUNDLE,
    /** Rate and limit as they are configured. */
    CUSTOM,
    /** Money: of each enrollment the amount of its incentive, out of a budget in one currency. */
    BUDGET;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static PricingModel ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
