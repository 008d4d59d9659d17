package dev.enlist.eligibility.feel;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an expression and notes which variables the evaluation reads: those of the branches it takes.
 *
 * <p>Engine internals: only the engine asks the context for a variable at the moment at which it reads it.
 */
public final class ReadRecorder {

    private final FeelEngine engine = new CachedFeelEngineFactory().createInstance();

    /**
     * Names of the variables that were read.
     *
     * @param values by name; any other variable is null
     * @return empty where the expression has no value
     */
    public Optional<Set<String>> reads(String expression, Map<String, @Nullable Object> values) {
        RecordingVariables variables = new RecordingVariables(values);
        try {
            engine.evaluateSimpleExpression(expression, variables);
            return Optional.of(variables.read);
        } catch (FeelException e) {
            return Optional.empty();
        }
    }

    private static final class RecordingVariables implements VariableContext {

        private final Map<String, @Nullable Object> values;
        private final Set<String> read = new HashSet<>();

        RecordingVariables(Map<String, @Nullable Object> values) {
            this.values = values;
        }

        @Override
        public TypedValue resolve(String name) {
            read.add(name);
            return Variables.untypedValue(values.get(name));
        }

        @Override
        public boolean containsVariable(String name) {
            return true;
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }
}
