package dev.enlist.outcome;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An outcome to record.
 *
 * @param unit    must be that of the metric; null for that of the metric
 * @param formula that gave the value; null where the value was recorded
 */
public record NewOutcome(
        String metric,
        BigDecimal value,
        @Nullable String unit,
        OutcomePeriod period,
        @Nullable OutcomeMethod method,
        String source,
        @Nullable String formula) {

    /** The source of values that the formula of a metric gives. */
    static final String FORMULA = "formula";

    NewOutcome withMethod(OutcomeMethod other) {
        return new NewOutcome(metric, value, unit, period, other, source, formula);
    }
}
