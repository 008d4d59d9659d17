package dev.enlist.eligibility.feel;

import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates single FEEL texts as the decision engine does.
 *
 * <p>Engine internals: the interface by which the decision engine calls FEEL, so that both get the same results.
 */
public final class FeelEvaluator {

    /** The result of an expression; {@code value} may be null. */
    public record Result(@Nullable Object value) {}

    private final FeelEngine feel = new CachedFeelEngineFactory().createInstance();

    /** Empty where the evaluation fails. */
    public Optional<Result> expression(String text, Map<String, @Nullable Object> variables) {
        try {
            return Optional.of(new Result(feel.evaluateSimpleExpression(
                    text, Variables.fromMap(variables).asVariableContext())));
        } catch (FeelException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a condition accepts a value; empty where the evaluation fails.
     *
     * @param input name of the variable that has the value
     */
    public Optional<Boolean> condition(String text, String input, Map<String, @Nullable Object> variables) {
        try {
            return Optional.of(feel.evaluateSimpleUnaryTests(
                    text, input, Variables.fromMap(variables).asVariableContext()));
        } catch (FeelException e) {
            return Optional.empty();
        }
    }
}
