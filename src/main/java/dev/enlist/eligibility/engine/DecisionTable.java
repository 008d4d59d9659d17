package dev.enlist.eligibility.engine;

import dev.enlist.eligibility.RulesFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableOutputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.DmnExpressionImpl;
import org.camunda.bpm.dmn.engine.impl.hitpolicy.CollectHitPolicyHandler;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A decision table that the engine has parsed, with the tables that it requires, and parts of it as tables of their own.
 * A part requires the same tables. Does not change.
 *
 * <p>Engine internals: the public interface of the engine evaluates a table and does not show its columns and rows.
 * Parsing the document a second time for them could differ from what is evaluated.
 */
public final class DecisionTable {

    /**
     * @param name       heading; empty where the document has none
     * @param expression FEEL without spaces around it; empty where the document has none
     * @param type       declared type, as written; null for none
     */
    public record Column(
            String name, String expression, @Nullable String type) {}

    /**
     * @param name        annotation of the row; null for none
     * @param conditions  FEEL for each column, without spaces around it; empty where every value is accepted
     * @param conclusions FEEL for each output, without spaces around it; empty for none
     */
    public record Row(String id, @Nullable String name, List<String> conditions, List<String> conclusions) {}

    private final DmnDecision decision;
    private final DmnDecisionTableImpl logic;
    private final List<Column> columns;
    private final List<Row> rows;
    private final List<String> outputs;
    private final List<DecisionTable> required;

    /** @throws RulesFailed where the decision, or one that it requires, is not a table */
    static DecisionTable of(DmnDecision decision) {
        return of(decision, new HashMap<>());
    }

    /** @param built tables by the id of the decision: each is built once, however many tables require it */
    private static DecisionTable of(DmnDecision decision, Map<String, DecisionTable> built) {
        DecisionTable known = built.get(decision.getKey());
        if (known != null) {
            return known;
        }
        Map<String, DecisionTable> required = new LinkedHashMap<>();
        for (DmnDecision each : decision.getRequiredDecisions()) {
            DecisionTable table = of(each, built);
            table.required.forEach(before -> required.putIfAbsent(before.key(), before));
            required.putIfAbsent(table.key(), table);
        }
        DecisionTable table = new DecisionTable(decision, List.copyOf(required.values()));
        built.put(decision.getKey(), table);
        return table;
    }

    private DecisionTable(DmnDecision decision, List<DecisionTable> required) {
        this.required = required;
        if (!(decision.getDecisionLogic() instanceof DmnDecisionTableImpl table)) {
            throw new RulesFailed("The decision is not a table.");
        }
        this.decision = decision;
        this.logic = table;
        this.columns = table.getInputs().stream().map(DecisionTable::column).toList();
        this.rows = table.getRules().stream().map(DecisionTable::row).toList();
        this.outputs = table.getOutputs().stream()
                .map(output -> String.valueOf(output.getOutputName()))
                .toList();
    }

    /** Id of the decision in the document. */
    public String key() {
        return String.valueOf(decision.getKey());
    }

    /** Name of the decision; its id where it has none. */
    public String name() {
        String name = decision.getName();
        return name == null || name.isBlank() ? key() : name;
    }

    /**
     * The tables that this one requires, directly or through others, in the order of their evaluation; without itself.
     * Their outputs are inputs of the tables after them, by the names of the outputs.
     */
    public List<DecisionTable> required() {
        return required;
    }

    /** The required tables and this one, in the order of their evaluation. */
    public List<DecisionTable> all() {
        List<DecisionTable> all = new ArrayList<>(required);
        all.add(this);
        return all;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<Row> rows() {
        return rows;
    }

    /** Names of the outputs, in the order of {@link Row#conclusions}. */
    public List<String> outputs() {
        return outputs;
    }

    /** Whether the first matching row decides. */
    public boolean isFirstHit() {
        return logic.getHitPolicyHandler().getHitPolicyEntry().getHitPolicy() == HitPolicy.FIRST;
    }

    /** Whether all matching rows count, so that an output is a list of values, or what they add up to. */
    public boolean isCollecting() {
        return logic.getHitPolicyHandler().getHitPolicyEntry().getHitPolicy() == HitPolicy.COLLECT;
    }

    /** The table without one of its outputs. */
    public DecisionTable withoutOutput(String name) {
        List<DmnDecisionTableOutputImpl> kept = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (!outputs.get(i).equals(name)) {
                kept.add(logic.getOutputs().get(i));
                places.add(i);
            }
        }
        List<DmnDecisionTableRuleImpl> rules = logic.getRules().stream()
                .map(rule -> rule(
                        rule,
                        rule.getConditions(),
                        places.stream().map(rule.getConclusions()::get).toList()))
                .toList();
        return part(logic.getInputs(), kept, rules);
    }

