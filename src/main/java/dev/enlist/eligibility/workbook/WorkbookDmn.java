package dev.enlist.eligibility.workbook;

import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes tables as a DMN document. Ids are positions, so the same tables always give the same document. */
final class WorkbookDmn {

    private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    private final XMLStreamWriter xml;

    private WorkbookDmn(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** @param reads the names that a table reads */
    static String write(List<SheetTable> tables, Function<SheetTable, Set<String>> reads) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new WorkbookDmn(xml).document(tables, reads);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A document in memory could not be written", e);
        }
        return text.toString();
    }

    private void document(List<SheetTable> tables, Function<SheetTable, Set<String>> reads) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("definitions");
        xml.writeDefaultNamespace(DMN);
        attributes("id", "workbook", "name", "Workbook", "namespace", "https://enlist.dev/workbook");
        for (int i = 0; i < tables.size(); i++) {
            SheetTable table = tables.get(i);
            xml.writeStartElement("decision");
            attributes("id", "table_" + (i + 1), "name", table.name());
            Set<String> read = reads.apply(table);
            for (int other = 0; other < tables.size(); other++) {
                boolean needed = other != i
                        && tables.get(other).of(SheetTable.Kind.THEN).stream()
                                .anyMatch(output -> read.contains(output.expression()));
                if (needed) {
                    xml.writeStartElement("informationRequirement");
                    attributes("id", "requirement_" + (i + 1) + "_" + (other + 1));
                    xml.writeEmptyElement("requiredDecision");
                    attributes("href", "#table_" + (other + 1));
                    xml.writeEndElement();
                }
            }
            table(table, "t" + (i + 1));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void table(SheetTable table, String id) throws XMLStreamException {
        List<SheetTable.Column> inputs = table.of(SheetTable.Kind.WHEN);
        List<SheetTable.Column> outputs = table.of(SheetTable.Kind.THEN);
        List<SheetTable.Column> notes = table.of(SheetTable.Kind.NOTE);
        xml.writeStartElement("decisionTable");
        attributes("id", id, "hitPolicy", table.policy().toString());
        if (table.aggregation() != null) {
            attributes("aggregation", table.aggregation());
        }
        for (int i = 0; i < inputs.size(); i++) {
            SheetTable.Column input = inputs.get(i);
            xml.writeStartElement("input");
            attributes("id", id + "_input_" + (i + 1), "label", input.label());
            xml.writeStartElement("inputExpression");
            attributes("id", id + "_expression_" + (i + 1), "typeRef", input.type());
            text(input.expression());
            xml.writeEndElement();
            values("inputValues", id + "_values_" + (i + 1), input.values());
            xml.writeEndElement();
        }
        for (int i = 0; i < outputs.size(); i++) {
            SheetTable.Column output = outputs.get(i);
            xml.writeStartElement("output");
            attributes(
                    "id",
                    id + "_output_" + (i + 1),
                    "label",
                    output.label(),
                    "name",
                    output.expression(),
                    "typeRef",
                    output.type());
            values("outputValues", id + "_allowed_" + (i + 1), output.values());
            xml.writeEndElement();
        }
        for (int row = 0; row < table.rules().size(); row++) {
            String[] cells = table.rules().get(row);
            String rule = id + "_rule_" + (row + 1);
            xml.writeStartElement("rule");
            attributes("id", rule);
            String note = notes.isEmpty()
                    ? ""
                    : RuleWorkbookReader.text(cells, notes.get(0).index());
            if (!note.isEmpty()) {
                xml.writeStartElement("description");
                xml.writeCharacters(note);
                xml.writeEndElement();
            }
            for (int i = 0; i < inputs.size(); i++) {
                cell(
                        "inputEntry",
                        rule + "_i" + (i + 1),
                        RuleWorkbookReader.text(cells, inputs.get(i).index()));
            }
            for (int i = 0; i < outputs.size(); i++) {
                cell(
                        "outputEntry",
                        rule + "_o" + (i + 1),
                        RuleWorkbookReader.text(cells, outputs.get(i).index()));
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void values(String element, String id, String values) throws XMLStreamException {
        if (!values.isEmpty()) {
            cell(element, id, values);
        }
    }

    private void cell(String element, String id, String content) throws XMLStreamException {
        xml.writeStartElement(element);
        attributes("id", id);
        text(content);
        xml.writeEndElement();
    }

    private void text(String content) throws XMLStreamException {
        xml.writeStartElement("text");
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    /** Writes attributes, name and value by turns, without those that are empty. */
    private void attributes(String... pairs) throws XMLStreamException {
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                xml.writeAttribute(pairs[i], pairs[i + 1]);
            }
        }
    }
}
