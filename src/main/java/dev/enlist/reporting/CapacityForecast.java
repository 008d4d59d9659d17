package dev.enlist.reporting;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts in how many weeks a capacity is used up, from the net use of past weeks, by a bootstrap: each of
 * {@value #PATHS} paths first draws its own past from the observed weeks, then draws future weeks from that past, until the
 * remaining units are used. The quantiles 10 %, 50 % and 90 % of the paths are the earliest, the expected and the latest
 * time. The first draw makes the range wider where few weeks were observed. The same weeks give the same forecast.
 */
final class CapacityForecast {

    /** Weeks that must have been observed. */
    static final int FEWEST_WEEKS = 8;

    /** Weeks in which the use must have changed, so that a few large steps are not taken for a rate. */
    static final int FEWEST_ACTIVE_WEEKS = 5;

    /** A quarter: a longer past is right less often where a program grows or has seasons. */
    static final int RECENT_WEEKS = 13;

    /** Three years. */
    static final int HORIZON_WEEKS = 156;

    private static final int PATHS = 1000;
    private static final int BACK_TEST_PATHS = 400;
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;
    private static final long SEED = 20260101;

    /** How far ahead a back-test looks, and how many weeks must follow its starting point. */
    private static final int BACK_TEST_WEEKS = 4;

    private CapacityForecast() {}

    /** Weeks from now, with fractions; infinity beyond the horizon. */
    record Range(double earliest, double expected, double latest) {}

    /**
     * Forecasts from past weeks, compared with what happened.
     *
     * @param within forecasts whose range contained what happened
     */
    record BackTest(int forecasts, int within) {}

    /** Why there is no forecast. */
    enum Refusal {
        TOO_LITTLE_DATA,
        NOT_GROWING,
        BEYOND_HORIZON
    }

    /** Exactly one of the two is not null. */
    record Result(@Nullable Range range, @Nullable Refusal refusal) {}

    /**
     * The time at which {@code remaining} units are used up.
     *
     * @param weeks     net use of each past week, the latest last
     * @param remaining above 0
     */
    static Result of(double[] weeks, double remaining) {
        if (weeks.length < FEWEST_WEEKS
                || Arrays.stream(weeks).filter(use -> use != 0).count() < FEWEST_ACTIVE_WEEKS) {
            return new Result(null, Refusal.TOO_LITTLE_DATA);
        }
        double[] recent = recent(weeks, weeks.length);
        if (Arrays.stream(recent).sum() <= 0) {
            return new Result(null, Refusal.NOT_GROWING);
        }
        Range range = range(recent, remaining, PATHS);
        return Double.isInfinite(range.expected()) ? new Result(null, Refusal.BEYOND_HORIZON) : new Result(range, null);
    }

    /**
     * Forecasts from each past week on when the use of {@value #BACK_TEST_WEEKS} average weeks will be reached, and
     * compares the range with the week in which it was. Where the observation ends before, the forecast counts as right if
     * its range reaches beyond that end. Empty where no past week has enough weeks before and after it.
     */
    static Optional<BackTest> backTest(double[] weeks) {
        int forecasts = 0;
        int within = 0;
        for (int origin = FEWEST_WEEKS; origin + 2 * BACK_TEST_WEEKS <= weeks.length; origin++) {
            double[] before = recent(weeks, origin);
            double level = Arrays.stream(before).average().orElse(0) * BACK_TEST_WEEKS;
            if (level > 0) {
                Range range = range(before, level, BACK_TEST_PATHS);
                double actual = reached(weeks, origin, level);
                boolean open = Double.isInfinite(actual);
                forecasts++;
                if (open
                        ? range.latest() >= weeks.length - origin
                        : actual >= Math.floor(range.earliest()) && actual <= Math.ceil(range.latest())) {
                    within++;
                }
            }
        }
        return forecasts == 0 ? Optional.empty() : Optional.of(new BackTest(forecasts, within));
    }

    private static double[] recent(double[] weeks, int end) {
        return Arrays.copyOfRange(weeks, Math.max(0, end - RECENT_WEEKS), end);
    }

    private static double reached(double[] weeks, int origin, double level) {
        double used = 0;
        for (int week = origin; week < weeks.length; week++) {
            double before = used;
            used += weeks[week];
            if (used >= level) {
                return week - origin + (level - before) / weeks[week];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static Range range(double[] observed, double remaining, int paths) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] times = new double[paths];
        double[] past = new double[observed.length];
        for (int path = 0; path < paths; path++) {
            for (int week = 0; week < past.length; week++) {
                past[week] = observed[random.nextInt(observed.length)];
            }
            times[path] = time(past, remaining, random);
        }
        Arrays.sort(times);
        return new Range(quantile(times, LOW), quantile(times, 0.5), quantile(times, HIGH));
    }

    private static double time(double[] past, double remaining, SplittableRandom random) {
        double used = 0;
        for (int week = 0; week < HORIZON_WEEKS; week++) {
            double drawn = past[random.nextInt(past.length)];
            if (used + drawn >= remaining) {
                return week + (remaining - used) / drawn;
            }
            used += drawn;
        }
        return Double.POSITIVE_INFINITY;
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
