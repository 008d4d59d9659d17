package dev.enlist.eligibility.workbook;

import dev.enlist.eligibility.document.DecisionGraph;
import dev.enlist.eligibility.document.DmnReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tables of a document as a workbook. Every cell is a text in a column formatted as text, so a spreadsheet
 * evaluates none of them, whatever it begins with.
 */
public final class RuleWorkbookWriter {

    /** Maximum length of the name of a sheet. */
    private static final int LONGEST_NAME = 31;

    private static final String TEXT = "@";

    private RuleWorkbookWriter() {}

    /** @param dmn a document of decision tables; other decisions are left out */
    public static byte[] write(String dmn) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DecisionGraph graph = DecisionGraph.of(DmnReader.read(dmn));
        List<Decision> ordered = new ArrayList<>(graph.last());
        graph.decisions().stream().filter(each -> !ordered.contains(each)).forEach(ordered::add);
        try (Workbook workbook = new Workbook(bytes, "Enlist", "1.0")) {
            Set<String> names = new HashSet<>();
            for (Decision decision : ordered) {
                if (decision.getExpression() instanceof DecisionTable table) {
                    write(table, workbook.newWorksheet(sheetName(DecisionGraph.name(decision), names)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A workbook in memory could not be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DecisionTable table, Worksheet sheet) {
        List<Input> inputs = List.copyOf(table.getInputs());
        List<Output> outputs = List.copyOf(table.getOutputs());
        int note = inputs.size() + outputs.size() + 1;
        for (int row = 0; row < SheetLayout.HEADINGS.length; row++) {
            text(sheet, row, 0, SheetLayout.HEADINGS[row]);
            sheet.range(row, 0, row, note)
                    .style()
                    .bold()
                    .fillColor("EEF1F4")
                    .wrapText(true)
                    .format(TEXT)
                    .set();
        }
        text(
                sheet,
                SheetLayout.POLICY,
                1,
                table.getHitPolicy().name()
                        + (table.getAggregation() == null
                                ? ""
                                : " " + table.getAggregation().name()));
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            boolean hasExpression = input.getInputExpression() != null;
            heading(
                    sheet,
                    i + 1,
                    SheetLayout.WHEN,
                    input.getLabel(),
                    hasExpression ? content(input.getInputExpression().getText()) : "",
                    hasExpression ? input.getInputExpression().getTypeRef() : null,
                    input.getInputValues());
        }
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            heading(
                    sheet,
                    inputs.size() + i + 1,
                    SheetLayout.THEN,
                    output.getLabel(),
                    output.getName(),
                    output.getTypeRef(),
                    output.getOutputValues());
        }
        text(sheet, SheetLayout.KIND, note, SheetLayout.NOTE);
        int row = SheetLayout.FIRST_RULE;
        for (Rule rule : table.getRules()) {
            text(sheet, row, 0, String.valueOf(row - SheetLayout.FIRST_RULE + 1));
            int column = 1;
            for (ModelElementInstance cell : rule.getInputEntries()) {
                text(sheet, row, column++, content(((UnaryTests) cell).getText()));
            }
            for (var cell : rule.getOutputEntries()) {
                text(sheet, row, column++, content(cell.getText()));
            }
            text(sheet, row, note, content(rule.getDescription()));
            row++;
        }
        for (int column = 0; column <= note; column++) {
            sheet.width(column, column == 0 ? 18 : 26);
            sheet.style(column).format(TEXT).wrapText(true).set();
        }
        sheet.freezePane(1, SheetLayout.FIRST_RULE);
    }

    private static void heading(
            Worksheet sheet,
            int column,
            String kind,
            @Nullable String label,
            @Nullable String expression,
            @Nullable String type,
            @Nullable UnaryTests values) {
        text(sheet, SheetLayout.KIND, column, kind);
        text(sheet, SheetLayout.LABEL, column, label);
        text(sheet, SheetLayout.EXPRESSION, column, expression);
        text(sheet, SheetLayout.TYPE, column, type);
        text(sheet, SheetLayout.VALUES, column, values == null ? "" : content(values.getText()));
    }

    private static void text(Worksheet sheet, int row, int column, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            sheet.value(row, column, text);
            sheet.style(row, column).format(TEXT).wrapText(true).set();
        }
    }

    private static String content(@Nullable ModelElementInstance text) {
        return text == null || text.getTextContent() == null
                ? ""
                : text.getTextContent().trim();
    }

    /** A name that a spreadsheet accepts, and that no other sheet has, whatever their case. */
    private static String sheetName(String table, Set<String> taken) {
        String plain = table.replaceAll("[\\[\\]:*?/\\\\]", " ")
                .replaceAll("^'+|'+$", "")
                .trim();
        String name = plain.isEmpty() ? "Table" : plain;
        for (int n = 1; ; n++) {
            String suffix = n == 1 ? "" : " (" + n + ")";
            int most = LONGEST_NAME - suffix.length();
            String tried = (name.length() > most ? name.substring(0, most).trim() : name) + suffix;
            if (taken.add(tried.toLowerCase(Locale.ROOT))) {
                return tried;
            }
        }
    }
}
