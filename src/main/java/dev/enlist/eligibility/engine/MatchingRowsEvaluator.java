package dev.enlist.eligibility.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a table and returns every row that matches, not only the one that decides. For one thread.
 *
 * <p>Engine internals: the configuration of the engine, which has no public builder.
 */
public final class MatchingRowsEvaluator {

    private final List<DmnEvaluatedDecisionRule> matched = new ArrayList<>();
    private final DmnEngine engine;
    private final DmnDecision decision;

    public MatchingRowsEvaluator(DecisionTable table) {
        DefaultDmnEngineConfiguration configuration = RulesEngine.configuration();
        configuration
                .getCustomPostDecisionEvaluationListeners()
                .add(event -> matched.addAll(DecisionParser.table(event).getMatchingRules()));
        this.engine = configuration.buildEngine();
        this.decision = table.collecting();
    }

    /**
     * The matching rows by number, from 1, with their outputs in the order of the output columns.
     *
     * @throws RuntimeException of any kind that a cell causes
     */
    public Map<Integer, List<@Nullable Object>> rows(Map<String, @Nullable Object> inputs) {
        matched.clear();
        engine.evaluateDecisionTable(decision, inputs);
        Map<Integer, List<@Nullable Object>> rows = new LinkedHashMap<>();
        for (DmnEvaluatedDecisionRule rule : matched) {
            List<@Nullable Object> outputs = new ArrayList<>();
            rule.getOutputEntries()
                    .values()
                    .forEach(output -> outputs.add(output.getValue().getValue()));
            rows.put(Integer.parseInt(rule.getId()), outputs);
        }
        return rows;
    }
}
