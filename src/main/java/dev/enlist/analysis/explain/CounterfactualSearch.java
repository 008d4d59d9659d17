package dev.enlist.analysis.explain;

import dev.enlist.analysis.explain.ColumnWiseTable.Column;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.ColumnEvaluator.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches the smallest set of inputs to change for an eligible verdict: first with one change, then with two, and so
 * on. For a target row, some input of an unmet column must change; once all columns are met and a row above still wins,
 * some input of that row must change. Following only these keeps the search short, and complete over the values tried.
 * The table confirms each result.
 */
final class CounterfactualSearch {

    static final int MOST_CHANGES = 4;

    /** Maximum steps of one search; far above what a table of typical size takes. */
    private static final int MOST_STEPS = 20_000;

    /** The changes found and the decision that they lead to. */
    record Found(Map<InputPath, Object> changes, Decision decision) {}

    private final ColumnWiseTable table;
    private final Map<String, @Nullable Object> inputs;
    private final Predicate<InputPath> allowed;
    private final Map<InputPath, List<Object>> candidates = new HashMap<>();
    private final Map<Column, Map<List<@Nullable Object>, Outcome>> outcomes = new HashMap<>();
    private final Set<Map<InputPath, Object>> seen = new HashSet<>();
    private int steps;
    private boolean exhausted;

    CounterfactualSearch(ColumnWiseTable table, Map<String, @Nullable Object> inputs, Predicate<InputPath> allowed) {
        this.table = table;
        this.inputs = inputs;
        this.allowed = allowed;
        this.steps = MOST_STEPS;
    }

    Optional<Found> find() {
        List<Integer> targets = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            if (table.mayYieldEligible(row)) {
                targets.add(row);
            }
        }
        targets.sort(Comparator.comparingInt(row -> unmet(row, Map.of()).size()));
        for (int changes = 1; changes <= MOST_CHANGES && !exhausted; changes++) {
            for (int target : targets) {
                seen.clear();
                Optional<Found> found = towards(target, new LinkedHashMap<>(), changes);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the search stopped before it tried everything. */
    boolean isExhausted() {
        return exhausted;
    }

    private Optional<Found> towards(int target, Map<InputPath, Object> changes, int left) {
        if (!seen.add(Map.copyOf(changes))) {
            return Optional.empty();
        }
        if (steps-- <= 0) {
            exhausted = true;
            return Optional.empty();
        }
        List<Column> unmet = unmet(target, changes);
        if (unmet.isEmpty()) {
            int winner = winner(target, changes);
            if (winner == target) {
                return tried(changes);
            }
            return left == 0 ? Optional.empty() : change(blocking(winner), target, changes, left);
        }
        return left < least(unmet, changes)
                ? Optional.empty()
                : change(unmet.get(0).reads(), target, changes, left);
    }

    private Optional<Found> change(Set<InputPath> places, int target, Map<InputPath, Object> changes, int left) {
        for (InputPath place : places) {
            if (!isFree(place, changes)) {
                continue;
            }
            for (Object value :
                    candidates.computeIfAbsent(place, path -> CandidateValues.of(path, table.columns(), inputs))) {
                Map<InputPath, Object> more = new LinkedHashMap<>(changes);
                more.put(place, value);
                Optional<Found> found = towards(target, more, left - 1);
                if (found.isPresent() || exhausted) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private boolean isFree(InputPath place, Map<InputPath, Object> changes) {
        return place.isValue() && allowed.test(place) && !changes.containsKey(place);
    }

    private Optional<Found> tried(Map<InputPath, Object> changes) {
        return table.decide(changed(changes))
                .filter(decision -> decision.verdict().status() == Verdict.Status.ELIGIBLE)
                .map(decision -> new Found(changes, decision));
    }

    private List<Column> unmet(int row, Map<InputPath, Object> changes) {
        return table.columns().stream()
                .filter(column -> !outcome(column, changes).met().get(row))
                .toList();
    }

    /** Lower bound for the number of further changes: columns that share no input need one each. */
    private int least(List<Column> unmet, Map<InputPath, Object> changes) {
        Set<InputPath> counted = new HashSet<>();
        int least = 0;
        for (Column column : unmet) {
            List<InputPath> free = column.reads().stream()
                    .filter(place -> isFree(place, changes))
                    .toList();
            if (free.isEmpty()) {
                return Integer.MAX_VALUE;
            }
            if (free.stream().noneMatch(counted::contains)) {
                counted.addAll(free);
                least++;
            }
        }
        return least;
    }

    /** The row that decides: a row above the target under First, else the target. */
    private int winner(int target, Map<InputPath, Object> changes) {
        if (!table.firstWins()) {
            return target;
        }
        BitSet matched = new BitSet(table.size());
        matched.set(0, table.size());
        table.columns().forEach(column -> matched.and(outcome(column, changes).met()));
        int first = matched.nextSetBit(0);
        return table.mayYieldEligible(first) ? target : first;
    }

    /** Every input that a row reads. */
    private Set<InputPath> blocking(int row) {
        Set<InputPath> places = new java.util.LinkedHashSet<>();
        table.columns().stream()
                .filter(column -> !column.cell(row).isEmpty())
                .forEach(column -> places.addAll(column.reads()));
        return places;
    }

    private Outcome outcome(Column column, Map<InputPath, Object> changes) {
        List<@Nullable Object> own = new ArrayList<>();
        column.reads().forEach(place -> own.add(changes.get(place)));
        return outcomes.computeIfAbsent(column, any -> new HashMap<>())
                .computeIfAbsent(own, any -> column.outcome(changed(changes)));
    }

    private Map<String, @Nullable Object> changed(Map<InputPath, Object> changes) {
        Map<String, @Nullable Object> changed = inputs;
        for (Map.Entry<InputPath, Object> change : changes.entrySet()) {
            changed = change.getKey().with(changed, change.getValue());
        }
        return changed;
    }
}
