package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.enlist.eligibility.DecisionTableText.Row;
import dev.enlist.shared.problem.Conflict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two tables, row by row. Rows are matched by their content, else by id, else by code or
 * annotation. So a row inserted at the top changes no row below it.
 *
 * @param identical whether there is no difference
 * @param hitPolicy null where it is unchanged
 * @param tables    the tables that are required, with a difference; null where neither document has more than one table
 */
@Schema(name = "RuleSetDiff")
@JsonInclude(Include.NON_NULL)
public record TableDiff(
        boolean identical,
        @Nullable Change hitPolicy,
        Columns columns,
        List<RowRef> added,
        List<RowRef> removed,
        List<ChangedRow> changed,
        List<MovedRow> moved,
        @Nullable List<TableChange> tables) {

    /**
     * A required table that is different.
     *
     * @param change {@code added}, {@code removed} or {@code changed}
     * @param rows   the differences; null for an added or removed table
     */
    @Schema(name = "RuleSetDiffTable")
    @JsonInclude(Include.NON_NULL)
    public record TableChange(
            String table, String change, @Nullable TableDiff rows) {}

    @Schema(name = "RuleSetDiffChange")
    @JsonInclude(Include.ALWAYS)
    public record Change(@Nullable String from, @Nullable String to) {}

    /** Columns by their labels. */
    @Schema(name = "RuleSetDiffColumns")
    public record Columns(List<String> added, List<String> removed, List<ChangedColumn> changed) {}

    /** A column whose expression changed. */
    @Schema(name = "RuleSetDiffColumn")
    public record ChangedColumn(String column, Change expression) {}

    /**
     * A row of one of the tables.
     *
     * @param number from 1
     * @param cells  by label of the column; without empty cells
     */
    @Schema(name = "RuleSetDiffRow")
    public record RowRef(int number, String id, @Nullable String description, Map<String, String> cells) {}

    /** @param cells changed cells by label of the column */
    @Schema(name = "RuleSetDiffChangedRow")
    public record ChangedRow(
            int from, int to, String id, @Nullable Change description, Map<String, Change> cells) {}

    /** A row that changed its position among the rows of both tables. */
    @Schema(name = "RuleSetDiffMovedRow")
    public record MovedRow(int from, int to, String id) {}

    /**
     * Compares two documents.
     *
     * @throws Conflict where one of them, a draft, contains no readable table
     */
    public static TableDiff between(String before, String after) {
        try {
            return between(DecisionTableText.read(before), DecisionTableText.read(after));
        } catch (ModelException e) {
            throw new Conflict(
                    "unreadable-draft",
                    "One of the two documents contains no readable decision table. Correct the draft first.");
        }
    }

    private static TableDiff between(DecisionTableText.Tables before, DecisionTableText.Tables after) {
        TableDiff verdict = between(before.verdict(), after.verdict());
        if (before.required().isEmpty() && after.required().isEmpty()) {
            return verdict;
        }
        List<TableChange> tables = new ArrayList<>();
        after.required().forEach((name, table) -> {
            DecisionTableText old = before.required().get(name);
            TableDiff rows = old == null ? null : between(old, table);
            if (rows == null) {
                tables.add(new TableChange(name, "added", null));
            } else if (!rows.identical()) {
                tables.add(new TableChange(name, "changed", rows));
            }
        });
        before.required().keySet().stream()
                .filter(name -> !after.required().containsKey(name))
                .forEach(name -> tables.add(new TableChange(name, "removed", null)));
        return new TableDiff(
                verdict.identical() && tables.isEmpty(),
                verdict.hitPolicy(),
                verdict.columns(),
                verdict.added(),
                verdict.removed(),
                verdict.changed(),
                verdict.moved(),
                tables);
    }

    private static TableDiff between(DecisionTableText before, DecisionTableText after) {
        Columns columns = columns(before, after);
        int[] match = match(before.rows(), after.rows());
        List<RowRef> removed = new ArrayList<>();
        List<ChangedRow> changed = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        for (int i = 0; i < match.length; i++) {
            Row old = before.rows().get(i);
            if (match[i] < 0) {
                removed.add(ref(old, i));
                continue;
            }
            known.add(match[i]);
            ChangedRow change = change(old, i, after.rows().get(match[i]), match[i]);
            if (!change.cells().isEmpty() || change.description() != null) {
                changed.add(change);
            }
        }
        List<RowRef> added = new ArrayList<>();
        for (int j = 0; j < after.rows().size(); j++) {
            if (!known.contains(j)) {
                added.add(ref(after.rows().get(j), j));
            }
        }
        List<MovedRow> moved = moved(match, before.rows());
        Change policy = change(before.hitPolicy(), after.hitPolicy());
        boolean identical = policy == null
                && columns.added().isEmpty()
                && columns.removed().isEmpty()
                && columns.changed().isEmpty()
                && added.isEmpty()
                && removed.isEmpty()
                && changed.isEmpty()
                && moved.isEmpty();
        return new TableDiff(identical, policy, columns, added, removed, changed, moved, null);
    }

    private static Columns columns(DecisionTableText before, DecisionTableText after) {
        List<String> added = new ArrayList<>(after.columns().keySet());
        added.removeAll(before.columns().keySet());
        List<String> removed = new ArrayList<>(before.columns().keySet());
        removed.removeAll(after.columns().keySet());
        List<ChangedColumn> changed = new ArrayList<>();
        before.columns().forEach((label, expression) -> {
            Change change = after.columns().containsKey(label)
                    ? change(expression, after.columns().get(label))
                    : null;
            if (change != null) {
                changed.add(new ChangedColumn(label, change));
            }
        });
        return new Columns(added, removed, changed);
    }

    /** For each row of the earlier table, its index in the later one, or -1. */
    private static int[] match(List<Row> before, List<Row> after) {
        int[] match = new int[before.size()];
        Arrays.fill(match, -1);
        boolean[] taken = new boolean[after.size()];
        pair(before, after, match, taken, (a, b) -> a.cells().equals(b.cells()) && a.id().equals(b.id()));
        pair(before, after, match, taken, (a, b) -> a.cells().equals(b.cells()));
        pair(before, after, match, taken, (a, b) -> a.id().equals(b.id()) && a.isAkinTo(b));
        pair(before, after, match, taken, (a, b) -> a.code() != null && a.code().equals(b.code()));
        pair(
                before,
                after,
                match,
                taken,
                (a, b) -> a.description() != null && a.description().equals(b.description()));
        return match;
    }

    private static void pair(
            List<Row> before, List<Row> after, int[] match, boolean[] taken, BiPredicate<Row, Row> same) {
        for (int i = 0; i < match.length; i++) {
            for (int j = 0; match[i] < 0 && j < taken.length; j++) {
                if (!taken[j] && same.test(before.get(i), after.get(j))) {
                    match[i] = j;
                    taken[j] = true;
                }
            }
        }
    }

    private static ChangedRow change(Row old, int from, Row now, int to) {
        Map<String, Change> cells = new LinkedHashMap<>();
        Set<String> labels = new java.util.LinkedHashSet<>(old.cells().keySet());
        labels.addAll(now.cells().keySet());
        for (String label : labels) {
            Change change =
                    change(old.cells().getOrDefault(label, ""), now.cells().getOrDefault(label, ""));
            if (change != null) {
                cells.put(label, change);
            }
        }
        return new ChangedRow(from + 1, to + 1, now.id(), change(old.description(), now.description()), cells);
    }

    private static @Nullable Change change(@Nullable String from, @Nullable String to) {
        return Objects.equals(from, to) ? null : new Change(from, to);
    }

    private static RowRef ref(Row row, int index) {
        return new RowRef(index + 1, row.id(), row.description(), row.cells());
    }

    /** The moved rows: all except the longest sequence that keeps its order. */
    private static List<MovedRow> moved(int[] match, List<Row> before) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < match.length; i++) {
            if (match[i] >= 0) {
                kept.add(i);
            }
        }
        Set<Integer> inOrder = longestRise(kept, match);
        Map<Integer, MovedRow> moved = new TreeMap<>();
        for (int i : kept) {
            if (!inOrder.contains(i)) {
                moved.put(i, new MovedRow(i + 1, match[i] + 1, before.get(i).id()));
            }
        }
        return List.copyOf(moved.values());
    }

    private static Set<Integer> longestRise(List<Integer> rows, int[] match) {
        int[] length = new int[rows.size()];
        int[] previous = new int[rows.size()];
        int best = -1;
        for (int i = 0; i < rows.size(); i++) {
            length[i] = 1;
            previous[i] = -1;
            for (int j = 0; j < i; j++) {
                if (match[rows.get(j)] < match[rows.get(i)] && length[j] + 1 > length[i]) {
                    length[i] = length[j] + 1;
                    previous[i] = j;
                }
            }
            best = best < 0 || length[i] > length[best] ? i : best;
        }
        Set<Integer> rise = new HashSet<>();
        for (int i = best; i >= 0; i = previous[i]) {
            rise.add(rows.get(i));
        }
        return rise;
    }
}
