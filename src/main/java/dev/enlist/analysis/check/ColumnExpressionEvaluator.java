package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.FeelEvaluator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates the expression of a column as the engine does. */
final class ColumnExpressionEvaluator {

    /** The result; {@code value} may be null. */
    record Result(@Nullable Object value) {}

    private final FeelEvaluator feel = new FeelEvaluator();
    private final TimeBudget patience;

    ColumnExpressionEvaluator(TimeBudget patience) {
        this.patience = patience;
    }

    /** Empty where the evaluation fails, or the time budget is used up. */
    Optional<Result> evaluate(String expression, Map<String, @Nullable Object> inputs) {
        return patience.with(() ->
                feel.expression(expression, inputs).map(result -> new Result(ValueComparator.plain(result.value()))));
    }
}
