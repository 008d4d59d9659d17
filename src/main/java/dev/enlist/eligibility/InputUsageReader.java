package dev.enlist.eligibility;

import dev.enlist.eligibility.feel.CachedFeelEngineFactory;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.DmnExpressionImpl;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds which inputs of the applicant a table reads, and whether it asks for them in this program. A column such as "is
 * the use within the limits" reads {@code metadata.monthlyKwh} only where the configuration states a limit: where
 * program and configuration alone decide its value, its inputs are not asked for.
 */
final class InputUsageReader {

    /** Inputs that come from the person who applies. */
    static final Set<String> OF_APPLICANT =
            Set.of("state", "postalCode", "country", "manufacturerSlugs", "serialNumber", "tags", "metadata");

    private final UnaryTestParser parser = new UnaryTestParser();
    private final FeelEngine engine = new CachedFeelEngineFactory().createInstance();

    /**
     * @param program inputs that program and instance determine, by name
     * @return inputs of the applicant as paths with dots, such as {@code metadata.monthlyKwh}; true where one is asked for
     */
    Map<String, Boolean> of(DmnDecision decision, Map<String, @Nullable Object> program) {
        Map<String, Boolean> usage = new TreeMap<>();
        if (decision.getDecisionLogic() instanceof DmnDecisionTableImpl table) {
            for (int column = 0; column < table.getInputs().size(); column++) {
                DmnDecisionTableInputImpl input = table.getInputs().get(column);
                String expression = text(input.getExpression());
                boolean asked = readsApplicant(expression, program);
                add(parser.expression(expression, InputUsageReader::kind), asked, usage);
                for (DmnDecisionTableRuleImpl rule : table.getRules()) {
                    String condition = text(rule.getConditions().get(column));
                    add(parser.condition(condition, InputUsageReader::kind), true, usage);
                }
            }
            for (DmnDecisionTableRuleImpl rule : table.getRules()) {
                // the words of a reason repeat an input, they do not ask for it
                rule.getConclusions()
                        .forEach(conclusion ->
                                add(parser.expression(text(conclusion), InputUsageReader::kind), false, usage));
            }
        }
        return usage;
    }

    private static void add(ExpressionFacts facts, boolean asked, Map<String, Boolean> usage) {
        for (List<String> path : facts.reads()) {
            if (OF_APPLICANT.contains(path.get(0))) {
                String name =
                        path.get(0).equals("metadata") && path.size() > 1 ? "metadata." + path.get(1) : path.get(0);
                usage.merge(name, asked, Boolean::logicalOr);
            }
        }
    }

    /** Whether the evaluation with an applicant of whom nothing is known reads any input of the applicant. */
    private boolean readsApplicant(String expression, Map<String, @Nullable Object> program) {
        if (expression.isEmpty()) {
            return false;
        }
        RecordingVariables variables = new RecordingVariables(program);
        try {
            engine.evaluateSimpleExpression(expression, variables);
        } catch (FeelException e) {
            return true; // what cannot be evaluated without an applicant needs one
        }
        return variables.read.stream().anyMatch(OF_APPLICANT::contains);
    }

    private static ValueKind kind(List<String> path) {
        return ValueKind.UNKNOWN;
    }

    private static String text(@Nullable DmnExpressionImpl expression) {
        return expression == null || expression.getExpression() == null
                ? ""
                : expression.getExpression().trim();
    }

    /** Notes the names of the inputs that are read. */
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
            return RuleInput.isKnown(name);
        }

        @Override
        public Set<String> keySet() {
            return values.keySet();
        }
    }
}
