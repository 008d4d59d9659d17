package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds inputs for which a row gives a result that its author probably did not intend: an invalid output, or
 * eligibility for a person who did not state a value that a condition needs. Each finding has an input on which a run
 * of the table confirmed it.
 */
final class RowOutputAnalyzer {

    /** Maximum number of rows and columns examined per kind of finding. */
    private static final int MOST_LOOKED_AT = 200;

    private static final int MOST_TOLD = 10;
    private static final Pattern KEBAB = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final DecisionTableView table;
    private final InputSpace space;
    private final AllRowsEvaluator rows;
    private final UnaryTestParser reader;
    private final CellEvaluator runner = new CellEvaluator();
    private final ExampleInputFinder witnesses;

    RowOutputAnalyzer(DecisionTableView table, InputSpace space, AllRowsEvaluator rows, UnaryTestParser reader) {
        this.table = table;
        this.space = space;
        this.rows = rows;
        this.reader = reader;
        this.witnesses = new ExampleInputFinder(
                space.ways(), space.expressions(), new WorkBudget(GapOverlapAnalyzer.MOST_SEARCH_STEPS));
    }

    private boolean decides(AllRowsEvaluator.Fitting fitting, int row) {
        return table.policy() == HitPolicy.FIRST ? fitting.begins(row + 1) : fitting.has(row + 1);
    }

    /** Outputs that are null, or no valid status or code, for some input that the row decides. */
    List<Finding> unusable(ComputedOutputs computed) {
        List<Finding> findings = new ArrayList<>();
        computed.answers().stream().limit(MOST_LOOKED_AT).forEach(answer -> {
            if (findings.size() < MOST_TOLD) {
                unusable(answer).ifPresent(findings::add);
            }
        });
        return findings;
    }

