package dev.enlist.reporting;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How long the applications of a program instance waited from their submission to the decision.
 *
 * @param decided       number of decisions
 * @param medianSeconds half had waited no longer
 * @param p90Seconds    nine in ten had waited no longer
 */
public record DecisionTimes(
        long decided,
        @Nullable BigDecimal medianSeconds,
        @Nullable BigDecimal p90Seconds) {

    static DecisionTimes of(Histogram waited) {
        return new DecisionTimes(waited.count(), waited.quantileSeconds(0.5), waited.quantileSeconds(0.9));
    }
}