    /** A table with one row, from 0, and no conditions: its outputs apply to every input. */
    public DecisionTable unconditionalRow(int row) {
        DmnDecisionTableRuleImpl rule = logic.getRules().get(row);
        return part(List.of(), logic.getOutputs(), List.of(rule(rule, List.of(), rule.getConclusions())));
    }

    /** A table with one column, from 0, no outputs, and all rows that match; the id of a row is its index. */
    DmnDecision columnAlone(int column) {
        List<DmnDecisionTableRuleImpl> rules = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            DmnDecisionTableRuleImpl rule = new DmnDecisionTableRuleImpl();
            rule.setId(String.valueOf(row));
            rule.setConditions(List.of(logic.getRules().get(row).getConditions().get(column)));
            rule.setConclusions(List.of());
            rules.add(rule);
        }
        DmnDecisionTableImpl alone = new DmnDecisionTableImpl();
        alone.setHitPolicyHandler(new CollectHitPolicyHandler());
        alone.setInputs(List.of(logic.getInputs().get(column)));
        alone.setOutputs(List.of());
        alone.setRules(rules);
        return decision(alone);
    }

    /** The table with all matching rows instead of the one that decides; the id of a row is its number, from 1. */
    DmnDecision collecting() {
        List<DmnDecisionTableRuleImpl> rules = new ArrayList<>();
        for (DmnDecisionTableRuleImpl rule : logic.getRules()) {
            DmnDecisionTableRuleImpl numbered = rule(rule, rule.getConditions(), rule.getConclusions());
            numbered.setId(String.valueOf(rules.size() + 1));
            rules.add(numbered);
        }
        DmnDecisionTableImpl all = new DmnDecisionTableImpl();
        all.setHitPolicyHandler(new CollectHitPolicyHandler());
        all.setInputs(logic.getInputs());
        all.setOutputs(logic.getOutputs());
        all.setRules(rules);
        return decision(all);
    }

    DmnDecision decision() {
        return decision;
    }

    private DecisionTable part(
            List<DmnDecisionTableInputImpl> inputs,
            List<DmnDecisionTableOutputImpl> outputs,
            List<DmnDecisionTableRuleImpl> rules) {
        DmnDecisionTableImpl part = new DmnDecisionTableImpl();
        part.setHitPolicyHandler(logic.getHitPolicyHandler());
        part.setInputs(inputs);
        part.setOutputs(outputs);
        part.setRules(rules);
        return new DecisionTable(decision(part), required);
    }

    private DmnDecision decision(DmnDecisionTableImpl table) {
        DmnDecisionImpl part = new DmnDecisionImpl();
        part.setKey(decision.getKey());
        part.setName(decision.getName());
        part.setRequiredDecision(List.copyOf(decision.getRequiredDecisions()));
        part.setDecisionLogic(table);
        return part;
    }

    private static DmnDecisionTableRuleImpl rule(
            DmnDecisionTableRuleImpl rule, List<DmnExpressionImpl> conditions, List<DmnExpressionImpl> conclusions) {
        DmnDecisionTableRuleImpl copy = new DmnDecisionTableRuleImpl();
        copy.setId(rule.getId());
        copy.setName(rule.getName());
        copy.setConditions(conditions);
        copy.setConclusions(conclusions);
        return copy;
    }

    private static Column column(DmnDecisionTableInputImpl input) {
        DmnExpressionImpl expression = input.getExpression();
        return new Column(
                input.getName() == null ? "" : input.getName(),
                text(expression),
                expression == null || expression.getTypeDefinition() == null
                        ? null
                        : expression.getTypeDefinition().getTypeName());
    }

    private static Row row(DmnDecisionTableRuleImpl rule) {
        return new Row(
                rule.getId(),
                rule.getName(),
                rule.getConditions().stream().map(DecisionTable::text).toList(),
                rule.getConclusions().stream().map(DecisionTable::text).toList());
    }

    private static String text(@Nullable DmnExpressionImpl expression) {
        return expression == null || expression.getExpression() == null
                ? ""
                : expression.getExpression().trim();
    }
}
