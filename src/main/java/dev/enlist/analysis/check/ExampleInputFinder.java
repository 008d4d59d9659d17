package dev.enlist.analysis.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds inputs that bring every column of a table into a box. Columns may read the same input, and compute. So this is
 * a backtracking search, column after column, the columns with the fewest options first.
 */
final class ExampleInputFinder {

    private static final int STEPS_FOR_A_BOX = 2_000;
    private static final int RUNS_FOR_A_BOX = 12;
    private static final int MOST_TRIED_WITHOUT = 12;

    /** A column, its points, and the inputs that lead to each. */
    record Way(
            String expression,
            ColumnDomain axis,
            List<List<String>> reads,
            Map<Integer, List<Map<List<String>, @Nullable Object>>> ways) {}

    private final List<Way> columns;
    private final ColumnExpressionEvaluator expressions;
    private final WorkBudget effort;

    ExampleInputFinder(List<Way> columns, ColumnExpressionEvaluator expressions, WorkBudget effort) {
        this.columns = columns;
        this.expressions = expressions;
        this.effort = effort;
    }

    /** The first input within the box that {@code accepted} confirms by a run of the table. */
    Optional<Map<String, @Nullable Object>> find(
            Hyperrectangle box, Predicate<Map<String, @Nullable Object>> accepted) {
        List<Integer> order = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            order.add(column);
        }
        Map<Integer, Integer> counts = new HashMap<>();
        order.forEach(column -> counts.put(column, ways(column, box)));
        order.sort(Comparator.comparing(counts::get));
        return new Search(box, order, accepted).from(0, new LinkedHashMap<>());
    }

    private int ways(int column, Hyperrectangle box) {
        return columns.get(column).ways().entrySet().stream()
                .filter(way -> box.has(column, way.getKey()))
                .mapToInt(way -> way.getValue().size())
                .sum();
    }

    private final class Search {

        private final Hyperrectangle box;
        private final List<Integer> order;
        private final Predicate<Map<String, @Nullable Object>> accepted;
        private int steps = STEPS_FOR_A_BOX;
        private int runs = RUNS_FOR_A_BOX;

        Search(Hyperrectangle box, List<Integer> order, Predicate<Map<String, @Nullable Object>> accepted) {
            this.box = box;
            this.order = order;
            this.accepted = accepted;
        }

        Optional<Map<String, @Nullable Object>> from(int depth, Map<List<String>, @Nullable Object> known) {
            if (steps-- <= 0 || runs <= 0 || !effort.spend()) {
                return Optional.empty();
            }
            if (depth == order.size()) {
                runs--;
                return accepted.test(RuleInputCatalog.application(known))
                        ? Optional.of(least(known))
                        : Optional.empty();
            }
            int column = order.get(depth);
            Way way = columns.get(column);
            if (known.keySet().containsAll(way.reads())) {
                return isInside(column, known) ? from(depth + 1, known) : Optional.empty();
            }
            BitSet points = box.points(column);
            for (int point = points.nextSetBit(0); point >= 0; point = points.nextSetBit(point + 1)) {
                for (Map<List<String>, @Nullable Object> inputs : way.ways().getOrDefault(point, List.of())) {
                    Map<List<String>, @Nullable Object> both = joined(known, inputs);
                    if (both != null) {
                        Optional<Map<String, @Nullable Object>> found = from(depth + 1, both);
                        if (found.isPresent()) {
                            return found;
                        }
                    }
                }
            }
            return Optional.empty();
        }

        /** Removes every input that the example does not need. */
        private Map<String, @Nullable Object> least(Map<List<String>, @Nullable Object> known) {
            Map<List<String>, @Nullable Object> less = new LinkedHashMap<>(known);
            for (int column : order) {
                boolean anything = columns.get(column).axis().words(box.points(column)) == null;
                if (anything) {
                    less.keySet().removeAll(columns.get(column).reads());
                }
            }
            if (!holds(less)) {
                less = known;
            }
            if (less.size() <= MOST_TRIED_WITHOUT) {
                for (List<String> path : known.keySet()) {
                    Map<List<String>, @Nullable Object> without = new LinkedHashMap<>(less);
                    if (without.keySet().remove(path) && holds(without)) {
                        less = without;
                    }
                }
            }
            Map<String, @Nullable Object> inputs = RuleInputCatalog.application(less);
            accepted.test(inputs); // the predicate may store the last input that it saw
            return inputs;
        }

        private boolean holds(Map<List<String>, @Nullable Object> known) {
            return order.stream().allMatch(column -> isInside(column, known))
                    && accepted.test(RuleInputCatalog.application(known));
        }

        private boolean isInside(int column, Map<List<String>, @Nullable Object> known) {
            Way way = columns.get(column);
            if (way.expression().isEmpty()) {
                return true;
            }
            Optional<ColumnExpressionEvaluator.Result> result =
                    expressions.evaluate(way.expression(), RuleInputCatalog.application(known));
            if (result.isEmpty()) {
                return false;
            }
            int point = way.axis().locate(result.get().value());
            return point >= 0 && box.has(column, point);
        }
    }

    private static @Nullable Map<List<String>, @Nullable Object> joined(
            Map<List<String>, @Nullable Object> known, Map<List<String>, @Nullable Object> more) {
        for (Map.Entry<List<String>, @Nullable Object> each : more.entrySet()) {
            if (known.containsKey(each.getKey())
                    && !java.util.Objects.equals(known.get(each.getKey()), each.getValue())) {
                return null;
            }
        }
        Map<List<String>, @Nullable Object> both = new LinkedHashMap<>(known);
        both.putAll(more);
        return both;
    }
}
