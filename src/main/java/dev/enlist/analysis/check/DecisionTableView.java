package dev.enlist.analysis.check;

import java.util.List;
import java.util.function.UnaryOperator;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * A decision table as its author sees it: labels and cells, without XML.
 *
 * @param isVerdict    whether it gives the verdict, and no other table requires it
 * @param isAggregated whether the hit policy adds up its output
 */
record DecisionTableView(
        HitPolicy policy,
        boolean isVerdict,
        boolean isAggregated,
        List<Column> columns,
        List<Answer> answers,
        List<Row> rows) {

    /**
     * A condition column.
     *
     * @param label   its label, or its expression where it has none
     * @param allowed values that the author declared, as FEEL; empty where there are none
     */
    record Column(String label, String expression, String type, String allowed) {}

    /** An output column. */
    record Answer(String name, String allowed) {}

    /** @param id id in the document; empty where the row has none */
    record Row(int number, String id, List<String> conditions, List<String> answers) {

        String answer(DecisionTableView table, String name) {
            for (int i = 0; i < table.answers().size(); i++) {
                if (table.answers().get(i).name().equals(name)) {
                    return answers.get(i);
                }
            }
            return "";
        }
    }

    /** A table of a document without {@code DmnValidator} errors. */
    static DecisionTableView of(DecisionTable table, boolean isVerdict) {
        List<Rule> rules = List.copyOf(table.getRules());
        java.util.concurrent.atomic.AtomicInteger number = new java.util.concurrent.atomic.AtomicInteger();
        return new DecisionTableView(
                table.getHitPolicy(),
                isVerdict,
                table.getAggregation() != null,
                table.getInputs().stream().map(DecisionTableView::column).toList(),
                table.getOutputs().stream().map(DecisionTableView::answer).toList(),
                rules.stream().map(rule -> row(rule, number.incrementAndGet())).toList());
    }

    /** The table with other rows. */
    DecisionTableView with(List<Row> other) {
        return new DecisionTableView(policy, isVerdict, isAggregated, columns, answers, other);
    }

    /** The table with values from elsewhere for columns whose author declared none, by expression. */
    DecisionTableView withAllowed(UnaryOperator<String> values) {
        List<Column> known = columns.stream()
                .map(column -> column.allowed().isEmpty()
                        ? new Column(
                                column.label(), column.expression(), column.type(), values.apply(column.expression()))
                        : column)
                .toList();
        return new DecisionTableView(policy, isVerdict, isAggregated, known, answers, rows);
    }

    private static Column column(Input input) {
        String expression = input.getInputExpression() == null
                ? ""
                : text(input.getInputExpression().getText());
        String label = input.getLabel();
        String type = input.getInputExpression() == null
                ? null
                : input.getInputExpression().getTypeRef();
        return new Column(
                label == null || label.isBlank() ? expression : label,
                expression,
                type == null ? "" : type,
                input.getInputValues() == null
                        ? ""
                        : text(input.getInputValues().getText()));
    }

    private static Answer answer(Output output) {
        return new Answer(
                output.getName() == null ? "" : output.getName(),
                output.getOutputValues() == null
                        ? ""
                        : text(output.getOutputValues().getText()));
    }

    private static Row row(Rule rule, int number) {
        return new Row(
                number,
                rule.getId() == null ? "" : rule.getId(),
                rule.getInputEntries().stream()
                        .map(cell -> text(cell.getText()))
                        .toList(),
                rule.getOutputEntries().stream()
                        .map(cell -> text(cell.getText()))
                        .toList());
    }

    private static String text(@Nullable ModelElementInstance text) {
        return text == null || text.getTextContent() == null
                ? ""
                : text.getTextContent().trim();
    }
}
