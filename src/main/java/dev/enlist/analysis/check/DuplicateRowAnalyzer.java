package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.UnaryTest;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows with equal conditions in tables that are too large to compare every pair of rows. Compares a hash of the
 * conditions, so the work grows linearly with the number of rows. Two rows are equal where their conditions have the
 * same meaning: the order of alternatives, blanks and the spelling of numbers do not count.
 */
final class DuplicateRowAnalyzer {

    /** Maximum number of pairs that get an example and a finding of their own. */
    static final int MOST_TOLD = 10;

    /** Time limit for evaluating cells. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final DecisionTableView table;
    private final UnaryTestParser reader;
    private final String dmn;
    private @Nullable AllRowsEvaluator rows;
    private final TimeBudget patience = new TimeBudget(LONGEST);
    private final Map<String, String> meanings = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private DuplicateRowAnalyzer(DecisionTableView table, String dmn, UnaryTestParser reader) {
        this.table = table;
        this.reader = reader;
        this.dmn = dmn;
    }

    static List<Finding> of(DecisionTableView table, String dmn, UnaryTestParser reader) {
        DuplicateRowAnalyzer analysis = new DuplicateRowAnalyzer(table, dmn, reader);
        analysis.look();
        return analysis.findings;
    }

    private void look() {
        Map<List<String>, DecisionTableView.Row> seen = new HashMap<>();
        int pairs = 0;
        for (DecisionTableView.Row row : table.rows()) {
            List<String> meaning = row.conditions().stream().map(this::meaning).toList();
            DecisionTableView.Row first = seen.putIfAbsent(meaning, row);
            boolean harmless = first != null
                    && table.policy() == HitPolicy.ANY
                    && first.answers().equals(row.answers());
            if (first != null && ++pairs <= MOST_TOLD) {
                findings.add(harmless ? repeated(first, row) : pair(first, row));
            }
        }
        if (pairs > MOST_TOLD) {
            findings.add(Finding.info(
                    "not-exhaustive",
                    (pairs - MOST_TOLD) + " further pairs of rows with equal conditions are not listed."));
        }
        findings.add(Finding.info(
                "not-exhaustive",
                "Cells, outputs and rows with equal conditions were checked. Not checked, because the table has more than "
                        + GapOverlapAnalyzer.MOST_ROWS
                        + " rows: other overlaps and gaps, rows that no application reaches (unreachable-rule), answers that"
                        + " cannot be used (unusable-answer), rows that fit a missing value (fits-missing) and values"
                        + " outside of declared types (declared-type). Divide the table to have them checked."));
    }

    /** A normalized text that is equal for conditions that accept the same values. */
    private String meaning(String cell) {
        return meanings.computeIfAbsent(cell, text -> {
            UnaryTest test = reader.test(text);
            return ColumnDomain.isOpaque(test) ? "text " + text : "test " + meaning(test);
        });
    }

    private static String meaning(UnaryTest test) {
        if (test instanceof UnaryTest.AnyOf any) {
            TreeSet<String> each = any.tests().stream()
                    .map(DuplicateRowAnalyzer::meaning)
                    .collect(Collectors.toCollection(TreeSet::new));
            return each.size() == 1 ? each.first() : each.toString();
        }
        return test instanceof UnaryTest.Not not ? "not " + meaning(not.test()) : test.toString();
    }

    private Finding repeated(DecisionTableView.Row first, DecisionTableView.Row row) {
        return Finding.warning(
                "duplicate-rule",
                row.number(),
                null,
                "Rows " + first.number() + " and " + row.number() + " ask and answer the same. Remove one of them.");
    }

    private Finding pair(DecisionTableView.Row first, DecisionTableView.Row row) {
        boolean[] differ = new boolean[1];
        Map<String, @Nullable Object> example = example(first, row, differ);
        boolean same = first.answers().equals(row.answers());
        if (table.policy() == HitPolicy.FIRST || example == null) {
            return Finding.warning(
                            "duplicate-rule",
                            row.number(),
                            null,
                            "Row " + row.number() + " asks the same as row " + first.number()
                                    + (same ? " and answers the same" : " and answers otherwise")
                                    + (table.policy() == HitPolicy.FIRST ? "; it never decides." : ".")
                                    + " Remove one of them.")
                    .with(example);
        }
        return Finding.error(
                        differ[0] ? "conflicting-rules" : "duplicate-rule",
                        row.number(),
                        null,
                        "Rows " + first.number() + " and " + row.number() + " ask the same"
                                + (differ[0] ? " and answer differently" : " and answer the same")
                                + "; under the hit policy "
                                + (table.policy() == HitPolicy.UNIQUE ? "Unique" : "Any")
                                + " the evaluation fails then. Remove one of them.")
                .with(example);
    }

    /** Parses the table again, only where two rows have equal conditions. */
    private AllRowsEvaluator rows() {
        if (rows == null) {
            rows = new AllRowsEvaluator(dmn, patience);
        }
        return rows;
    }

    /** An input that both rows match when the whole table is run. */
    private @Nullable Map<String, @Nullable Object> example(
            DecisionTableView.Row first, DecisionTableView.Row row, boolean[] differ) {
        if (patience.isLost()) {
            return null;
        }
        AllRowsEvaluator all = rows();
        DecisionTableView two = table.with(List.of(first, row));
        InputSpace space = InputSpace.of(two, reader, patience);
        ExampleInputFinder witnesses = new ExampleInputFinder(
                space.ways(), space.expressions(), new WorkBudget(GapOverlapAnalyzer.MOST_SEARCH_STEPS / MOST_TOLD));
        return witnesses
                .find(
                        space.may().get(0),
                        inputs -> all.run(inputs)
                                .filter(fitting -> {
                                    boolean both = fitting.has(first.number()) && fitting.has(row.number());
                                    differ[0] = both
                                            && !fitting.answers()
                                                    .get(first.number())
                                                    .equals(fitting.answers().get(row.number()));
                                    return both && (table.policy() != HitPolicy.ANY || differ[0]);
                                })
                                .isPresent())
                .map(inputs -> RuleInputCatalog.example(inputs, space.reads()))
                .orElse(null);
    }
}
