package dev.enlist.analysis.check;

import dev.enlist.eligibility.engine.MatchingRowsEvaluator;
import dev.enlist.eligibility.engine.RulesEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final MatchingRowsEvaluator rows;
    private final TimeBudget patience;

    /** @throws RuntimeException of the engine, where it rejects the document */
    AllRowsEvaluator(String dmn, TimeBudget patience) {
        this.patience = patience;
        this.rows = new MatchingRowsEvaluator(new RulesEngine().parse(dmn));
    }

    /** Empty where the table cannot be evaluated on this input, or the time budget is used up. */
    Optional<Fitting> run(Map<String, @Nullable Object> inputs) {
        return patience.with(() -> now(inputs));
    }

    /** A cell may make the engine throw any exception. */
    private Optional<Fitting> now(Map<String, @Nullable Object> inputs) {
        try {
            return Optional.of(new Fitting(rows.rows(inputs)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
