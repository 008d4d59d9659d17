package dev.enlist.reporting;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The length of a period of a time series. Weeks begin on Monday. */
public enum Interval {
    DAY(30),
    WEEK(7 * 26),
    MONTH(365);

    private final int defaultDays;

    Interval(int defaultDays) {
        this.defaultDays = defaultDays;
    }

    /** How many days a series spans whose request names no first day, before it begins with a whole period. */
    int defaultDays() {
        return defaultDays;
    }

    /** The first day of the period that contains the day. */
    LocalDate startOf(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** The first day after the period that contains the day. */
    LocalDate endOf(LocalDate day) {
        return switch (this) {
            case DAY -> day.plusDays(1);
            case WEEK -> startOf(day).plusWeeks(1);
            case MONTH -> startOf(day).plusMonths(1);
        };
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its name in lower case; empty for any other text. */
    public static Optional<Interval> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(interval -> interval.wire().equals(wire))
                .findFirst();
    }
}
