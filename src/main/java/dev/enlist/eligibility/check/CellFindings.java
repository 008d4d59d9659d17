package dev.enlist.eligibility.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.feel.CellFacts;
import dev.enlist.eligibility.feel.CellReader;
import dev.enlist.eligibility.feel.CellTest;
import dev.enlist.eligibility.feel.Kind;
import dev.enlist.shared.PlainNumber;
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

/** What is wrong with single cells: names nobody knows, values of the wrong kind, dates that do not exist. */
final class CellFindings {

    private static final Pattern DATE = Pattern.compile("(?:\\bdate\\(\\s*|@)\"([^\"]*)\"");
    private static final List<String> STATE = List.of("state");

    /** What a condition may call the value of its column, beside the question mark. */
    private static final Set<String> VALUE_OF_THE_COLUMN = Set.of("cellInput");

    private static final List<String> INPUTS =
            RuleInput.ALL.stream().map(RuleInput::name).toList();

    private final CellReader reader;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private CellFindings(CellReader reader) {
        this.reader = reader;
    }

    static List<Finding> of(TableText table, CellReader reader) {
        CellFindings cells = new CellFindings(reader);
        List<CellFacts> columns = new ArrayList<>();
        for (TableText.Column column : table.columns()) {
            columns.add(cells.column(column));
        }
        for (TableText.Row row : table.rows()) {
            for (int i = 0; i < table.columns().size(); i++) {
                cells.condition(
                        row.conditions().get(i), row.number(), table.columns().get(i), columns.get(i));
            }
            for (int i = 0; i < table.answers().size(); i++) {
                String text = row.answers().get(i);
                String name = table.answers().get(i).name();
                cells.facts(reader.expression(text, KnownInputs::kind), text, row.number(), name, Set.of());
            }
        }
        return List.copyOf(cells.findings);
    }

    private CellFacts column(TableText.Column column) {
        CellFacts facts = reader.expression(column.expression(), KnownInputs::kind);
        String label = column.label();
        if (column.expression().isEmpty()) {
            findings.add(Finding.error(
                    "missing-expression", null, label, "The column asks for nothing: it has no expression."));
        }
        if (column.type().equals("date")) {
            findings.add(Finding.error(
                    "date-type",
                    null,
                    label,
                    "A column of the type date never fits here; remove the type and write date(…) around the input."));
        }
        facts(facts, column.expression(), null, label, Set.of());
        return facts;
    }

    private void condition(String text, int row, TableText.Column column, CellFacts columnFacts) {
        CellFacts facts = reader.condition(text, KnownInputs::kind);
        facts(facts, text, row, column.label(), VALUE_OF_THE_COLUMN);
        List<@Nullable Object> constants = new ArrayList<>();
        gather(reader.test(text), constants);
        for (Object constant : constants) {
            if (constant != null) {
                kind(constant, row, column, columnFacts);
            }
            known(constant, row, column, columnFacts);
            if (constant instanceof String state
                    && columnFacts.path().filter(STATE::equals).isPresent()) {
                state(state, row, column.label());
            }
        }
    }

    /** The values that a condition names, as far as it can be told. */
    static void gather(CellTest test, List<@Nullable Object> constants) {
        if (test instanceof CellTest.Equal equal) {
            constants.add(equal.constant());
        } else if (test instanceof CellTest.Between between) {
            constants.addAll(java.util.stream.Stream.of(between.least(), between.most())
                    .filter(Objects::nonNull)
                    .toList());
        } else if (test instanceof CellTest.AnyOf any) {
            any.tests().forEach(each -> gather(each, constants));
        } else if (test instanceof CellTest.Not not) {
            gather(not.test(), constants);
        }
    }

    private void facts(CellFacts facts, String text, @Nullable Integer row, String column, Set<String> besides) {
        for (List<String> path : facts.reads()) {
            if (!besides.contains(path.get(0))) {
                path(path, row, column);
            }
        }
        for (String function : facts.functions()) {
            if (!CellReader.functions().contains(function)) {
                findings.add(Finding.error(
                        "unknown-function",
                        row,
                        column,
                        "FEEL has no function called " + function + "."
                                + Nearest.question(function, CellReader.functions())));
            }
        }
        for (CellFacts.Comparison comparison : facts.comparisons()) {
            if (comparison.clashes()) {
                findings.add(Finding.error("type-mismatch", row, column, clash(comparison)));
            }
            if (comparison.text() != null
                    && comparison.text().length() == 2
                    && comparison.reads().contains(STATE)) {
                state(comparison.text(), row, column);
            }
        }
        dates(text, row, column);
    }

    private static String clash(CellFacts.Comparison comparison) {
        String what = comparison.reads().isEmpty()
                ? "This"
                : comparison.reads().stream().map(CellFindings::written).collect(Collectors.joining(" and "));
        String advice = Set.of(comparison.left(), comparison.right()).equals(Set.of(Kind.TEXT, Kind.DATE))
                ? " Write date(…) around the text."
                : "";
        return what + " compares " + comparison.left().words() + " with "
                + comparison.right().words() + ", which never holds." + advice;
    }

