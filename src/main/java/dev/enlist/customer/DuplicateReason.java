package dev.enlist.customer;

import java.util.Arrays;
import java.util.Locale;

/** A fact that two customers share, with the points that it adds to the score of the pair. */
public enum DuplicateReason {
    SAME_SERIAL_NUMBER(45),
    SAME_PHONE(40),
    SAME_ADDRESS(30),
    SAME_NAME(30),
    SIMILAR_EMAIL(30),
    SIMILAR_NAME(20);

    private final int points;

    DuplicateReason(int points) {
        this.points = points;
    }

    /** From 1 to 100. */
    public int points() {
        return points;
    }

    /** Such as {@code same-phone}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static DuplicateReason ofWire(String wire) {
        return Arrays.stream(values())
                .filter(reason -> reason.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wire));
    }
}