    private Optional<Finding> unusable(ComputedOutputs.Answer answer) {
        Map<String, @Nullable Object>[] found = newHolder();
        Object[] value = new Object[1];
        witnesses.find(space.may().get(answer.row()), inputs -> {
            for (Map<String, @Nullable Object> variant : variants(inputs, answer)) {
                Optional<ColumnExpressionEvaluator.Result> result =
                        space.expressions().evaluate(answer.expression(), variant);
                if (result.isPresent() && !isUsable(answer, result.get().value())) {
                    boolean shown = rows.run(variant)
                            .filter(fitting -> decides(fitting, answer.row())
                                    && !isUsable(
                                            answer,
                                            fitting.answers()
                                                    .get(answer.row() + 1)
                                                    .get(answer.output())))
                            .isPresent();
                    if (shown) {
                        found[0] = variant;
                        value[0] = result.get().value();
                        return true;
                    }
                }
            }
            return false;
        });
        return found[0] == null ? Optional.empty() : Optional.of(finding(answer, found[0], value[0]));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java cannot create an array of a generic type otherwise
    private static Map<String, @Nullable Object>[] newHolder() {
        return new Map[1];
    }

    private Finding finding(
            ComputedOutputs.Answer answer, Map<String, @Nullable Object> inputs, @Nullable Object value) {
        Set<List<String>> reads = new LinkedHashSet<>(space.reads());
        reads.addAll(answer.reads());
        Map<String, @Nullable Object> example = RuleInputCatalog.example(inputs, reads);
        String what = "The " + answer.name() + " of row " + (answer.row() + 1) + " is "
                + (value == null ? "null" : "\"" + value + "\"") + " for some applications";
        Set<List<String>> added = reader.addedToText(answer.expression());
        String strings = added.stream()
                .filter(path -> RuleInputCatalog.kind(path) != ValueKind.TEXT)
                .map(path -> "string(" + String.join(".", path) + ")")
                .collect(Collectors.joining(" and "));
        if (answer.isReason()) {
            return Finding.warning(
                            "empty-reason",
                            answer.row() + 1,
                            answer.name(),
                            what + ", so neither applicant nor reviewer sees why. "
                                    + (strings.isEmpty()
                                            ? "Ask in a column whether what it reads is given."
                                            : "Write " + strings + ", and ask in a column whether it is given."))
                    .with(example);
        }
        boolean status = answer.name().equals("status");
        return Finding.warning(
                        "unusable-answer",
                        answer.row() + 1,
                        answer.name(),
                        what + ", which is no " + answer.name() + "; such an enrollment would wait with an incident. "
                                + (status
                                        ? "Write \"eligible\", \"ineligible\" or \"manual\", with a row for each."
                                        : "Write a text of lower-case a to z, digits and hyphens, with a row for each."))
                .with(example);
    }

    private static boolean isUsable(ComputedOutputs.Answer answer, @Nullable Object value) {
        return switch (answer.name()) {
            case "status" -> Verdict.Status.ofWire(value).isPresent();
            case "code" -> value instanceof String code && KEBAB.matcher(code).matches();
            default -> value != null;
        };
    }

    /** The same input, and variants that differ only in what the output reads. */
    private List<Map<String, @Nullable Object>> variants(
            Map<String, @Nullable Object> inputs, ComputedOutputs.Answer answer) {
        List<Map<String, @Nullable Object>> variants = new ArrayList<>(List.of(inputs));
        Set<List<String>> read = new HashSet<>();
        space.ways().forEach(way -> read.addAll(way.reads()));
        for (List<String> path : answer.reads()) {
            boolean own = read.stream().noneMatch(other -> other.get(0).equals(path.get(0)) && overlaps(other, path));
            if (own) {
                Set<ResultKind> kinds = RuleInputCatalog.possible(path);
                for (Object value : candidates(answer)) {
                    if (kinds.contains(CellEvaluator.kindOf(value))) {
                        variants.add(RuleInputCatalog.with(inputs, path, value));
                    }
                }
            }
        }
        return variants;
    }

    /** Values to try: the constants that the output compares with, and common ones. */
    private Set<Object> candidates(ComputedOutputs.Answer answer) {
        Set<Object> candidates = new LinkedHashSet<>(List.of(new BigDecimal(640), "Other", true));
        reader.expression(answer.expression(), RuleInputCatalog::kind).constants().stream()
                .filter(constant -> !(constant instanceof java.time.LocalDate))
                .limit(MOST_TOLD)
                .forEach(candidates::add);
        return candidates;
    }

    private static boolean overlaps(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        return one.subList(0, common).equals(other.subList(0, common));
    }

    /** Conditions that also accept a missing value, in rows that then make an applicant eligible. */
    List<Finding> fittingMissing() {
        List<Finding> findings = new ArrayList<>();
        int looked = 0;
        int status = statusOutput();
        for (DecisionTableView.Row row : table.rows()) {
            String answers = row.answers().get(status);
            if (answers.equals("\"ineligible\"") || answers.equals("\"manual\"")) {
                continue;
            }
            for (int column = 0; column < table.columns().size(); column++) {
                String cell = row.conditions().get(column);
                if (findings.size() < MOST_TOLD && looked < MOST_LOOKED_AT && mayFitMissing(row, column, cell)) {
                    looked++;
                    missing(row, column, cell, status).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private int statusOutput() {
        return table.answers().stream()
                .map(DecisionTableView.Answer::name)
                .toList()
                .indexOf("status");
    }

    private boolean mayFitMissing(DecisionTableView.Row row, int column, String cell) {
        if (cell.isEmpty() || cell.equals("-") || reader.asksNull(cell)) {
            return false;
        }
        ColumnDomain axis = space.axes().get(column);
        int nothing = axis.locate(null);
        if (nothing < 0
                || axis.value(nothing) != null
                || !space.may().get(row.number() - 1).has(column, nothing)) {
            return false;
        }
        boolean alone = reader.condition(cell, RuleInputCatalog::kind).reads().isEmpty();
        return !alone || runner.fits(cell, null, List.of("state")).orElse(false);
    }

    private Optional<Finding> missing(DecisionTableView.Row row, int column, String cell, int status) {
        BitSet nothing = new BitSet();
        nothing.set(space.axes().get(column).locate(null));
        int index = row.number() - 1;
        Hyperrectangle box = space.may().get(index).with(column, nothing.toLongArray());
        Predicate<AllRowsEvaluator.Fitting> shown = fitting -> decides(fitting, index)
                && "eligible".equals(fitting.answers().get(row.number()).get(status));
        return witnesses
                .find(box, inputs -> rows.run(inputs).filter(shown).isPresent())
                .map(inputs -> {
                    String label = table.columns().get(column).label();
                    return Finding.warning(
                                    "fits-missing",
                                    row.number(),
                                    label,
                                    "`" + cell + "` also fits where \"" + label + "\" is not given, so row "
                                            + row.number() + " makes an application eligible that says nothing of it. "
                                            + excludingNull(cell))
                            .with(RuleInputCatalog.example(inputs, space.reads()));
                });
    }

    private String excludingNull(String cell) {
        boolean exclusion = cell.startsWith("not(") && cell.endsWith(")");
        String without = exclusion ? cell.substring(0, cell.length() - 1) + ", null)" : "";
        boolean proposed = exclusion
                && reader.isCondition(without)
                && !runner.fits(without, null, List.of("state")).orElse(true);
        if (cell.matches("not\\(\\s*false\\s*\\)|true\\s*,\\s*false|false\\s*,\\s*true")) {
            return "Write " + (cell.startsWith("not") ? "true" : "not(null)")
                    + ", or add a row above it for what is not given: null.";
        }
        String inner = cell.startsWith("(") && cell.endsWith(")") ? cell.substring(1, cell.length() - 1) : "";
        if (!inner.isEmpty()
                && reader.isCondition(inner)
                && !runner.fits(inner, null, List.of("state")).orElse(true)) {
            return "Write " + inner + " without brackets.";
        }
        return (proposed ? "Write " + without + ", or add" : "Add") + " a row above it for what is not given: null.";
    }

    /** Columns declared as whole numbers for which an application may contain a fraction. */
    List<Finding> declaredTypes() {
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < table.columns().size(); index++) {
            DecisionTableView.Column column = table.columns().get(index);
            ExpressionFacts facts = reader.expression(column.expression(), RuleInputCatalog::kind);
            boolean declared = Set.of("integer", "long").contains(column.type());
            if (declared && facts.path().isPresent() && facts.kind() == ValueKind.UNKNOWN) {
                findings.add(declaredType(index, column, facts.path().get()));
            }
        }
        return findings;
    }

    private Finding declaredType(int index, DecisionTableView.Column column, List<String> path) {
        Map<String, @Nullable Object> gap = null;
        for (BigDecimal number : fractions(index)) {
            Map<List<String>, @Nullable Object> known = new LinkedHashMap<>();
            known.put(path, number);
            Map<String, @Nullable Object> inputs = RuleInputCatalog.application(known);
            if (gap == null
                    && rows.run(inputs)
                            .filter(AllRowsEvaluator.Fitting::isEmpty)
                            .isPresent()) {
                gap = RuleInputCatalog.example(inputs, space.reads());
            }
        }
        return Finding.warning(
                        "declared-type",
                        null,
                        column.label(),
                        "The column is declared " + column.type()
                                + ", but an application may state another number, such as"
                                + " 640.5, or a text. Such a number is compared as it is"
                                + (gap == null ? "" : ", and no row fits the example")
                                + "; a text fits no condition. Declare it as number, and leave no gap between whole"
                                + " numbers.")
                .with(gap);
    }

    /** Numbers between the whole numbers in the conditions of the column. */
    private List<BigDecimal> fractions(int column) {
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        for (DecisionTableView.Row row : table.rows()) {
            List<@Nullable Object> constants = new ArrayList<>();
            CellAnalyzer.gather(reader.test(row.conditions().get(column)), constants);
            constants.stream()
                    .filter(BigDecimal.class::isInstance)
                    .map(BigDecimal.class::cast)
                    .limit(MOST_TOLD)
                    .forEach(number -> numbers.add(number.add(new BigDecimal("0.5"))));
        }
        numbers.add(new BigDecimal("640.5"));
        return numbers.stream().limit(MOST_LOOKED_AT).toList();
    }
}
