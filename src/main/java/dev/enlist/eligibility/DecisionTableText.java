package dev.enlist.eligibility;

import dev.enlist.eligibility.document.DecisionGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.Text;
import org.camunda.bpm.model.xml.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * The text of a table, for comparison.
 *
 * @param columns expression of each column by its label, output columns with their names included
 */
record DecisionTableText(String hitPolicy, Map<String, String> columns, List<Row> rows) {

    /**
     * @param cells by label of the column; without empty cells
     * @param code  FEEL of the output {@code code}; null where there is none
     */
    record Row(
            String id,
            @Nullable String description,
            @Nullable String code,
            Map<String, String> cells) {

        /**
         * Whether at least one output or condition is equal. Equal ids alone do not count, because an id may have been
         * moved to another row.
         */
        boolean isAkinTo(Row other) {
            return cells.entrySet().stream().anyMatch(cell -> cell.getValue().equals(other.cells.get(cell.getKey())));
        }
    }

    /**
     * The tables of a document.
     *
     * @param verdict  the table that gives the verdict
     * @param required the others by name, in the order of the document
     */
    record Tables(DecisionTableText verdict, Map<String, DecisionTableText> required) {}

    /** @throws ModelException where the document contains no table that gives a verdict */
    static Tables read(String dmn) {
        DecisionGraph graph = DecisionGraph.of(DmnValidator.read(dmn));
        Decision verdict = graph.last().stream()
                .filter(decision -> decision.getExpression() instanceof DecisionTable)
                .findFirst()
                .orElseThrow(() -> new ModelException("There is no decision table."));
        Map<String, DecisionTableText> required = new LinkedHashMap<>();
        for (Decision decision : graph.decisions()) {
            if (decision != verdict && decision.getExpression() instanceof DecisionTable table) {
                required.put(DecisionGraph.name(decision), of(table));
            }
        }
        return new Tables(of((DecisionTable) verdict.getExpression()), required);
    }

    private static DecisionTableText of(DecisionTable table) {
        Map<String, String> columns = new LinkedHashMap<>();
        List<String> labels = new ArrayList<>();
        for (Input input : table.getInputs()) {
            String expression = input.getInputExpression() == null
                    ? ""
                    : content(input.getInputExpression().getText());
            String label = input.getLabel() == null || input.getLabel().isBlank() ? expression : input.getLabel();
            labels.add(free(label, columns));
            columns.put(labels.get(labels.size() - 1), expression);
        }
        for (Output output : table.getOutputs()) {
            labels.add(free(String.valueOf(output.getName()), columns));
            columns.put(labels.get(labels.size() - 1), "");
        }
        List<Row> rows = new ArrayList<>();
        for (Rule rule : table.getRules()) {
            rows.add(row(rule, labels));
        }
        return new DecisionTableText(table.getHitPolicy().toString(), columns, rows);
    }

    private static Row row(Rule rule, List<String> labels) {
        List<String> texts = new ArrayList<>();
        for (InputEntry condition : rule.getInputEntries()) {
            String text = content(condition.getText());
            texts.add(text.equals("-") ? "" : text);
        }
        for (OutputEntry answer : rule.getOutputEntries()) {
            texts.add(content(answer.getText()));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(labels.size(), texts.size()); i++) {
            if (!texts.get(i).isEmpty()) {
                cells.put(labels.get(i), texts.get(i));
            }
        }
        return new Row(String.valueOf(rule.getId()), description(rule), cells.get("code"), cells);
    }

    private static @Nullable String description(DmnElement element) {
        return element.getDescription() == null
                ? null
                : element.getDescription().getTextContent().trim();
    }

    /** Makes the label unique, because two columns may have the same one. */
    private static String free(String label, Map<String, String> taken) {
        String free = label;
        for (int n = 2; taken.containsKey(free); n++) {
            free = label + " (" + n + ")";
        }
        return free;
    }

    private static String content(@Nullable Text text) {
        return text == null || text.getTextContent() == null
                ? ""
                : text.getTextContent().trim();
    }
}
