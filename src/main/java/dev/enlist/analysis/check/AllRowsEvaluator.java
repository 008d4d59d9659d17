package dev.enlist.analysis.check;

import dev.enlist.eligibility.RulesEngine;
import dev.enlist.eligibility.document.DmnReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.hitpolicy.DefaultHitPolicyHandlerRegistry;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Runs a table on an input and returns every row that matches, not only the one that decides. It uses the same document
 * and engine with another hit policy. The check reports only what such a run has confirmed.
 */
final class AllRowsEvaluator {

    /**
     * The matching rows, with their outputs in the order of the output columns.
     *
     * @param answers by row number, from 1
     */
    record Fitting(Map<Integer, List<@Nullable Object>> answers) {

        boolean isEmpty() {
            return answers.isEmpty();
        }

        boolean has(int row) {
            return answers.containsKey(row);
        }

        /** Whether no row above {@code row} matches. */
        boolean begins(int row) {
            return !answers.isEmpty() && answers.keySet().iterator().next() == row;
        }
    }

    private final List<DmnEvaluatedDecisionRule> matched = new ArrayList<>();
    private final DmnEngine engine;
    private final DmnDecision decision;
    private final TimeBudget patience;

    /** @throws RuntimeException of the engine, where it rejects the document */
    AllRowsEvaluator(String dmn, TimeBudget patience) {
        this.patience = patience;
        DefaultDmnEngineConfiguration configuration = RulesEngine.configuration();
        configuration
                .getCustomPostDecisionTableEvaluationListeners()
                .add(event -> matched.addAll(event.getMatchingRules()));
        engine = configuration.buildEngine();
        decision = engine.parseDecisions(DmnReader.stream(dmn)).get(0);
        DmnDecisionTableImpl table = (DmnDecisionTableImpl) decision.getDecisionLogic();
        table.setHitPolicyHandler(new DefaultHitPolicyHandlerRegistry().getHandler(HitPolicy.COLLECT, null));
        int number = 0;
        for (DmnDecisionTableRuleImpl rule : table.getRules()) {
            rule.setId(String.valueOf(++number));
        }
    }

    /** Empty where the table cannot be evaluated on this input, or the time budget is used up. */
    Optional<Fitting> run(Map<String, @Nullable Object> inputs) {
        return patience.with(() -> now(inputs));
    }

    /** A cell may make the engine throw any exception. */
    private Optional<Fitting> now(Map<String, @Nullable Object> inputs) {
        matched.clear();
        try {
            engine.evaluateDecisionTable(decision, inputs);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
        Map<Integer, List<@Nullable Object>> answers = new LinkedHashMap<>();
        for (DmnEvaluatedDecisionRule rule : matched) {
            List<@Nullable Object> outputs = new ArrayList<>();
            rule.getOutputEntries()
                    .values()
                    .forEach(output -> outputs.add(output.getValue().getValue()));
            answers.put(Integer.parseInt(rule.getId()), outputs);
        }
        return Optional.of(new Fitting(answers));
    }
}
