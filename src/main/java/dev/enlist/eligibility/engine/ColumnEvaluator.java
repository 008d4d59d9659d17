package dev.enlist.eligibility.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the columns of a table one by one with the decision engine, each as a table of its own that collects every
 * matching row. So results and types are those of the engine, without a second interpretation of FEEL.
 *
 * <p>Engine internals: the configuration of the engine, which has no public builder.
 */
public final class ColumnEvaluator {

    /**
     * @param seen   value of the column's expression
     * @param met    rows, from 0, whose condition holds
     * @param failed whether an evaluation failed
     */
    public record Outcome(@Nullable Object seen, BitSet met, boolean failed) {}

    private final ThreadLocal<@Nullable DmnDecisionEvaluationEvent> last = new ThreadLocal<>();
    private final DmnEngine engine;
    private final List<DmnDecision> columns = new ArrayList<>();
    private final int rows;

    public ColumnEvaluator(DecisionTable table) {
        DefaultDmnEngineConfiguration configuration = RulesEngine.configuration();
        configuration.getCustomPostDecisionEvaluationListeners().add(last::set);
        this.engine = configuration.buildEngine();
        this.rows = table.rows().size();
        for (int column = 0; column < table.columns().size(); column++) {
            columns.add(table.columnAlone(column));
        }
    }

    /** The value of a column, from 0, and the rows that it accepts. */
    public Outcome outcome(int column, Map<String, @Nullable Object> inputs) {
        BitSet met = new BitSet(rows);
        try {
            engine.evaluateDecisionTable(columns.get(column), inputs);
            DmnDecisionEvaluationEvent evaluated = last.get();
            if (evaluated == null) {
                throw new IllegalStateException("The engine evaluated a column without notifying its listener.");
            }
            DmnDecisionTableEvaluationEvent event = DecisionParser.table(evaluated);
            for (DmnEvaluatedDecisionRule rule : event.getMatchingRules()) {
                met.set(Integer.parseInt(rule.getId()));
            }
            Object seen = event.getInputs().get(0).getValue().getValue();
            return new Outcome(seen, met, false);
        } catch (DmnEngineException | FeelException e) {
            // a failed evaluation matches no row
            return new Outcome(null, new BitSet(rows), true);
        } finally {
            last.remove();
        }
    }
}
