package dev.enlist.reporting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A fraction with four decimals. */
final class Rate {

    private static final int DIGITS = 4;

    private Rate() {}

    /** Null where {@code whole} is 0: neither 0 nor 1 would be a correct rate. */
    static @Nullable BigDecimal of(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DIGITS, RoundingMode.HALF_UP);
    }
}
