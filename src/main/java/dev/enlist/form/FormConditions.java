package dev.enlist.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The FEEL engine, as far as conditions of forms need it. Implemented by the module of the rules. */
public interface FormConditions {

    /** Why an expression cannot be a condition; empty where it can. */
    Optional<String> problem(String expression);

    /** What an expression reads, as paths such as {@code metadata, monthlyKwh}. */
    Set<List<String>> reads(String expression);

    /**
     * The value of an expression that has no {@link #problem}.
     *
     * @throws ConditionFailed where it cannot be computed, or takes too long
     */
    @Nullable
    Object evaluate(String expression, Map<String, ? extends @Nullable Object> variables);

    /** The expression has no value. */
    class ConditionFailed extends RuntimeException {

        public ConditionFailed(String expression, Throwable cause) {
            super("The condition '" + expression + "' cannot be evaluated", cause);
        }
    }
}
