package dev.enlist.eligibility.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Requirements that every shipped table meets. */
class EveryRuleTableTests {

    private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private static final String DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";

    static Stream<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("dmn"))) {
            return files.filter(file -> file.toString().endsWith(".dmn")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void isNamedAfterItsOnlyDecision(Path file) throws Exception {
        List<Element> decisions = all(file, "decision");

        assertThat(decisions).hasSize(1);
        assertThat(decisions.get(0).getAttribute("id") + ".dmn")
                .isEqualTo(file.getFileName().toString());
        assertThat(decisions.get(0).getAttribute("name")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void carriesTimeToLiveAndVersion(Path file) throws Exception {
        Element decision = all(file, "decision").get(0);

        assertThat(decision.getAttributeNS(CAMUNDA, "historyTimeToLive")).isEqualTo("180");
        assertThat(decision.getAttributeNS(CAMUNDA, "versionTag")).matches("\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void explainsItselfDownToEveryRow(Path file) throws Exception {
        List<Element> explained = new ArrayList<>();
        for (String kind : List.of("definitions", "decision", "decisionTable", "rule")) {
            explained.addAll(all(file, kind));
        }

        assertThat(explained)
                .hasSizeGreaterThan(4)
                .allSatisfy(element -> assertThat(description(element))
                        .as(element.getAttribute("id"))
                        .isNotBlank());
        assertThat(all(file, "rule").stream().map(EveryRuleTableTests::description))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void usesIdsThatSpeakAndLabelsEveryColumn(Path file) throws Exception {
        assertThat(all(file, "rule"))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.getAttribute("id")).matches("rule(_[a-z0-9]+)+"));
        assertThat(all(file, "input")).isNotEmpty().allSatisfy(input -> {
            assertThat(input.getAttribute("id")).matches("input(_[a-z0-9]+)+");
            assertThat(input.getAttribute("label")).isNotBlank();
        });
        assertThat(all(file, "output").stream().map(output -> output.getAttribute("id")))
                .containsExactly("output_status", "output_reason", "output_code");
        assertThat(all(file, "output").stream().map(output -> output.getAttribute("name")))
                .containsExactly("status", "reason", "code");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void takesTheFirstRowThatFitsAndSpeaksOnlyFeel(Path file) throws Exception {
        assertThat(all(file, "decisionTable").get(0).getAttribute("hitPolicy")).isEqualTo("FIRST");
        for (String kind : List.of("definitions", "inputExpression", "inputEntry", "outputEntry")) {
            assertThat(all(file, kind)).isNotEmpty().noneMatch(element -> element.hasAttribute("expressionLanguage"));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void makesNobodyEligibleByDefault(Path file) throws Exception {
        assertThat(all(file, "rule"))
                .filteredOn(rule -> cells(rule, "outputEntry").get(0).equals("\"eligible\""))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(cells(rule, "inputEntry"))
                        .as("an eligible row states its conditions: " + rule.getAttribute("id"))
                        .anyMatch(cell -> !cell.isBlank()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void givesCodesForMachines(Path file) throws Exception {
        assertThat(all(file, "rule"))
                .allSatisfy(
                        rule -> assertThat(cells(rule, "outputEntry").get(2)).matches("\"[a-z0-9]+(-[a-z0-9]+)*\""));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void canBeDrawn(Path file) throws Exception {
        NodeList shapes = parse(file).getElementsByTagNameNS(DMNDI, "DMNShape");

        assertThat(shapes.getLength()).isEqualTo(1);
        assertThat(((Element) shapes.item(0)).getAttribute("dmnElementRef"))
                .isEqualTo(all(file, "decision").get(0).getAttribute("id"));
    }

    private static List<Element> all(Path file, String name) throws Exception {
        return elements(parse(file).getElementsByTagNameNS(DMN, name));
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static String description(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if ("description".equals(child.getLocalName())) {
                return child.getTextContent().strip();
            }
        }
        return "";
    }

    private static List<String> cells(Element rule, String kind) {
        return elements(rule.getElementsByTagNameNS(DMN, kind)).stream()
                .map(cell -> cell.getTextContent().strip())
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
