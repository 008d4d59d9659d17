package dev.enlist.eligibility.feel;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;

/** A decision table as text: the input expressions, then a line of cells and a verdict for each rule. */
final class DecisionTableFixture {

    private final String hitPolicy;
    private final List<String> inputs;
    private final StringBuilder rules = new StringBuilder();
    private int count;

    private DecisionTableFixture(String hitPolicy, List<String> inputs) {
        this.hitPolicy = hitPolicy;
        this.inputs = List.copyOf(inputs);
    }

    static DecisionTableFixture firstOf(String... inputs) {
        return new DecisionTableFixture("FIRST", Arrays.asList(inputs));
    }

    static DecisionTableFixture allOf(List<String> inputs) {
        return new DecisionTableFixture("COLLECT", inputs);
    }

    /** The table of the benchmark. */
    static DecisionTableFixture eightRulesOverSixInputs() {
        return firstOf("state", "monthlyKwh", "manufacturerSlugs", "customerType", "programActive", "count(tags)")
                .rule("\"closed\"", "", "", "", "", "false", "")
                .rule("\"out of area\"", "not(\"NY\",\"NJ\")", "", "", "", "", "")
                .rule("\"too small\"", "", "<100", "", "", "", "")
                .rule("\"wrong sector\"", "", "", "", "\"industrial\"", "", "")
                .rule(
                        "\"unknown maker\"",
                        "",
                        "",
                        "not(list contains(?,\"tesla\") or list contains(?,\"enphase\"))",
                        "",
                        "",
                        "")
                .rule("\"too many tags\"", "", "", "", "", "", ">20")
                .rule("\"eligible\"", "\"NY\"", "[100..5000]", "", "\"residential\"", "true", "<5")
                .rule("\"review\"", "", "", "", "", "", "");
    }

    DecisionTableFixture rule(String verdict, String... cells) {
        return rule(verdict, Arrays.asList(cells));
    }

    DecisionTableFixture rule(String verdict, List<String> cells) {
        rules.append("<rule id=\"").append(nextId()).append("\">");
        cells.forEach(cell -> rules.append(withText("inputEntry", cell)));
        rules.append(withText("outputEntry", verdict)).append("</rule>");
        return this;
    }

    DmnDecision parsedBy(DmnEngine engine) {
        StringBuilder columns = new StringBuilder();
        inputs.forEach(input ->
                columns.append("<input id=\"%s\">%s</input>".formatted(nextId(), withText("inputExpression", input))));
        String xml = """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions" name="test" namespace="test">
                  <decision id="verdict" name="verdict">
                    <decisionTable hitPolicy="%s">%s<output id="output" name="verdict"/>%s</decisionTable>
                  </decision>
                </definitions>
                """.formatted(hitPolicy, columns, rules);
        return engine.parseDecision("verdict", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private String withText(String element, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<%1$s id=\"%2$s\"><text>%3$s</text></%1$s>".formatted(element, nextId(), escaped);
    }

    private String nextId() {
        return "id_" + count++;
    }
}
