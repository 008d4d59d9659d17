package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.UnaryTest;
import dev.enlist.eligibility.feel.UnaryTestParser;
import dev.enlist.eligibility.feel.ValueKind;
import dev.enlist.shared.validation.UsStates;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds faults of single cells: unknown names, values of the wrong type, dates that do not exist. */
final class CellAnalyzer {

    private static final Pattern DATE = Pattern.compile("(?:\\bdate\\(\\s*|@)\"([^\"]*)\"");
    private static final List<String> STATE = List.of("state");

    /** Names by which a condition may refer to the value of its column, besides the question mark. */
    private static final Set<String> VALUE_OF_THE_COLUMN = Set.of("cellInput");

    private final UnaryTestParser reader;
    private final CellEvaluator runner;
    private final PunctuationAnalyzer punctuation;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private CellAnalyzer(UnaryTestParser reader) {
        this.reader = reader;
        this.runner = new CellEvaluator();
        this.punctuation = new PunctuationAnalyzer(reader, runner);
    }

    static List<Finding> of(DecisionTableView table, UnaryTestParser reader) {
        CellAnalyzer cells = new CellAnalyzer(reader);
        List<ColumnValues> columns = new ArrayList<>();
        for (DecisionTableView.Column column : table.columns()) {
            columns.add(cells.column(column));
        }
        for (DecisionTableView.Row row : table.rows()) {
            for (int i = 0; i < table.columns().size(); i++) {
                cells.condition(
                        row.conditions().get(i), row.number(), table.columns().get(i), columns.get(i));
            }
            for (int i = 0; i < table.answers().size(); i++) {
                String text = row.answers().get(i);
                String name = table.answers().get(i).name();
                cells.answer(text, row.number(), name, table.isVerdict());
            }
        }
        return List.copyOf(cells.findings);
    }

    /** Finds faults of an output that make it unusable for every input. */
    private void answer(String text, int row, String column, boolean verdict) {
        int before = findings.size();
        facts(reader.expression(text, RuleInputCatalog::kind), text, false, row, column, Set.of());
        UnaryTestParser.Results results = reader.results(text, RuleInputCatalog::possible);
        joined(results.joined(), text, row, column);
        boolean constant = text.isEmpty()
                || reader.expression(text, RuleInputCatalog::kind).range().isPresent();
        if (!verdict || constant || findings.size() > before) {
            return;
        }
        boolean machines = column.equals("status") || column.equals("code");
        if (results.kinds().equals(Set.of(ResultKind.NULL))
                || machines && !results.kinds().contains(ResultKind.TEXT)) {
            String message =
                    "The " + column + " is always " + ResultKind.words(results.kinds()) + because(results.reasons())
                            + (machines
                                    ? " Enrollments that this row decides would wait with an incident. Write a text in quotes."
                                    : " Write a text, with string(…) around what is none.");
            findings.add(Finding.warning(machines ? "unusable-answer" : "empty-reason", row, column, message));
        }
    }

    private static String because(Set<String> reasons) {
        return reasons.isEmpty() ? "." : ": " + String.join("; ", reasons) + ".";
    }

    private ColumnValues column(DecisionTableView.Column column) {
        int before = findings.size();
        ExpressionFacts facts = reader.expression(column.expression(), RuleInputCatalog::kind);
        String label = column.label();
        if (column.expression().isEmpty()) {
            findings.add(Finding.error(
                    "missing-expression",
                    null,
                    label.isEmpty() ? null : label,
                    "The column asks for nothing: it has no expression. Write an input above it, such as state, or remove"
                            + " the column."));
        }
        if (column.type().equals("date")) {
            findings.add(Finding.error(
                    "date-type",
                    null,
                    label,
                    "A column of the type date never fits here; remove the type and write date(…) around the input."));
        }
        facts(facts, column.expression(), false, null, label, Set.of());
        UnaryTestParser.Results results = column.expression().isEmpty()
                ? new UnaryTestParser.Results(ResultKind.anything(), Set.of(), List.of())
                : reader.results(column.expression(), RuleInputCatalog::possible);
        joined(results.joined(), column.expression(), null, label);
        boolean known = facts.range().isPresent() || facts.kind() != ValueKind.UNKNOWN;
        if (results.kinds().equals(Set.of(ResultKind.NULL)) && noErrorsSince(before)) {
            findings.add(Finding.error(
                    "always-null",
                    null,
                    label,
                    "The column is always null" + because(results.reasons())
                            + " Write an expression above it that gives a value."));
        }
        Set<ResultKind> kinds = known || !results.kinds().containsAll(ResultKind.anything())
                ? results.kinds()
                : ResultKind.of(declared(column.type()));
        boolean declared = !known && results.kinds().containsAll(ResultKind.anything());
        if (!kinds.containsAll(ResultKind.anything()) && declared) {
            kinds = java.util.EnumSet.copyOf(kinds);
            kinds.add(ResultKind.NULL);
        }
        return new ColumnValues(facts, kinds, declared, !noErrorsSince(before));
    }

