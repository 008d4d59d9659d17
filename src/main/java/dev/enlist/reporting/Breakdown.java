package dev.enlist.reporting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a conversion report has a row for. */
public enum Breakdown {
    PROGRAM,
    INSTANCE,
    CAMPAIGN,
    STATE,
    MANUFACTURER,
    TAG,
    SOURCE;

    /** Whether the sums are kept by value; otherwise they are kept by program instance. */
    boolean isDimension() {
        return this != PROGRAM && this != INSTANCE && this != CAMPAIGN;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in lower case; empty for any other text. */
    public static Optional<Breakdown> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(breakdown -> breakdown.wire().equals(wire))
                .findFirst();
    }
}
