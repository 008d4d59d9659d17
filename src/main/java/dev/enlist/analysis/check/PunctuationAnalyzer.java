package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds commas, dashes and slashes that FEEL interprets differently from common usage: {@code > 1,000} is more than 1
 * or exactly 0, {@code 600-900} is -300, and {@code 2025-01-01} is 2023.
 */
final class PunctuationAnalyzer {

    private static final Pattern TEXTS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern COMPARED = Pattern.compile("(<=|>=|<|>)\\s*(-?\\d+),(\\d+)(?![\\d.])");
    private static final Pattern THOUSANDS =
            Pattern.compile("(?<![\\d.,])(\\d{1,3}(?:,\\d{3})*,0\\d{2}(?:,\\d{3})*)(?![\\d])");
    private static final Pattern EUROPEAN = Pattern.compile("(?<![\\d.,])(\\d{1,3}(?:\\.\\d{3})+),(\\d+)(?!\\d)");
    private static final Pattern DAY = Pattern.compile("(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)");
    private static final Pattern SLASHED_DAY = Pattern.compile("(?<!\\d)(\\d{1,2})/(\\d{1,2})/(\\d{4})(?!\\d)");

    private final UnaryTestParser reader;
    private final CellEvaluator runner;

    PunctuationAnalyzer(UnaryTestParser reader, CellEvaluator runner) {
        this.reader = reader;
        this.runner = runner;
    }

    List<Finding> of(String cell, int row, DecisionTableView.Column column, ExpressionFacts facts) {
        List<Finding> findings = new ArrayList<>();
        String text = TEXTS.matcher(cell).replaceAll("\"\"");
        days(text, row, column, findings);
        if (findings.isEmpty()) {
            commas(text, cell, row, column, facts, findings);
            dashes(cell, row, column, facts, findings);
        }
        return findings;
    }

    private static void days(String text, int row, DecisionTableView.Column column, List<Finding> findings) {
        Matcher day = DAY.matcher(text);
        if (day.find()) {
            BigDecimal value = new BigDecimal(day.group(1))
                    .subtract(new BigDecimal(day.group(2)))
                    .subtract(new BigDecimal(day.group(3)));
            findings.add(Finding.error(
                    "invalid-date",
                    row,
                    column.label(),
                    "`" + day.group() + "` is read as a subtraction, which gives " + value.toPlainString()
                            + ". Write date(\"" + day.group() + "\")" + above(column) + "."));
            return;
        }
        Matcher slashed = SLASHED_DAY.matcher(text);
        if (slashed.find()) {
            findings.add(Finding.error(
                    "invalid-date",
                    row,
                    column.label(),
                    "`" + slashed.group() + "` is read as a division. Write a day as year, month and day, as in date(\""
                            + slashed.group(3) + "-03-01\")" + above(column) + "."));
        }
    }

    private static String above(DecisionTableView.Column column) {
        return column.expression().startsWith("date(")
                ? ""
                : ", and date(" + column.expression() + ") above the column";
    }

    private void commas(
            String text,
            String cell,
            int row,
            DecisionTableView.Column column,
            ExpressionFacts facts,
            List<Finding> findings) {
        Matcher european = EUROPEAN.matcher(text);
        if (european.find()) {
            String number = european.group(1).replace(".", "") + "." + european.group(2);
            findings.add(comma(cell, european.group(), european.group(2), row, column, facts, "Write " + number + "."));
            return;
        }
        Matcher compared = COMPARED.matcher(text);
        if (compared.find()) {
            String sign = compared.group(1) + " ";
            String decimal = sign + compared.group(2) + "." + compared.group(3);
            String thousand = sign + compared.group(2) + compared.group(3);
            boolean three = compared.group(3).length() == 3 && compared.group(2).length() <= 3;
            findings.add(comma(
                    cell,
                    compared.group(),
                    compared.group(3),
                    row,
                    column,
                    facts,
                    "Write " + (three ? thousand : decimal) + (three ? ", or " + decimal : "") + "; if two values are"
                            + " meant, put a blank after the comma."));
            return;
        }
        Matcher thousands = THOUSANDS.matcher(text);
        if (thousands.find()) {
            String[] groups = thousands.group().split(",");
            findings.add(comma(
                    cell,
                    thousands.group(),
                    groups[groups.length - 1],
                    row,
                    column,
                    facts,
                    "Write " + thousands.group().replace(",", "") + "."));
        }
    }

    private Finding comma(
            String cell,
            String part,
            String second,
            int row,
            DecisionTableView.Column column,
            ExpressionFacts facts,
            String advice) {
        BigDecimal value = UnaryTestParser.plain(new BigDecimal(second));
        return Finding.warning(
                        "comma-in-number",
                        row,
                        column.label(),
                        "`" + part + "` is no number with a comma: the comma separates two values, and "
                                + value.toPlainString() + " fits by itself. " + advice)
                .with(runner.fit(cell, facts, List.of(value)));
    }

    private void dashes(
            String cell, int row, DecisionTableView.Column column, ExpressionFacts facts, List<Finding> findings) {
        for (List<BigDecimal> dash : reader.dashes(cell, true)) {
            BigDecimal low = dash.get(0);
            BigDecimal high = dash.get(1);
            BigDecimal middle = UnaryTestParser.plain(low.add(high).divide(BigDecimal.valueOf(2), RoundingMode.FLOOR));
            findings.add(Finding.warning(
                            "dash-in-range",
                            row,
                            column.label(),
                            "`" + low.toPlainString() + "-" + high.toPlainString()
                                    + "` is read as a subtraction, which gives "
                                    + low.subtract(high).toPlainString() + ". Write [" + low.toPlainString() + ".."
                                    + high.toPlainString() + "] for a range.")
                    .with(runner.unfit(cell, facts, List.of(middle))));
        }
    }
}
