package dev.enlist.eligibility.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.feel.CellFacts;
import dev.enlist.eligibility.feel.CellReader;
import dev.enlist.eligibility.feel.CellTest;
import dev.enlist.eligibility.feel.Kind;
import dev.enlist.eligibility.feel.Possible;
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

    private static final Pattern QUOTED_NUMBER = Pattern.compile("(<=|>=|<|>)\\s*\"(-?[0-9]+(?:\\.[0-9]+)?)\"");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern CALL = Pattern.compile("(contains|list contains)\\(\\s*\\?\\s*,\\s*(.+)\\)");
    private static final Pattern AGGREGATE =
            Pattern.compile("(?:sum|min|max|mean|count)\\(\\s*\\?\\s*\\)\\s*((?:<=|>=|<|>)\\s*-?[0-9.]+)");
    private static final Pattern AMOUNT = Pattern.compile("[$€£_]+([0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern GROUPED_AMOUNT = Pattern.compile("[$€£]\\s*([0-9]{1,3}(?:,[0-9]{3})+)");
    private static final Pattern TEXT_RANGE =
            Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?)\\s*(?:-|–|to|\\.\\.)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*");
    private static final Pattern TEXT_COMPARED = Pattern.compile("\\s*(?:<=|>=|<|>)\\s*-?[0-9]+(?:\\.[0-9]+)?\\s*");
    private static final Pattern TEXT_AMOUNT =
            Pattern.compile("[$€£]?\\s*([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(\\.[0-9]+)?\\s*(?:[$€£%]|\\p{L}+)?");
    private static final Pattern COMPARED = Pattern.compile("[<>]|\\.\\.");
    private static final Set<String> YES = Set.of("yes", "y", "on", "x");
    private static final Set<String> NO = Set.of("no", "n", "off");
    private static final Set<String> ANYTHING = Set.of("any", "all", "anything", "n/a", "na", "everything");

    private final CellReader reader;
    private final CellRunner runner;
    private final PunctuationFindings punctuation;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private CellFindings(CellReader reader) {
        this.reader = reader;
        this.runner = new CellRunner();
        this.punctuation = new PunctuationFindings(reader, runner);
    }

    static List<Finding> of(TableText table, CellReader reader) {
        CellFindings cells = new CellFindings(reader);
        List<ColumnValues> columns = new ArrayList<>();
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
                cells.answer(text, row.number(), name);
            }
        }
        return List.copyOf(cells.findings);
    }

    /** What is wrong with an answer beyond its text: it can never be used, whatever the inputs are. */
    private void answer(String text, int row, String column) {
        int before = findings.size();
        facts(reader.expression(text, KnownInputs::kind), text, false, row, column, Set.of());
        CellReader.Results results = reader.results(text, KnownInputs::possible);
        joined(results.joined(), text, row, column);
        boolean constant = text.isEmpty()
                || reader.expression(text, KnownInputs::kind).range().isPresent();
        if (constant || findings.size() > before) {
            return;
        }
        boolean machines = column.equals("status") || column.equals("code");
        if (results.kinds().equals(Set.of(Possible.NULL))
                || machines && !results.kinds().contains(Possible.TEXT)) {
            String message =
                    "The " + column + " is always " + Possible.words(results.kinds()) + because(results.reasons())
                            + (machines
                                    ? " Enrollments that this row decides would wait with an incident. Write a text in quotes."
                                    : " Write a text, with string(…) around what is none.");
            findings.add(Finding.warning(machines ? "unusable-answer" : "empty-reason", row, column, message));
        }
    }

    private static String because(Set<String> reasons) {
        return reasons.isEmpty() ? "." : ": " + String.join("; ", reasons) + ".";
    }

    /**
     * What is known of the values of a column.
     *
     * @param kinds    every kind of value that it gives
     * @param declared whether that is only what its author declared
     * @param wrong    whether the column itself is wrong; then nothing is said of its cells as conditions on it
     */
    private record ColumnValues(CellFacts facts, Set<Possible> kinds, boolean declared, boolean wrong) {}

    private ColumnValues column(TableText.Column column) {
        int before = findings.size();
        CellFacts facts = reader.expression(column.expression(), KnownInputs::kind);
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
        CellReader.Results results = column.expression().isEmpty()
                ? new CellReader.Results(Possible.anything(), Set.of(), List.of())
                : reader.results(column.expression(), KnownInputs::possible);
        joined(results.joined(), column.expression(), null, label);
        boolean known = facts.range().isPresent() || facts.kind() != Kind.UNKNOWN;
        if (results.kinds().equals(Set.of(Possible.NULL)) && noErrorsSince(before)) {
            findings.add(Finding.error(
                    "always-null",
                    null,
                    label,
                    "The column is always null" + because(results.reasons())
                            + " Write an expression above it that gives a value."));
        }
        Set<Possible> kinds = known || !results.kinds().containsAll(Possible.anything())
                ? results.kinds()
                : Possible.of(declared(column.type()));
        boolean declared = !known && results.kinds().containsAll(Possible.anything());
        if (!kinds.containsAll(Possible.anything()) && declared) {
            kinds = java.util.EnumSet.copyOf(kinds);
            kinds.add(Possible.NULL);
        }
        return new ColumnValues(facts, kinds, declared, !noErrorsSince(before));
    }

    private boolean noErrorsSince(int before) {
        return findings.stream().skip(before).noneMatch(Finding::isError);
    }

    private void condition(String text, int row, TableText.Column column, ColumnValues values) {
        int before = findings.size();
        CellFacts facts = reader.condition(text, KnownInputs::kind);
        facts(facts, text, true, row, column.label(), VALUE_OF_THE_COLUMN, values);
        if (values.wrong()) {
            return;
        }
        List<CellReader.Part> parts = reader.parts(text, KnownInputs::possible, values.kinds());
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
        boolean told =
                findings.stream().skip(before).anyMatch(each -> each.code().equals("type-mismatch"));
        if (!told) {
            neverFits(parts, text, row, column, values);
        }
    }

    /** Alternatives that no value of the column fits, as its kinds prove. */
    private void neverFits(
            List<CellReader.Part> parts, String text, int row, TableText.Column column, ColumnValues values) {
        List<String> texts = alternatives(text, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            CellReader.Part part = parts.get(i);
            if (part.mayFit() || part.asksNull()) {
                continue;
            }
            String which = texts.isEmpty() ? "A part of the cell" : "`" + texts.get(i) + "`";
            String advice = advice(texts.isEmpty() ? text : texts.get(i), values);
            String message = which + " never fits, since the column is " + Possible.words(values.kinds())
                    + (part.reasons().isEmpty() ? "" : " and " + String.join("; ", part.reasons())) + "." + advice;
            Finding finding = values.declared()
                    ? Finding.warning("never-fits", row, column.label(), message)
                    : Finding.error("never-fits", row, column.label(), message);
            findings.add(finding.with(runner.unfit(text, column, values.facts(), values.kinds())));
        }
    }

    private String advice(String text, ColumnValues values) {
        Set<Possible> kinds = values.kinds();
        Matcher quotedTest = QUOTED_NUMBER.matcher(text);
        if (kinds.contains(Possible.NUMBER) && !kinds.contains(Possible.TEXT) && quotedTest.matches()) {
            return " Write " + quotedTest.group(1) + " " + quotedTest.group(2) + ", without quotes.";
        }
        Matcher day = DAY.matcher(text);
        if (kinds.contains(Possible.DATE) && day.find()) {
            return " Write " + text.replaceAll("\"?(" + DAY.pattern() + ")\"?", "date(\"$1\")") + ".";
        }
        Matcher call = CALL.matcher(text);
        if (call.matches() && kinds.contains(Possible.LIST) && call.group(1).equals("contains")) {
            return " Write list contains(?, " + call.group(2) + ").";
        }
        if (call.matches() && kinds.contains(Possible.TEXT) && call.group(1).equals("list contains")) {
            return " Write contains(?, " + call.group(2) + "), or the texts themselves.";
        }
        Matcher aggregate = AGGREGATE.matcher(text);
        if (aggregate.matches() && kinds.contains(Possible.NUMBER)) {
            return " Write " + aggregate.group(1) + ".";
        }
        if (text.matches("not\\(\\s*true\\s*\\)")) {
            return " Write false.";
        }
        if (kinds.contains(Possible.TEXT) && text.matches("(?:<=|>=|<|>)\\s*-?[0-9.]+")) {
            return " If a number is meant, write number(…) around the input above the column.";
        }
        return " Write a condition for " + Possible.words(kinds) + ", or an input of another kind above the column.";
    }

    /** The alternatives as they are written; empty where they cannot be told apart for sure. */
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
                .map(CellFindings::quoted)
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
                .map(CellFindings::quoted)
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

    /** The values that a condition names, as far as it can be told. */
    static void gather(CellTest test, List<@Nullable Object> constants) {
        if (test instanceof CellTest.Equal equal) {
            constants.add(equal.constant());
        } else if (test instanceof CellTest.OnlyFalse) {
            constants.add(false);
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

    private void facts(
            CellFacts facts,
            String text,
            boolean condition,
            @Nullable Integer row,
            String column,
            Set<String> besides) {
        facts(facts, text, condition, row, column, besides, null);
    }

    /** @param values of the column, for a condition; null for an input or an answer */
    private void facts(
            CellFacts facts,
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
            if (CellReader.notRepeatable().contains(function)) {
                findings.add(Finding.error("not-repeatable", row, column, notRepeatable(function)));
            }
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

    private static String notRepeatable(String function) {
        return function
                + "() gives another value each time, so a replay or a second evaluation would answer differently"
                + " from the decision that was recorded. "
                + (Set.of("now", "today").contains(function)
                        ? "Write date(applicationDate), the day of the application."
                        : "Write an input that stays the same for an application, such as one of metadata, or"
                                + " applicationDate.");
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

    /** What was meant by a word that is no input. */
    private static String meant(String name, String text, @Nullable ColumnValues values) {
        Matcher amount = AMOUNT.matcher(name);
        Matcher grouped = GROUPED_AMOUNT.matcher(text);
        if (name.equalsIgnoreCase("true") || name.equalsIgnoreCase("false")) {
            return " Write " + name.toLowerCase(Locale.ROOT) + ", in small letters.";
        }
        if (amount.matches() && grouped.find()) {
            return " Write " + grouped.group(1).replace(",", "")
                    + ": a number has neither currency nor thousands separator.";
        }
        if (amount.matches()) {
            return " Write " + amount.group(1) + ": a number has neither currency nor unit.";
        }
        boolean truth = values != null
                && values.kinds().contains(Possible.TRUE)
                && !values.kinds().contains(Possible.TEXT);
        if (truth && YES.contains(name.toLowerCase(Locale.ROOT))) {
            return " Write true.";
        }
        if (truth && NO.contains(name.toLowerCase(Locale.ROOT))) {
            return " Write false.";
        }
        if (values != null && ANYTHING.contains(name.toLowerCase(Locale.ROOT))) {
            return " If anything is meant, leave the cell empty or write -; a text is written in quotes: \"" + name
                    + "\".";
        }
        return Nearest.to(name, INPUTS)
                .map(input -> " Did you mean " + input + "?")
                .orElse(
                        values == null || values.kinds().contains(Possible.TEXT)
                                ? " If a text is meant, write it in quotes: \"" + name + "\"."
                                : " The column is " + Possible.words(values.kinds()) + "; write a value of this kind.");
    }

    private void path(
            List<String> path, String text, @Nullable Integer row, String column, @Nullable ColumnValues values) {
        String name = path.get(0);
        if (!RuleInput.isKnown(name)) {
            String guess = meant(name, text, values);
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

    private void kind(Object constant, String cell, int row, TableText.Column column, CellFacts facts) {
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
        String message = "The column is " + wanted.words() + ", and " + quoted(constant) + " is " + given.words()
                + ": the cell does not do what it says." + advice(constant, given, wanted, cell, column);
        Finding finding = facts.kind() == Kind.UNKNOWN
                ? Finding.warning("type-mismatch", row, label, message)
                : Finding.error("type-mismatch", row, label, message);
        findings.add(finding.with(runner.unfit(cell, facts, List.of(constant))));
    }

    private static String advice(Object constant, Kind given, Kind wanted, String cell, TableText.Column column) {
        if (constant instanceof String text && wanted == Kind.NUMBER) {
            Matcher range = TEXT_RANGE.matcher(text);
            Matcher amount = TEXT_AMOUNT.matcher(text);
            Matcher sign = TEXT_COMPARED.matcher(text);
            return reads(text, wanted)
                    ? " Write " + text + " without quotes."
                    : range.matches()
                            ? " Write [" + range.group(1) + ".." + range.group(2) + "]."
                            : sign.matches()
                                    ? " Write " + text + " without quotes."
                                    : amount.matches()
                                            ? " Write "
                                                    + amount.group(1).replaceAll("[, ]", "")
                                                    + (amount.group(2) == null ? "" : amount.group(2)) + "."
                                            : " Write a number.";
        }
        if (constant instanceof String text && wanted != Kind.TEXT && wanted != Kind.LIST) {
            return wanted == Kind.DATE
                    ? " Write date(\"" + text + "\")."
                    : reads(text, wanted) ? " Write " + text + " without quotes." : " Write true or false.";
        }
        if (wanted == Kind.TEXT && given == Kind.NUMBER && !cell.contains(plain(constant) + "\"")) {
            boolean compared = COMPARED.matcher(cell).find();
            return compared
                    ? " Texts are not compared by size. If a number is meant, write number(" + column.expression()
                            + ") above the column, or an input that is a number."
                    : " Write \"" + plain(constant) + "\" in quotes.";
        }
        if (wanted == Kind.TEXT && given != Kind.DATE) {
            return " Write \"" + plain(constant) + "\" in quotes.";
        }
        if (wanted == Kind.DATE && given == Kind.NUMBER) {
            return " Write a day, as in date(\"2025-03-01\").";
        }
        return switch (wanted) {
            case LIST -> " Write list contains(?, " + quoted(constant) + ").";
            case NUMBER -> " Write a number.";
            case TRUTH -> " Write true or false.";
            default -> " Write a value of this kind, or another input above the column.";
        };
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