    private boolean noErrorsSince(int before) {
        return findings.stream().skip(before).noneMatch(Finding::isError);
    }

    private void condition(String text, int row, DecisionTableView.Column column, ColumnValues values) {
        int before = findings.size();
        ExpressionFacts facts = reader.condition(text, RuleInputCatalog::kind);
        facts(facts, text, true, row, column.label(), VALUE_OF_THE_COLUMN, values);
        if (values.wrong()) {
            return;
        }
        List<UnaryTestParser.Part> parts = reader.parts(text, RuleInputCatalog::possible, values.kinds());
        parts.forEach(part -> joined(part.joined(), text, row, column.label(), values));
        punctuation.of(text, row, column, values.facts()).forEach(findings::add);
        if (!noErrorsSince(before)) {
            return;
        }
        List<@Nullable Object> constants = new ArrayList<>();
        gather(reader.test(text), constants);
        for (Object constant : constants) {
            if (constant != null) {
                kind(constant, text, row, column, values.facts());
            }
            known(constant, row, column, values.facts());
            if (constant instanceof String state
                    && values.facts().path().filter(STATE::equals).isPresent()) {
                state(state, row, column.label());
            }
        }
        boolean known =
                findings.stream().skip(before).anyMatch(each -> each.code().equals("type-mismatch"));
        if (!known) {
            neverFits(parts, text, row, column, values);
        }
    }

    /** Finds alternatives that match no value of the column, as its kinds prove. */
    private void neverFits(
            List<UnaryTestParser.Part> parts,
            String text,
            int row,
            DecisionTableView.Column column,
            ColumnValues values) {
        List<String> texts = alternatives(text, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            UnaryTestParser.Part part = parts.get(i);
            if (part.mayFit() || part.asksNull()) {
                continue;
            }
            String which = texts.isEmpty() ? "A part of the cell" : "`" + texts.get(i) + "`";
            String advice = CellAdvice.ofUnfit(texts.isEmpty() ? text : texts.get(i), values);
            String message = which + " never fits, since the column is " + ResultKind.words(values.kinds())
                    + (part.reasons().isEmpty() ? "" : " and " + String.join("; ", part.reasons())) + "." + advice;
            Finding finding = values.declared()
                    ? Finding.warning("never-fits", row, column.label(), message)
                    : Finding.error("never-fits", row, column.label(), message);
            findings.add(finding.with(runner.unfit(text, column, values.facts(), values.kinds())));
        }
    }

    /** The alternatives as written; empty where they cannot be separated reliably. */
    private static List<String> alternatives(String text, int parts) {
        if (parts == 1) {
            return List.of(text);
        }
        List<String> split = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        StringBuilder part = new StringBuilder();
        for (char character : text.toCharArray()) {
            quoted ^= character == '"';
            depth += quoted ? 0 : "([{".indexOf(character) >= 0 ? 1 : ")]}".indexOf(character) >= 0 ? -1 : 0;
            if (character == ',' && depth == 0 && !quoted) {
                split.add(part.toString().trim());
                part.setLength(0);
            } else {
                part.append(character);
            }
        }
        split.add(part.toString().trim());
        return split.size() == parts ? split : List.of();
    }

