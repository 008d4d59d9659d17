package dev.enlist.analysis.explain;

import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.engine.ColumnEvaluator;
import dev.enlist.eligibility.engine.DecisionTable;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.FeelReferences;
import dev.enlist.eligibility.feel.FeelValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision table that can be evaluated column by column: each column returns the rows whose condition on it holds.
 * The engine stops at the first failed condition of a row, so it cannot report the others.
 */
final class ColumnWiseTable {

    /** A column: its expression, its inputs, and the rows that it accepts. */
    final class Column {

        private final int index;
        private final String label;
        private final String expression;
        private final Set<FeelReferences> facts;
        private final Set<InputPath> reads;

        private Column(int index, DecisionTable.Column input) {
            this.index = index;
            this.expression = input.expression();
            this.label = input.name().isBlank() ? expression : input.name();
            this.facts = new LinkedHashSet<>();
            if (!expression.isEmpty()) {
                facts.add(READER.factsOfExpression(expression));
            }
            for (int row = 0; row < rows.size(); row++) {
                if (!cell(row).isEmpty()) {
                    facts.add(READER.factsOfUnaryTests(cell(row)));
                }
            }
            this.reads = new LinkedHashSet<>();
            for (FeelReferences fact : List.copyOf(facts)) {
                for (List<String> name : fact.references()) {
                    InputPath.of(name).ifPresentOrElse(reads::add, () -> addRequired(name.get(0)));
                }
            }
        }

        /** A column that reads an output of a required table depends on what that table reads. */
        private void addRequired(String output) {
            for (ColumnWiseTable table : required) {
                if (table.outputs.contains(output)) {
                    table.columns.forEach(column -> {
                        reads.addAll(column.reads());
                        facts.addAll(column.facts());
                    });
                }
            }
        }

        String label() {
            return label;
        }

        String expression() {
            return expression;
        }

        Set<InputPath> reads() {
            return reads;
        }

        Set<FeelReferences> facts() {
            return facts;
        }

        /** The condition of a row, from 0; empty where every value is accepted. */
        String cell(int row) {
            String text = rows.get(row).conditions().get(index);
            return text.equals("-") ? "" : text;
        }

        /** The value of the column on these inputs and the rows that it accepts. */
        ColumnEvaluator.Outcome outcome(Map<String, @Nullable Object> inputs) {
            return probe.outcome(index, inputs);
        }
    }

    private static final FeelValidator READER = new FeelValidator();

    private final String dmn;
    private final RulesEngine engine;
    private final DecisionTable table;
    private final List<String> outputs;
    private final List<ColumnWiseTable> required;
    private final boolean firstWins;
    private final List<DecisionTable.Row> rows;
    private final List<Column> columns = new ArrayList<>();
    private final ColumnEvaluator probe;
    private final int statusColumn;

    static ColumnWiseTable of(String dmn, RulesEngine engine) {
        DecisionTable table = engine.parse(dmn);
        Map<String, ColumnWiseTable> built = new HashMap<>();
        for (DecisionTable each : table.all()) {
            List<ColumnWiseTable> required = each.required().stream()
                    .map(before -> built.get(before.key()))
                    .toList();
            built.put(each.key(), new ColumnWiseTable(dmn, engine, each, required));
        }
        return built.get(table.key());
    }

    private ColumnWiseTable(String dmn, RulesEngine engine, DecisionTable table, List<ColumnWiseTable> required) {
        this.dmn = dmn;
        this.engine = engine;
        this.table = table;
        this.firstWins = table.isFirstHit();
        this.rows = table.rows();
        this.outputs = table.outputs();
        this.probe = new ColumnEvaluator(table);
        this.statusColumn = table.outputs().indexOf("status");
        this.required = required;
        for (int i = 0; i < table.columns().size(); i++) {
            columns.add(new Column(i, table.columns().get(i)));
        }
    }

    String id() {
        return table.key();
    }

    String name() {
        return table.name();
    }

    /** The tables that this one requires, in the order of their evaluation. */
    List<ColumnWiseTable> required() {
        return required;
    }

    /** The results of the required tables on these inputs, by id. Throws {@link RulesFailed} where one fails. */
    Map<String, RulesEngine.RequiredResult> requiredResults(Map<String, @Nullable Object> inputs) {
        return engine.requiredResults(table, inputs);
    }

    /** The outputs of a row, from 0, as FEEL. */
    String answers(int row) {
        return String.join(", ", rows.get(row).conclusions());
    }

    List<Column> columns() {
        return columns;
    }

    int size() {
        return rows.size();
    }

    MatchedRule row(int row) {
        return new MatchedRule(rows.get(row).id(), row + 1, rows.get(row).name());
    }

    /** The status output of the row, as FEEL. */
    String status(int row) {
        return rows.get(row).conclusions().get(statusColumn);
    }

    /** Whether the row may give eligible: its status is that constant, or is computed. */
    boolean mayYieldEligible(int row) {
        String status = status(row);
        return !status.equals("\"ineligible\"") && !status.equals("\"manual\"");
    }

    /** Whether the first matching row wins, so that rows above must not match. */
    boolean firstWins() {
        return firstWins;
    }

    /** The decision of the whole table; empty where it cannot be evaluated on these inputs. */
    Optional<dev.enlist.eligibility.Decision> decide(Map<String, @Nullable Object> inputs) {
        try {
            return Optional.of(engine.evaluate(dmn, inputs));
        } catch (RulesFailed e) {
            return Optional.empty();
        }
    }
}
