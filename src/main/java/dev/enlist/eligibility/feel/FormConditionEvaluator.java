package dev.enlist.eligibility.feel;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.enlist.form.FormConditions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Conditions of forms by the engine of the decision tables: each text is parsed once, the work of each is bounded.
 *
 * <p>Engine internals: the public interface of FEEL-Scala parses an expression at each evaluation and does not bound it.
 */
@Component
public class FormConditionEvaluator implements FormConditions {

    private static final long MOST_KEPT = 10_000;

    private final FeelValidator validator = new FeelValidator();
    private final UnaryTestParser parser = new UnaryTestParser();
    private final FeelEngine engine = new CachedFeelEngineFactory().createInstance();
    private final LoadingCache<String, Set<List<String>>> reads =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build(this::analyze);

    @Override
    public Optional<String> problem(String expression) {
        return validator.expression(expression) instanceof FeelValidator.Unusable unusable
                ? Optional.of(
                        switch (unusable.obstacle()) {
                            case TOO_LONG -> "is too long for a condition";
                            case TOO_DEEP -> "is nested too deeply for a condition";
                            case EXTERNAL_FUNCTION -> "calls code outside FEEL, which conditions must not do";
                            case NOT_FEEL -> "is no FEEL expression: " + unusable.detail();
                        })
                : Optional.empty();
    }

    @Override
    public Set<List<String>> reads(String expression) {
        return reads.get(expression);
    }

    private Set<List<String>> analyze(String expression) {
        return problem(expression).isPresent()
                ? Set.of()
                : Set.copyOf(
                        parser.expression(expression, path -> ValueKind.UNKNOWN).reads());
    }

    @Override
    public @Nullable Object evaluate(String expression, Map<String, ? extends @Nullable Object> variables) {
        try {
            return engine.evaluateSimpleExpression(
                    expression, Variables.fromMap(new HashMap<>(variables)).asVariableContext());
        } catch (FeelException e) {
            throw new ConditionFailed(expression, e);
        }
    }
}
