package dev.enlist.reporting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A part of a whole, to four digits. */
final class Rate {

    private static final int DIGITS = 4;

    private Rate() {}

    /** Null of nothing: no rate is honest there, neither 0 nor 1. */
    static @Nullable BigDecimal of(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DIGITS, RoundingMode.HALF_UP);
    }
}
