package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds gaps, overlaps and unreachable rows. A suspicion of {@link TableCoverage} becomes a finding only when a run of
 * the table with every row confirms it on an example input. The unconfirmed suspicions are reported as a count.
 */
final class GapOverlapAnalyzer {

    /** Maximum number of rows; for larger tables the findings say that there may be more. */
    static final int MOST_ROWS = 2_000;

    static final int MOST_COMPARISONS = 1_000_000;
    static final int MOST_SEARCH_STEPS = 60_000;
    static final int MOST_LOOKED_AT = 200;
    static final int MOST_TOLD = 10;
    private static final int MOST_PAIRS = 100_000;
    private static final int MOST_NAMED = 6;

    /** Time limit for evaluating cells. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final DecisionTableView table;
    private final InputSpace space;
    private final TableCoverage cover;
    private final ExampleInputFinder witnesses;
    private final AllRowsEvaluator rows;
    private final List<Finding> findings = new ArrayList<>();
    private final TimeBudget patience = new TimeBudget(LONGEST);
    private final WorkBudget shadows = new WorkBudget(MOST_COMPARISONS);
    private final WorkBudget subtraction = new WorkBudget(MOST_COMPARISONS);
    private final WorkBudget search = new WorkBudget(MOST_SEARCH_STEPS);
    private @Nullable Map<String, @Nullable Object> failing;
    private int unconfirmedOverlaps;
    private boolean exhaustive = true;

    private GapOverlapAnalyzer(DecisionTableView table, String dmn, UnaryTestParser reader) {
        this.table = table;
        this.space = InputSpace.of(table, reader, patience);
        this.rows = new AllRowsEvaluator(dmn, patience);
        this.cover = new TableCoverage(space.whole(), space.may(), space.must());
        this.witnesses = new ExampleInputFinder(space.ways(), space.expressions(), search);
    }

    static List<Finding> of(DecisionTableView table, String dmn, UnaryTestParser reader) {
        if (table.rows().isEmpty()) {
            return List.of();
        }
        if (table.rows().size() > MOST_ROWS) {
            return DuplicateRowAnalyzer.of(table, dmn, reader);
        }
        GapOverlapAnalyzer analysis = new GapOverlapAnalyzer(table, dmn, reader);
        analysis.cells();
        analysis.rows();
        analysis.gaps();
        analysis.limits();
        RowOutputAnalyzer answers = new RowOutputAnalyzer(table, analysis.space, analysis.rows, reader);
        analysis.findings.addAll(answers.unusable(ComputedOutputs.of(table, reader)));
        if (table.isVerdict()) {
            analysis.findings.addAll(answers.fittingMissing());
        }
        analysis.findings.addAll(answers.declaredTypes());
        return analysis.findings;
    }

    /** Conditions that accept no value. */
    private void cells() {
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < table.columns().size(); column++) {
                if (cover.isDead(row, column)) {
                    findings.add(Finding.warning(
                            "unreachable-cell",
                            row + 1,
                            table.columns().get(column).label(),
                            "No value of the column fits this cell, so row " + (row + 1) + " never answers."));
                }
            }
        }
    }

    private boolean isDead(int row) {
        for (int column = 0; column < table.columns().size(); column++) {
            if (cover.isDead(row, column)) {
                return true;
            }
        }
        return false;
    }

    private void rows() {
        boolean first = table.policy() == HitPolicy.FIRST;
        Map<List<String>, Integer> texts = new HashMap<>();
        List<int[]> ordered = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            Integer twin = texts.putIfAbsent(table.rows().get(row).conditions(), row);
            if (isDead(row)) {
                continue;
            }
            if (first) {
                shadowed(row, twin);
            }
            for (int other = 0; other < row; other++) {
                if (!cover.overlap(other, row)) {
                    continue;
                }
                if (first && ordered.size() < MOST_PAIRS) {
                    ordered.add(new int[] {other, row});
                } else if (!first) {
                    overlap(other, row);
                }
            }
        }
        if (first) {
            ordered(ordered);
        }
    }

    /** Under First: a row of which the rows above it leave no input. */
    private void shadowed(int row, @Nullable Integer twin) {
        Integer above = twin;
        boolean same = twin != null;
        for (int other = 0; above == null && other < row; other++) {
            if (cover.contains(other, row)) {
                above = other;
                same = cover.contains(row, other);
            }
        }
        if (above == null && !cover.isShadowed(row, shadows)) {
            return;
        }
        boolean[] decided = new boolean[1];
        Map<String, @Nullable Object> example = find(space.may().get(row), fitting -> {
                    boolean seen = fitting.has(row + 1);
                    decided[0] |= seen && fitting.answers().keySet().iterator().next() == row + 1;
                    return seen;
                })
                .orElse(null);
        if (decided[0]) {
            return; // the run of the table overrides the analysis
        }
        String name = "Row " + (row + 1);
        if (same && above != null) {
            boolean answers = table.rows()
                    .get(above)
                    .answers()
                    .equals(table.rows().get(row).answers());
            findings.add(Finding.warning(
                            "duplicate-rule",
                            row + 1,
                            null,
                            name + " asks the same as row " + (above + 1) + (answers ? " and answers the same" : "")
                                    + "; it never decides. Remove one of them.")
                    .with(example));
        } else {
            findings.add(Finding.warning(
                            "unreachable-rule",
                            row + 1,
                            null,
                            name + " never decides: "
                                    + (above == null
                                            ? "the rows above it together leave nothing for it."
                                            : "row " + (above + 1) + " above it fits whatever it fits."))
                    .with(example));
        }
    }

    /** Under Unique every overlap makes the table fail; under Any only an overlap with different outputs does. */
    private void overlap(int one, int other) {
        boolean unique = table.policy() == HitPolicy.UNIQUE;
        if (count("overlapping-rules", "conflicting-rules", "duplicate-rule") >= MOST_TOLD) {
            exhaustive = false;
            return;
        }
        Hyperrectangle both = cover.both(one, other);
        boolean[] differ = new boolean[1];
        Optional<Map<String, @Nullable Object>> example = find(both, fitting -> {
            boolean meets = fitting.has(one + 1) && fitting.has(other + 1);
            differ[0] = meets
                    && !fitting.answers().get(one + 1).equals(fitting.answers().get(other + 1));
            return meets && (unique || differ[0]);
        });
        boolean same = cover.contains(one, other) && cover.contains(other, one)
                || table.rows()
                        .get(one)
                        .conditions()
                        .equals(table.rows().get(other).conditions());
        String names = "Rows " + (one + 1) + " and " + (other + 1);
        if (example.isEmpty()) {
            if (same && !unique) {
                findings.add(Finding.warning(
                        "duplicate-rule", other + 1, null, names + " ask and answer the same. Remove one of them."));
            } else if (unique) {
                unconfirmedOverlaps++;
            }
            return;
        }
        String fails = unique
                ? "; under the hit policy Unique the evaluation fails then."
                : "; under the hit policy Any the evaluation fails then.";
        String code = differ[0] ? "conflicting-rules" : same ? "duplicate-rule" : "overlapping-rules";
        String how = differ[0] ? " both fit and answer differently" : same ? " ask and answer the same" : " both fit";
        findings.add(Finding.error(code, other + 1, null, names + how + where(both) + fails)
                .with(example.get()));
    }

    /** Under First overlaps are normal: reports them once, with their meaning. */
    private void ordered(List<int[]> pairs) {
        List<int[]> telling = pairs.stream()
                .filter(pair -> !isOtherwise(pair[1]))
                .filter(pair -> !table.rows()
                        .get(pair[0])
                        .answer(table, "status")
                        .equals(table.rows().get(pair[1]).answer(table, "status")))
                .toList();
        int tried = 0;
        for (int[] pair : telling) {
            Hyperrectangle both = cover.both(pair[0], pair[1]);
            Optional<Map<String, @Nullable Object>> example = tried++ >= MOST_LOOKED_AT
                    ? Optional.empty()
                    : find(both, fitting -> fitting.has(pair[0] + 1) && fitting.has(pair[1] + 1));
            if (example.isPresent()) {
                String most = telling.size() == 1 ? "One pair of rows" : telling.size() + " pairs of rows";
                findings.add(Finding.info(
                                "order-matters",
                                most + " of different status may fit the same application; the upper row decides."
                                        + " For example, rows " + (pair[0] + 1) + " and " + (pair[1] + 1) + " both fit"
                                        + where(both) + ".")
                        .with(example.get()));
                return;
            }
        }
    }

    /** A row that accepts everything is meant as the default row. */
    private boolean isOtherwise(int row) {
        return table.rows().get(row).conditions().stream().allMatch(cell -> cell.isEmpty() || cell.equals("-"));
    }

    private void gaps() {
        int[] reported = new int[1];
        int[] looked = new int[1];
        List<String> unconfirmed = new ArrayList<>();
        boolean finished = cover.gaps(subtraction, box -> {
            looked[0]++;
            Optional<Map<String, @Nullable Object>> example = find(box, AllRowsEvaluator.Fitting::isEmpty);
            if (example.isPresent()) {
                reported[0]++;
                findings.add(Finding.warning(
                                "gap",
                                null,
                                null,
                                (where(box).isEmpty()
                                                ? "For some applications no row fits"
                                                : "No row fits" + where(box))
                                        + (table.isVerdict()
                                                ? "; such an application is ineligible, with the code no-rule-matched."
                                                : "; the outputs of the table are null then."))
                        .with(example.get()));
            } else {
                unconfirmed.add(where(box));
            }
            return reported[0] < MOST_TOLD && looked[0] < MOST_LOOKED_AT;
        });
        exhaustive &= finished;
        if (!unconfirmed.isEmpty()) {
            findings.add(Finding.info(
                    "possible-gaps",
                    "For " + unconfirmed.size() + " further combinations of columns no row surely fits, but no"
                            + " application was found that comes to one of them: they may not occur."
                            + (unconfirmed.get(0).isEmpty() ? "" : " For example," + unconfirmed.get(0) + ".")));
        }
    }

    private void limits() {
        if (unconfirmedOverlaps > 0) {
            findings.add(Finding.info(
                    "possible-overlaps",
                    unconfirmedOverlaps + " further pairs of rows may fit the same application, but none was found"
                            + " that they both fit."));
        }
        if (failing != null) {
            findings.add(Finding.warning(
                            "evaluation-fails",
                            null,
                            null,
                            "For some applications the table cannot be evaluated; they would wait with an incident.")
                    .with(failing));
        }
        if (!exhaustive || shadows.isSpent() || subtraction.isSpent() || search.isSpent() || patience.isLost()) {
            findings.add(Finding.info(
                    "not-exhaustive",
                    "There may be more of this kind: the check stops after " + MOST_TOLD + " gaps or overlaps, or "
                            + MOST_COMPARISONS + " comparisons of rows, or " + MOST_SEARCH_STEPS
                            + " steps in search of examples, or " + LONGEST.toSeconds()
                            + " seconds of running cells."));
        }
    }

    /** An input within the box on which the table, run with every row, gives the wanted result. */
    private Optional<Map<String, @Nullable Object>> find(
            Hyperrectangle box, Predicate<AllRowsEvaluator.Fitting> wanted) {
        return witnesses
                .find(box, inputs -> {
                    Optional<AllRowsEvaluator.Fitting> fitting = rows.run(inputs);
                    if (fitting.isEmpty() && failing == null && !patience.isLost()) {
                        failing = RuleInputCatalog.example(inputs, space.reads());
                    }
                    return fitting.filter(wanted).isPresent();
                })
                .map(inputs -> RuleInputCatalog.example(inputs, space.reads()));
    }

    private String where(Hyperrectangle box) {
        List<String> parts = new ArrayList<>();
        for (int column = 0; column < table.columns().size(); column++) {
            String words = space.axes().get(column).words(box.points(column));
            if (words != null) {
                parts.add("\"" + table.columns().get(column).label() + "\" is " + words);
            }
        }
        int more = parts.size() - MOST_NAMED;
        String named = parts.stream().limit(MOST_NAMED).collect(Collectors.joining(" and "));
        return parts.isEmpty() ? "" : " where " + named + (more > 0 ? ", and " + more + " more columns" : "");
    }

    private long count(String... codes) {
        return findings.stream()
                .filter(finding -> List.of(codes).contains(finding.code()))
                .count();
    }
}