    private void joined(List<@Nullable Object> operands, String text, @Nullable Integer row, String column) {
        if (operands.isEmpty()) {
            return;
        }
        List<String> constants = operands.stream()
                .filter(Objects::nonNull)
                .map(CellAdvice::quoted)
                .toList();
        String which = constants.isEmpty() ? "One of them" : String.join(" and ", constants);
        findings.add(Finding.error(
                "not-a-condition",
                row,
                column,
                "The words and and or join conditions; " + which + (constants.size() > 1 ? " are" : " is")
                        + " never true or false. Write a comparison on each side."));
    }

    private void joined(List<@Nullable Object> operands, String text, int row, String column, ColumnValues values) {
        if (operands.isEmpty()) {
            return;
        }
        boolean constants = operands.stream().allMatch(Objects::nonNull) && operands.size() > 1;
        boolean alternatives = constants && text.contains(" or ") && !text.contains("?");
        String list = operands.stream()
                .filter(Objects::nonNull)
                .map(CellAdvice::quoted)
                .collect(Collectors.joining(","));
        findings.add(Finding.error(
                        "not-a-condition",
                        row,
                        column,
                        "`" + text + "` fits no value: the words and and or join conditions, not values."
                                + (alternatives
                                        ? " Write " + list + ", with a comma between the values."
                                        : " Write a comparison on each side, such as ? = \"NY\" or ? = \"NJ\"."))
                .with(runner.unfit(text, values.facts(), operands)));
    }

    /** Collects the constants of a condition, as far as they are known without evaluation. */
    static void gather(UnaryTest test, List<@Nullable Object> constants) {
        if (test instanceof UnaryTest.Equal equal) {
            constants.add(equal.constant());
        } else if (test instanceof UnaryTest.OnlyFalse) {
            constants.add(false);
        } else if (test instanceof UnaryTest.Between between) {
            constants.addAll(java.util.stream.Stream.of(between.least(), between.most())
                    .filter(Objects::nonNull)
                    .toList());
        } else if (test instanceof UnaryTest.AnyOf any) {
            any.tests().forEach(each -> gather(each, constants));
        } else if (test instanceof UnaryTest.Not not) {
            gather(not.test(), constants);
        }
    }

    private void facts(
            ExpressionFacts facts,
            String text,
            boolean condition,
            @Nullable Integer row,
            String column,
            Set<String> besides) {
        facts(facts, text, condition, row, column, besides, null);
    }

    /** @param values values of the column, for a condition; null for an input or an output */
    private void facts(
            ExpressionFacts facts,
            String text,
            boolean condition,
            @Nullable Integer row,
            String column,
            Set<String> besides,
            @Nullable ColumnValues values) {
        for (List<String> path : facts.reads()) {
            if (!besides.contains(path.get(0))) {
                path(path, text, row, column, values);
            }
        }
        reader.invalidPatterns(text, condition)
                .forEach((pattern, problem) -> findings.add(Finding.error(
                        "invalid-pattern",
                        row,
                        column,
                        "\"" + pattern + "\" is no regular expression (" + problem
                                + "), so the function gives null. Write a backslash before a character that is meant as it"
                                + " stands, such as \\\\[, or use contains(…) or starts with(…).")));
        for (String function : facts.functions()) {
            if (UnaryTestParser.notRepeatable().contains(function)) {
                findings.add(Finding.error("not-repeatable", row, column, CellAdvice.notRepeatable(function)));
            }
            if (!UnaryTestParser.functions().contains(function)) {
                findings.add(Finding.error(
                        "unknown-function",
                        row,
                        column,
                        "FEEL has no function called " + function + "."
                                + NameSuggester.question(function, UnaryTestParser.functions())));
            }
        }
        for (ExpressionFacts.Comparison comparison : facts.comparisons()) {
            if (comparison.clashes()) {
                findings.add(Finding.error("type-mismatch", row, column, CellAdvice.clash(comparison)));
            }
            if (comparison.text() != null
                    && comparison.text().length() == 2
                    && comparison.reads().contains(STATE)) {
                state(comparison.text(), row, column);
            }
        }
        dates(text, row, column);
    }