    private void path(List<String> path, @Nullable Integer row, String column) {
        String name = path.get(0);
        if (!RuleInput.isKnown(name)) {
            String guess = Nearest.to(name, INPUTS)
                    .map(input -> " Did you mean " + input + "?")
                    .orElse(" If a text is meant, write it in quotes: \"" + name + "\".");
            findings.add(Finding.error("unknown-input", row, column, "There is no input called " + name + "." + guess));
            return;
        }
        Kind kind = KnownInputs.kind(List.of(name));
        if (path.size() > 1 && kind != Kind.CONTEXT) {
            findings.add(Finding.error(
                    "unknown-input",
                    row,
                    column,
                    "The input " + name + " is " + kind.words() + " and has no member called " + path.get(1) + "."));
        }
        for (int depth = 1; depth < path.size(); depth++) {
            Set<String> members = KnownInputs.members(path.subList(0, depth));
            if (!members.isEmpty() && !members.contains(path.get(depth))) {
                findings.add(Finding.warning(
                        "unknown-config-key",
                        row,
                        column,
                        "No configuration is known to have " + written(path.subList(0, depth + 1)) + "."
                                + Nearest.question(path.get(depth), members)));
                return;
            }
        }
    }

    private void kind(Object constant, int row, TableText.Column column, CellFacts facts) {
        Kind given = Kind.of(constant);
        String label = column.label();
        if (given == Kind.DATE && facts.path().isPresent()) {
            findings.add(Finding.error(
                    "type-mismatch",
                    row,
                    label,
                    "Inputs carry dates as texts, so a date never fits; write date(" + column.expression()
                            + ") above the column."));
            return;
        }
        Kind wanted = facts.kind() == Kind.UNKNOWN ? declared(column.type()) : facts.kind();
        if (!wanted.clashes(given)) {
            return;
        }
        String advice = "";
        if (constant instanceof String text && wanted != Kind.TEXT && wanted != Kind.LIST) {
            advice = wanted == Kind.DATE
                    ? " Write date(\"" + text + "\")."
                    : reads(text, wanted) ? " Write " + text + " without quotes." : "";
        } else if (wanted == Kind.TEXT && given != Kind.DATE) {
            advice = " Write \"" + plain(constant) + "\" in quotes.";
        } else if (wanted == Kind.LIST) {
            advice = " Write list contains(?, " + quoted(constant) + ").";
        }
        String message = "The column is " + wanted.words() + ", and " + quoted(constant) + " is " + given.words()
                + ": the cell does not do what it says." + advice;
        findings.add(
                facts.kind() == Kind.UNKNOWN
                        ? Finding.warning("type-mismatch", row, label, message)
                        : Finding.error("type-mismatch", row, label, message));
    }

    private static boolean reads(String text, Kind wanted) {
        return wanted == Kind.TRUTH ? text.matches("true|false") : text.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    static Kind declared(String type) {
        return switch (type) {
            case "string" -> Kind.TEXT;
            case "integer", "long", "double", "number" -> Kind.NUMBER;
            case "boolean" -> Kind.TRUTH;
            default -> Kind.UNKNOWN;
        };
    }

    /** Against what the column can give, and what its author declared that it gives. */
    private void known(@Nullable Object constant, int row, TableText.Column column, CellFacts facts) {
        List<@Nullable Object> declared = new ArrayList<>();
        gather(reader.test(column.allowed()), declared);
        Set<@Nullable Object> values = facts.range().orElseGet(() -> new LinkedHashSet<>(declared));
        boolean clashes = constant != null && values.stream().noneMatch(value -> Kind.of(value) == Kind.of(constant));
        boolean told = values.isEmpty() || values.contains(constant) || clashes || !(constant instanceof String);
        if (!told) {
            List<String> texts = values.stream()
                    .filter(Objects::nonNull)
                    .map(CellFindings::plain)
                    .toList();
            findings.add(Finding.warning(
                    "unknown-value",
                    row,
                    column.label(),
                    "The column is " + texts.stream().map(CellFindings::quoted).collect(Collectors.joining(", "))
                            + ", but never " + quoted(constant) + "."
                            + Nearest.question(constant.toString(), texts)));
        }
    }

    private void state(String text, @Nullable Integer row, String column) {
        if (UsStates.isCode(text)) {
            return;
        }
        String capitals = text.toUpperCase(Locale.ROOT);
        String advice = UsStates.isCode(capitals) ? " Write " + capitals + "." : "";
        findings.add(Finding.warning(
                "unknown-state", row, column, "There is no state with the letters " + text + "." + advice));
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

    private static String written(List<String> path) {
        return String.join(".", path);
    }

    private static String plain(Object constant) {
        return PlainNumber.orText(constant);
    }

    private static String quoted(Object constant) {
        return constant instanceof String ? "\"" + constant + "\"" : plain(constant);
    }
}
