package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.CachedFeelEngineFactory;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/** Evaluates the expression of a column as the engine does. */
final class ColumnExpressionEvaluator {

    /** The result; {@code value} may be null. */
    record Result(@Nullable Object value) {}

    private final FeelEngine feel = new CachedFeelEngineFactory().createInstance();
    private final TimeBudget patience;

    ColumnExpressionEvaluator(TimeBudget patience) {
        this.patience = patience;
    }

    /** Empty where the evaluation fails, or the time budget is used up. */
    Optional<Result> evaluate(String expression, Map<String, @Nullable Object> inputs) {
        return patience.with(() -> now(expression, inputs));
    }

    private Optional<Result> now(String expression, Map<String, @Nullable Object> inputs) {
        try {
            Object value = feel.evaluateSimpleExpression(
                    expression, Variables.fromMap(inputs).asVariableContext());
            return Optional.of(new Result(ValueComparator.plain(value)));
        } catch (FeelException e) {
            return Optional.empty();
        }
    }
}
