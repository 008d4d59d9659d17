package dev.enlist.enrollment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Treatment of a person who has an open or approved enrollment in the instance already. */
public enum OnDuplicate {
    REFUSE,
    SKIP,
    UPDATE;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnDuplicate> ofWire(String wire) {
        return Arrays.stream(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}
