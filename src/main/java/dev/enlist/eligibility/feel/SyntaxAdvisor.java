package dev.enlist.eligibility.feel;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains a cell that is not valid FEEL to its author: what is wrong, and what to write instead. Recognizes the ways
 * in which people write conditions in spreadsheets and in prose. Proposes a replacement only if it is valid FEEL.
 */
public final class SyntaxAdvisor {

    /** The fault as a sentence, and a possible replacement. */
    private record Advice(String problem, String replacement) {}

    @FunctionalInterface
    private interface Rule {
        /** The advice; null where the rule does not apply to the text. */
        @Nullable
        Advice of(String text);
    }

    private static final int LONGEST_QUOTED = 60;
    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
    private static final String VALUE = "(" + NUMBER + "|\"[^\"]*\"|date\\(\"[^\"]*\"\\))";
    private static final Pattern POSITION = Pattern.compile(":(\\d+):(\\d+), found \"", Pattern.DOTALL);
    private static final Pattern EXCLUSION =
            Pattern.compile("(?:!=|<>|≠|(?:is\\s+)?not\\b(?!\\s*\\())\\s*(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern EQUALS = Pattern.compile("(?:==?(?![<>])|(?:equals|is(?!\\s+not\\b))\\b)\\s*(.+)");
    private static final Pattern MEMBERS = Pattern.compile("(?:is\\s+)?in\\s*[(\\[](.+)[)\\]]");
    private static final Pattern BETWEEN = Pattern.compile(
            "(?:between\\s+|from\\s+)?" + VALUE + "\\s*(?:and|to|until|-|–|—|\\.{2,3}|…)\\s*" + VALUE,
            Pattern.CASE_INSENSITIVE);
    private static final String JOINT = "\\s*(?:and|&&?|,)?\\s*";
    private static final Pattern RISING = Pattern.compile("(>=?)\\s*" + VALUE + JOINT + "(<=?)\\s*" + VALUE);
    private static final Pattern FALLING = Pattern.compile("(<=?)\\s*" + VALUE + JOINT + "(>=?)\\s*" + VALUE);
    private static final Pattern PERCENT = Pattern.compile("(<=|>=|<|>)?\\s*(" + NUMBER + ")\\s*%");
    private static final Pattern AMOUNT =
            Pattern.compile("(<=|>=|<|>)?\\s*[$€£]?\\s*(-?\\d{1,3}(?:[, ]\\d{3})+|-?\\d+)(\\.\\d+)?\\s*(?:[$€£]|\\p{L}"
                    + "[\\p{L}/]*)?");
    private static final Pattern SCIENTIFIC = Pattern.compile("(<=|>=|<|>)?\\s*(-?\\d+(?:\\.\\d+)?[eE][+-]?\\d{1,3})");
    private static final Pattern AT_LEAST = Pattern.compile("(" + NUMBER + ")\\s*(?:\\+|or more|and more|and up)");
    private static final Pattern WORDS = Pattern.compile("\\p{L}[\\p{L}\\d .,'’&/-]*");
    private static final Pattern DAY = Pattern.compile("(<=|>=|<|>)?\\s*(\\d{4}-\\d{2}-\\d{2})");
    private static final Pattern ALTERNATIVES =
            Pattern.compile("\\s+or\\s+|\\s*\\|\\|?\\s*|\\s*;\\s*|\\s*\\n\\s*", Pattern.CASE_INSENSITIVE);

    private final UnaryTestParser reader = new UnaryTestParser();

    private final List<Rule> conditionRules = List.of(
            text -> rewritten(EQUALS, text, "A condition needs no equals sign.", match -> value(match.group(1))),
            text -> rewritten(
                    EXCLUSION, text, "An exclusion is written not(…).", match -> "not(" + value(match.group(1)) + ")"),
            text -> text.matches(".*(?:≥|≤|=>|=<).*")
                    ? new Advice(
                            "The signs are >= and <=.",
                            text.replaceAll("≥|=>", ">=").replaceAll("≤|=<", "<="))
                    : null,
            text -> rewritten(
                    RISING,
                    text,
                    "Two limits are written as one range.",
                    match -> range(match.group(1), match.group(2), match.group(4), match.group(3))),
            text -> rewritten(
                    FALLING,
                    text,
                    "Two limits are written as one range.",
                    match -> range(match.group(3), match.group(4), match.group(2), match.group(1))),
            text -> rewritten(
                    BETWEEN,
                    text,
                    "A range has brackets and two points.",
                    match -> "[" + match.group(1) + ".." + match.group(2) + "]"),
            text -> rewritten(MEMBERS, text, "Values are separated by commas alone.", match -> match.group(1)),
            text -> rewritten(AT_LEAST, text, "\"Or more\" is written >=.", match -> ">= " + match.group(1)),
            text -> rewritten(
                    SCIENTIFIC,
                    text,
                    "Numbers have no exponent.",
                    match -> compared(match.group(1), new BigDecimal(match.group(2)).toPlainString())),
            text -> rewritten(
                    AMOUNT,
                    text,
                    "Numbers have neither unit, currency nor thousands separator.",
                    match -> compared(
                            match.group(1),
                            match.group(2).replaceAll("[, ]", "") + (match.group(3) == null ? "" : match.group(3)))),
            text -> text.matches("\\*|\\?|\\.\\.\\.|…")
                    ? new Advice("An empty cell, or -, accepts anything.", "-")
                    : null,
            text -> text.matches("(?i)(?:is\\s+)?(?:null|empty|blank|missing)")
                    ? new Advice("What is not given is null.", "null")
                    : null,
            this::alternatives);

    private final List<Rule> expressionRules = List.of(
            text -> text.contains("==") ? new Advice("Equality is written =.", text.replace("==", "=")) : null,
            text -> text.contains("&&") || text.contains("||")
                    ? new Advice(
                            "The words are and, or.",
                            text.replaceAll("\\s*&&\\s*", " and ").replaceAll("\\s*\\|\\|\\s*", " or "))
                    : null,
            text -> text.contains("<>") ? new Advice("Inequality is written !=.", text.replace("<>", "!=")) : null,
            text -> text.matches("(?s).*\\bif\\b.*\\bthen\\b.*") && !text.matches("(?s).*\\belse\\b.*")
                    ? new Advice("An if … then needs an else.", text + " else null")
                    : null,
            text -> text.startsWith("=")
                    ? new Advice(
                            "An expression does not begin with an equals sign.",
                            text.substring(1).trim())
                    : null);

    private final List<Rule> commonRules = List.of(
            SyntaxAdvisor::closed,
            text -> rewritten(WORDS, text, "A text is written in quotes.", match -> "\"" + match.group() + "\""));

    /**
     * Explains an invalid condition.
     *
     * @param detail message of the parser
     */
    public String ofCondition(String text, String detail) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            String fraction = new BigDecimal(percent.group(2))
                    .movePointLeft(2)
                    .stripTrailingZeros()
                    .toPlainString();
            return quoted(text) + " is not FEEL. There is no percent sign. Write "
                    + compared(percent.group(1), percent.group(2)) + " or " + compared(percent.group(1), fraction)
                    + ", as the input states it.";
        }
        return explained(text, detail, conditionRules, reader::isCondition)
                .orElseGet(() -> quoted(text) + " is not FEEL" + position(text, detail)
                        + " Write a condition such as \"NY\",\"NJ\" or > 600 or [600..900] or not(\"NY\").");
    }

    /**
     * Explains an invalid input or output.
     *
     * @param detail message of the parser
     */
    public String ofExpression(String text, String detail) {
        return explained(text, detail, expressionRules, reader::isExpression)
                .orElseGet(() -> quoted(text) + " is not FEEL" + position(text, detail)
                        + " Write an expression such as \"a text\", 600, metadata.monthlyKwh or"
                        + " if programActive then \"yes\" else \"no\".");
    }

    private Optional<String> explained(String text, String detail, List<Rule> own, Predicate<String> feel) {
        String straight = straightened(text);
        String quotes = straight.equals(text) ? "" : " FEEL has straight double quotes only.";
        if (!quotes.isEmpty() && feel.test(straight)) {
            return Optional.of(quoted(text) + " is not FEEL." + quotes + " Write " + straight + ".");
        }
        List<Rule> rules = new ArrayList<>(own);
        rules.addAll(commonRules);
        for (Rule rule : rules) {
            Advice advice = rule.of(straight.trim());
            if (advice != null && feel.test(advice.replacement())) {
                return Optional.of(quoted(text) + " is not FEEL." + quotes + " " + advice.problem() + " Write "
                        + advice.replacement() + ".");
            }
        }
        return Optional.empty();
    }

    /** Alternatives that are not separated by commas; each is corrected separately. */
    private @Nullable Advice alternatives(String text) {
        List<String> parts = List.of(ALTERNATIVES.split(text));
        if (parts.size() < 2) {
            return null;
        }
        List<String> mended = new ArrayList<>();
        for (String part : parts) {
            String one = mended(part.trim());
            if (one == null) {
                return null;
            }
            mended.add(one);
        }
        return new Advice("Alternatives are separated by commas.", String.join(", ", mended));
    }

    private @Nullable String mended(String part) {
        if (part.isEmpty()) {
            return null;
        }
        if (reader.isCondition(part) && !WORDS.matcher(part).matches()) {
            return part;
        }
        for (Rule rule : conditionRules.subList(0, conditionRules.size() - 1)) {
            Advice advice = rule.of(part);
            if (advice != null && reader.isCondition(advice.replacement())) {
                return advice.replacement();
            }
        }
        return WORDS.matcher(part).matches() ? "\"" + part + "\"" : null;
    }

    private static @Nullable Advice closed(String text) {
        long quotes = text.chars().filter(character -> character == '"').count();
        if (quotes % 2 == 1) {
            String problem = "A quotation mark is missing.";
            return new Advice(problem, text.endsWith("\"") && !text.startsWith("\"") ? "\"" + text : text + "\"");
        }
        StringBuilder open = new StringBuilder();
        boolean within = false;
        for (char character : text.toCharArray()) {
            within ^= character == '"';
            int opens = within ? -1 : "([{".indexOf(character);
            if (opens >= 0) {
                open.append(")]}".charAt(opens));
            } else if (!within && open.length() > 0 && character == open.charAt(open.length() - 1)) {
                open.setLength(open.length() - 1);
            }
        }
        return open.isEmpty() ? null : new Advice("A bracket is not closed.", text + open.reverse());
    }

    private static @Nullable Advice rewritten(
            Pattern pattern, String text, String problem, java.util.function.Function<Matcher, String> replacement) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Matcher day = DAY.matcher(replacement.apply(matcher));
        return day.matches()
                ? new Advice(problem, compared(day.group(1), "date(\"" + day.group(2) + "\")"))
                : new Advice(problem, replacement.apply(matcher).trim());
    }

    private static String range(String above, String low, String high, String below) {
        return (above.equals(">=") ? "[" : "(") + low + ".." + high + (below.equals("<=") ? "]" : ")");
    }

    /** Quotes a text of plain words. */
    private static String value(String text) {
        boolean word = WORDS.matcher(text).matches() && !text.matches("true|false|null");
        return word ? "\"" + text + "\"" : text;
    }

    private static String compared(@Nullable String sign, String value) {
        return sign == null ? value : sign + " " + value;
    }

    /** Replaces typographic quotes by straight double quotes; keeps a single quote within a double pair. */
    private static String straightened(String text) {
        String straight = text.replaceAll("[“”„‟«»″]", "\"");
        return straight.contains("\"") ? straight : straight.replaceAll("['‘’‚‹›`]", "\"");
    }

    private static String position(String text, String detail) {
        Matcher matcher = POSITION.matcher(detail);
        if (!matcher.find()) {
            return ".";
        }
        int line = Integer.parseInt(matcher.group(1));
        int column = Integer.parseInt(matcher.group(2));
        String[] lines = text.split("\n", -1);
        String rest =
                line <= lines.length && column <= lines[line - 1].length() ? lines[line - 1].substring(column - 1) : "";
        return rest.isEmpty()
                ? ": something is missing at its end."
                : " from character " + column + (lines.length > 1 ? " of line " + line : "") + " on: " + quoted(rest)
                        + " was not expected.";
    }

    private static String quoted(String text) {
        String shortened = text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
        return "`" + shortened.replace('\n', ' ') + "`";
    }
}
