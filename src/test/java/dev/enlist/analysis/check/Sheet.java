package dev.enlist.analysis.check;

import java.util.ArrayList;
import java.util.List;

/** Builds a small decision table. */
final class Sheet {

    private final String policy;
    private final List<String> columns = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private int ids;

    private Sheet(String policy) {
        this.policy = policy;
    }

    static Sheet unique() {
        return new Sheet("UNIQUE");
    }

    static Sheet first() {
        return new Sheet("FIRST");
    }

    static Sheet any() {
        return new Sheet("ANY");
    }

    Sheet column(String expression) {
        return column(expression, "");
    }

    Sheet column(String expression, String type) {
        String typeRef = type.isEmpty() ? "" : " typeRef=\"" + type + "\"";
        columns.add(
                "<input id=\"i%d\" label=\"%s\"><inputExpression id=\"e%d\"%s><text>%s</text></inputExpression></input>"
                        .formatted(ids, escaped(expression), ids, typeRef, escaped(expression)));
        ids++;
        return this;
    }

    /** A row with status {@code eligible} and a unique code. */
    Sheet row(String... conditions) {
        return answering("eligible", conditions);
    }

    Sheet answering(String status, String... conditions) {
        return cells("\"" + status + "\"", "\"Why\"", "\"" + status + "-" + "\"", conditions);
    }

    Sheet cells(String status, String reason, String code, String... conditions) {
        StringBuilder row = new StringBuilder("<rule id=\"r" + rows.size() + "\">");
        for (String condition : conditions) {
            row.append("<inputEntry id=\"c%d\"><text>%s</text></inputEntry>".formatted(ids++, escaped(condition)));
        }
        String kebab = code.replace("-\"", "\"");
        for (String answer : List.of(status, reason, kebab)) {
            row.append("<outputEntry id=\"o%d\"><text>%s</text></outputEntry>".formatted(ids++, escaped(answer)));
        }
        rows.add(row.append("</rule>").toString());
        return this;
    }

    String dmn() {
        return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
                <decision id="rules" name="Rules"><decisionTable id="t" hitPolicy="%s">%s
                <output id="o_s" name="status"/><output id="o_r" name="reason"/><output id="o_c" name="code"/>
                %s</decisionTable></decision></definitions>
                """.formatted(policy, String.join("\n", columns), String.join("\n", rows));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
