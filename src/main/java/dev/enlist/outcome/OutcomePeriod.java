package dev.enlist.outcome;

import java.time.LocalDate;

/** The days of an outcome, in the time zone of the program instance; the first and the last day count. */
public record OutcomePeriod(LocalDate from, LocalDate to) {

    boolean overlaps(OutcomePeriod other) {
        return !from.isAfter(other.to) && !to.isBefore(other.from);
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }
}
