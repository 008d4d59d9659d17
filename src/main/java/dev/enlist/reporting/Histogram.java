package dev.enlist.reporting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Durations, counted in logarithmic classes: class {@code i} holds the durations above 1.05 to the power of {@code i -
 * 1} milliseconds, up to 1.05 to the power of {@code i}; class 0 holds all up to one millisecond. A quantile is
 * reported as the middle of its class, which is at most 2.5 % off the measured value. Count, mean and maximum are exact
 * to the millisecond.
 */
final class Histogram {

    private static final double GROWTH = 1.05;

    /** The natural logarithm of the ratio between two neighbouring classes. */
    static final double WIDTH = Math.log(GROWTH);

    /** Largest relative error of a quantile: (1.05 - 1) / (1.05 + 1), rounded up. */
    static final BigDecimal QUANTILE_ERROR = new BigDecimal("0.025");

    private static final int SHOWN_DIGITS = 3;

    private final TreeMap<Integer, Long> classes = new TreeMap<>();
    private long count;
    private BigDecimal total = BigDecimal.ZERO;
    private long longest;

    void add(int bucket, long amount, BigDecimal totalMillis, long longestMillis) {
        classes.merge(bucket, amount, Long::sum);
        count += amount;
        total = total.add(totalMillis);
        longest = Math.max(longest, longestMillis);
    }

    long count() {
        return count;
    }

    /** Mean in seconds; null where nothing was measured, as the other figures are. */
    @Nullable
    BigDecimal meanSeconds() {
        return count == 0 ? null : seconds(total.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64));
    }

    @Nullable
    BigDecimal maxSeconds() {
        return count == 0 ? null : seconds(BigDecimal.valueOf(longest));
    }

    /** Quantile by nearest rank: the smallest value that this part of all durations does not exceed. */
    @Nullable
    BigDecimal quantileSeconds(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long passed = 0;
        for (Map.Entry<Integer, Long> entry : classes.entrySet()) {
            passed += entry.getValue();
            if (passed >= rank) {
                double middle = entry.getKey() == 0
                        ? Math.min(1, longest)
                        : 2 * Math.pow(GROWTH, entry.getKey()) / (GROWTH + 1);
                return seconds(BigDecimal.valueOf(Math.min(middle, longest)));
            }
        }
        return null;
    }

    private static BigDecimal seconds(BigDecimal millis) {
        return millis.movePointLeft(3).setScale(SHOWN_DIGITS, RoundingMode.HALF_UP);
    }
}