    private void path(
            List<String> path, String text, @Nullable Integer row, String column, @Nullable ColumnValues values) {
        String name = path.get(0);
        if (!RuleInputCatalog.isKnown(name)) {
            String guess = CellAdvice.ofUnknownName(name, text, values);
            findings.add(Finding.error("unknown-input", row, column, "There is no input called " + name + "." + guess));
            return;
        }
        ValueKind kind = RuleInputCatalog.kind(List.of(name));
        if (path.size() > 1 && kind != ValueKind.CONTEXT) {
            findings.add(Finding.error(
                    "unknown-input",
                    row,
                    column,
                    "The input " + name + " is " + kind.words() + " and has no member called " + path.get(1) + "."));
        }
        for (int depth = 1; depth < path.size(); depth++) {
            Set<String> members = RuleInputCatalog.members(path.subList(0, depth));
            if (!members.isEmpty() && !members.contains(path.get(depth))) {
                findings.add(Finding.warning(
                        "unknown-config-key",
                        row,
                        column,
                        "No configuration is known to have " + CellAdvice.written(path.subList(0, depth + 1)) + "."
                                + NameSuggester.question(path.get(depth), members)));
                return;
            }
        }
    }

    private void kind(Object constant, String cell, int row, DecisionTableView.Column column, ExpressionFacts facts) {
        ValueKind given = ValueKind.of(constant);
        String label = column.label();
        if (given == ValueKind.DATE && facts.path().isPresent()) {
            findings.add(Finding.error(
                    "type-mismatch",
                    row,
                    label,
                    "Inputs carry dates as texts, so a date never fits; write date(" + column.expression()
                            + ") above the column."));
            return;
        }
        ValueKind wanted = facts.kind() == ValueKind.UNKNOWN ? declared(column.type()) : facts.kind();
        if (!wanted.clashes(given)) {
            return;
        }
        String message = "The column is " + wanted.words() + ", and " + CellAdvice.quoted(constant) + " is "
                + given.words() + ": the cell does not do what it says."
                + CellAdvice.ofKind(constant, given, wanted, cell, column);
        Finding finding = facts.kind() == ValueKind.UNKNOWN
                ? Finding.warning("type-mismatch", row, label, message)
                : Finding.error("type-mismatch", row, label, message);
        findings.add(finding.with(runner.unfit(cell, facts, List.of(constant))));
    }

    static ValueKind declared(String type) {
        return switch (type) {
            case "string" -> ValueKind.TEXT;
            case "integer", "long", "double", "number" -> ValueKind.NUMBER;
            case "boolean" -> ValueKind.TRUTH;
            default -> ValueKind.UNKNOWN;
        };
    }

    /** Compares a constant with the values that the column can have and with those that its author declared. */
    private void known(@Nullable Object constant, int row, DecisionTableView.Column column, ExpressionFacts facts) {
        List<@Nullable Object> declared = new ArrayList<>();
        gather(reader.test(column.allowed()), declared);
        Set<@Nullable Object> values = facts.range().orElseGet(() -> new LinkedHashSet<>(declared));
        boolean clashes =
                constant != null && values.stream().noneMatch(value -> ValueKind.of(value) == ValueKind.of(constant));
        boolean known = values.isEmpty() || values.contains(constant) || clashes || !(constant instanceof String);
        if (!known) {
            List<String> texts = values.stream()
                    .filter(Objects::nonNull)
                    .map(CellAdvice::plain)
                    .toList();
            findings.add(Finding.warning(
                    "unknown-value",
                    row,
                    column.label(),
                    "The column is " + texts.stream().map(CellAdvice::quoted).collect(Collectors.joining(", "))
                            + ", but never " + CellAdvice.quoted(constant) + "."
                            + NameSuggester.question(constant.toString(), texts)));
        }
    }

    private void state(String text, @Nullable Integer row, String column) {
        if (UsStates.isCode(text)) {
            return;
        }
        String capitals = text.toUpperCase(Locale.ROOT);
        String advice = UsStates.isCode(capitals) ? " Write " + capitals + "." : "";
        findings.add(Finding.warning(
                "unknown-state", row, column, "There is no state with the code " + text + "." + advice));
    }

    private void dates(String text, @Nullable Integer row, String column) {
        Matcher matcher = DATE.matcher(text);
        while (matcher.find()) {
            String written = matcher.group(1);
            boolean alsoTime = matcher.group().startsWith("@") && !written.matches("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");
            if (!alsoTime && !isDate(written)) {
                findings.add(Finding.error(
                        "invalid-date",
                        row,
                        column,
                        "\"" + written + "\" is no date; write year, month and day as in 2025-03-01."));
            }
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
