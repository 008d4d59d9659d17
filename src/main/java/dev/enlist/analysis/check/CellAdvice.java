package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ResultKind;
import dev.enlist.eligibility.feel.ValueKind;
import dev.enlist.shared.PlainNumber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what to write instead of a cell that has a fault. */
final class CellAdvice {

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

    private CellAdvice() {}

    static String ofUnfit(String text, ColumnValues values) {
        Set<ResultKind> kinds = values.kinds();
        Matcher quotedTest = QUOTED_NUMBER.matcher(text);
        if (kinds.contains(ResultKind.NUMBER) && !kinds.contains(ResultKind.TEXT) && quotedTest.matches()) {
            return " Write " + quotedTest.group(1) + " " + quotedTest.group(2) + ", without quotes.";
        }
        Matcher day = DAY.matcher(text);
        if (kinds.contains(ResultKind.DATE) && day.find()) {
            return " Write " + text.replaceAll("\"?(" + DAY.pattern() + ")\"?", "date(\"$1\")") + ".";
        }
        Matcher call = CALL.matcher(text);
        if (call.matches() && kinds.contains(ResultKind.LIST) && call.group(1).equals("contains")) {
            return " Write list contains(?, " + call.group(2) + ").";
        }
        if (call.matches() && kinds.contains(ResultKind.TEXT) && call.group(1).equals("list contains")) {
            return " Write contains(?, " + call.group(2) + "), or the texts themselves.";
        }
        Matcher aggregate = AGGREGATE.matcher(text);
        if (aggregate.matches() && kinds.contains(ResultKind.NUMBER)) {
            return " Write " + aggregate.group(1) + ".";
        }
        if (text.matches("not\\(\\s*true\\s*\\)")) {
            return " Write false.";
        }
        if (kinds.contains(ResultKind.TEXT) && text.matches("(?:<=|>=|<|>)\\s*-?[0-9.]+")) {
            return " If a number is meant, write number(…) around the input above the column.";
        }
        return " Write a condition for " + ResultKind.words(kinds) + ", or an input of another kind above the column.";
    }

    static String notRepeatable(String function) {
        return function
                + "() gives another value each time, so a replay or a second evaluation would answer differently"
                + " from the decision that was recorded. "
                + (Set.of("now", "today").contains(function)
                        ? "Write date(applicationDate), the day of the application."
                        : "Write an input that stays the same for an application, such as one of metadata, or"
                                + " applicationDate.");
    }

    static String clash(ExpressionFacts.Comparison comparison) {
        String what = comparison.reads().isEmpty()
                ? "This"
                : comparison.reads().stream().map(CellAdvice::written).collect(Collectors.joining(" and "));
        String advice = Set.of(comparison.left(), comparison.right()).equals(Set.of(ValueKind.TEXT, ValueKind.DATE))
                ? " Write date(…) around the text."
                : "";
        return what + " compares " + comparison.left().words() + " with "
                + comparison.right().words() + ", which never holds." + advice;
    }

    /** The input that an unknown word most likely means. */
    static String ofUnknownName(String name, String text, @Nullable ColumnValues values) {
        Matcher amount = AMOUNT.matcher(name);
        Matcher grouped = GROUPED_AMOUNT.matcher(text);
        if (name.equalsIgnoreCase("true") || name.equalsIgnoreCase("false")) {
            return " Write " + name.toLowerCase(Locale.ROOT) + ", in lower case.";
        }
        if (amount.matches() && grouped.find()) {
            return " Write " + grouped.group(1).replace(",", "")
                    + ": a number has neither currency nor thousands separator.";
        }
        if (amount.matches()) {
            return " Write " + amount.group(1) + ": a number has neither currency nor unit.";
        }
        boolean truth = values != null
                && values.kinds().contains(ResultKind.TRUE)
                && !values.kinds().contains(ResultKind.TEXT);
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
        return NameSuggester.to(name, RuleInputCatalog.names())
                .map(input -> " Did you mean " + input + "?")
                .orElse(
                        values == null || values.kinds().contains(ResultKind.TEXT)
                                ? " If a text is meant, write it in quotes: \"" + name + "\"."
                                : " The column is " + ResultKind.words(values.kinds())
                                        + "; write a value of this kind.");
    }

    static String ofKind(
            Object constant, ValueKind given, ValueKind wanted, String cell, DecisionTableView.Column column) {
        if (constant instanceof String text && wanted == ValueKind.NUMBER) {
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
        if (constant instanceof String text && wanted != ValueKind.TEXT && wanted != ValueKind.LIST) {
            return wanted == ValueKind.DATE
                    ? " Write date(\"" + text + "\")."
                    : reads(text, wanted) ? " Write " + text + " without quotes." : " Write true or false.";
        }
        if (wanted == ValueKind.TEXT && given == ValueKind.NUMBER && !cell.contains(plain(constant) + "\"")) {
            boolean compared = COMPARED.matcher(cell).find();
            return compared
                    ? " Texts are not compared by size. If a number is meant, write number(" + column.expression()
                            + ") above the column, or an input that is a number."
                    : " Write \"" + plain(constant) + "\" in quotes.";
        }
        if (wanted == ValueKind.TEXT && given != ValueKind.DATE) {
            return " Write \"" + plain(constant) + "\" in quotes.";
        }
        if (wanted == ValueKind.DATE && given == ValueKind.NUMBER) {
            return " Write a day, as in date(\"2025-03-01\").";
        }
        return switch (wanted) {
            case LIST -> " Write list contains(?, " + quoted(constant) + ").";
            case NUMBER -> " Write a number.";
            case TRUTH -> " Write true or false.";
            default -> " Write a value of this kind, or another input above the column.";
        };
    }

    private static boolean reads(String text, ValueKind wanted) {
        return wanted == ValueKind.TRUTH ? text.matches("true|false") : text.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    static String written(List<String> path) {
        return String.join(".", path);
    }

    static String plain(Object constant) {
        return PlainNumber.orText(constant);
    }

    static String quoted(Object constant) {
        return constant instanceof String ? "\"" + constant + "\"" : plain(constant);
    }
}
