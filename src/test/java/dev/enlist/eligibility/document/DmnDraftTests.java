package dev.enlist.eligibility.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.shared.xml.UnreadableXml;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads in different encodings and DMN editions; each fault has a message for people. */
class DmnDraftTests {

    private static final String BODY = """
            <definitions xmlns="%s" id="d" name="d" namespace="n">
              <decision id="rules" name="Rules">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i1" label="Größe"><inputExpression id="e1"><text>state</text></inputExpression></input>
                  <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                  <rule id="r1"><inputEntry id="a1"><text>"Größe"</text></inputEntry>
                    <outputEntry id="b1"><text>"manual"</text></outputEntry>
                    <outputEntry id="b2"><text>"Größe"</text></outputEntry>
                    <outputEntry id="b3"><text>"c"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>""";

    private static final String DMN_13 = BODY.formatted(DmnEditions.DMN_13);

    private static String reason(String dmn) {
        Map<String, @Nullable Object> inputs = new HashMap<>(Map.of("state", "Größe"));
        return String.valueOf(new RulesEngine().evaluate(dmn, inputs).verdict().reason());
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("", "UTF-8", null, ""),
                Arguments.of("", "UTF-8", null, "\uFEFF"),
                Arguments.of("<?xml version='1.0'?>", "UTF-8", null, "\uFEFF"),
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "UTF-8", null, "\uFEFF"),
                Arguments.of("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "ISO-8859-1", null, ""),
                Arguments.of("<?xml version='1.0' encoding='iso-8859-15' standalone='yes'?>", "ISO-8859-15", null, ""),
                Arguments.of("<?xml version=\"1.0\" encoding=\"windows-1252\"?>", "windows-1252", null, ""),
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-16LE", null, "\uFEFF"),
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-16BE", null, "\uFEFF"),
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-16LE", null, ""),
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-16BE", null, ""),
                // the content type has precedence over the declaration, the byte order mark over both
                Arguments.of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "ISO-8859-1", "ISO-8859-1", ""),
                Arguments.of("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", "UTF-8", "ISO-8859-1", "\uFEFF"));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void areDecodedAsTheyDeclareThemselves(
            String declaration, String charset, @Nullable String announced, String mark) {
        byte[] uploaded = (mark + declaration + DMN_13).getBytes(Charset.forName(charset));
        DmnDraft draft = DmnDraft.of(uploaded, announced == null ? null : Charset.forName(announced));
        assertThat(draft.xml()).endsWith(DMN_13).doesNotContain("\uFEFF").doesNotContainPattern("encoding=.(?!UTF-8.)");
        assertThat(new DmnValidator().check(draft.xml())).isEmpty();
        assertThat(reason(draft.xml())).isEqualTo("Größe");
    }

    @Test
    void whatDoesNotBelongToTheEncodingIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> DmnDraft.of(DMN_13.getBytes(StandardCharsets.ISO_8859_1), null))
                .isInstanceOf(UnreadableXml.class)
                .hasMessageStartingWith("Line 4, column 31: the byte 0xF6 does not belong to UTF-8.")
                .hasMessageContaining("declare its encoding");
        assertThatThrownBy(() -> DmnDraft.of(
                        ("<?xml version=\"1.0\" encoding=\"klingon\"?>" + DMN_13).getBytes(StandardCharsets.UTF_8),
                        null))
                .hasMessageContaining("\"klingon\" is not known");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
                "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
                "http://www.omg.org/spec/DMN/20180521/MODEL/",
                "https://www.omg.org/spec/DMN/20211108/MODEL/",
                "https://www.omg.org/spec/DMN/20230324/MODEL/"
            })
    void otherEditionsBecomeDmn13(String namespace) {
        String other = BODY.formatted(namespace)
                .replace(
                        "<inputExpression id=\"e1\">",
                        "<inputExpression id=\"e1\" typeRef=\"feel:string\" xmlns:feel=\""
                                + "http://www.omg.org/spec/FEEL/20140401\">")
                .replace(
                        "</definitions>",
                        "<x:DMNDI xmlns:x=\"" + namespace.replaceAll("[^/]+/?$", "") + "DMNDI/\"/>" + "</definitions>")
                .replace("name=\"d\"", "name=\"d\" expressionLanguage=\"http://www.omg.org/spec/FEEL/20140401\"");
        for (String dmn : List.of(
                other,
                other.replace("<definitions xmlns=", "<definitions xmlns:dmn=")
                        .replaceAll(
                                "<(/?)(definitions|decision|decisionTable|input|output|inputExpression|text|rule|inputEntry|outputEntry)\\b",
                                "<$1dmn:$2"))) {
            String stored = DmnDraft.of(dmn.replaceAll("<x:DMNDI[^>]*>", "")).xml();
            assertThat(stored)
                    .contains(DmnEditions.DMN_13)
                    .doesNotContain(namespace)
                    .contains("typeRef=\"string\"");
            assertThat(new DmnValidator().check(stored)).isEmpty();
            assertThat(reason(stored)).isEqualTo("Größe");
        }
    }

    @Test
    void dmn13StaysAsItIsWritten() {
        assertThat(DmnDraft.of(DMN_13).xml()).isEqualTo(DMN_13);
    }

    @Test
    void whatHasNoIdGetsOne() {
        String dmn = DmnDraft.of(DMN_13.replaceAll(" id=\"(rules|t|i1|e1|o.|r1|a1|b2|b3)\"", ""))
                .xml();
        assertThat(dmn).contains("id=\"b1\"").contains("<decision id=\"decision_1\"");
        assertThat(new DmnValidator().check(dmn)).isEmpty();
        assertThat(reason(dmn)).isEqualTo("Größe");
    }

    private static List<String> said(String dmn) {
        return new DmnValidator().check(dmn).stream().map(Finding::sentence).toList();
    }

    @Test
    void faultsAreSaidByRowAndColumn() {
        assertThat(said(DMN_13.replace("<text>\"manual\"</text>", "<txt>\"manual\"</txt>")))
                .containsExactly("Row 1, status: The element txt does not belong here; expected is description,"
                        + " extensionElements, text, importedValues.");
        assertThat(said(DMN_13.replace("hitPolicy=\"FIRST\"", "hitPolicy=\"LAST\"")))
                .anySatisfy(fault ->
                        assertThat(fault).startsWith("\"LAST\" is not known here; write one of UNIQUE, FIRST"));
        assertThat(said(DMN_13.replace("id=\"b2\"", "id=\"b1\"")))
                .anySatisfy(fault -> assertThat(fault)
                        .isEqualTo("Row 1, reason: The id \"b1\" is given twice; give each element an id of its own."));
        assertThat(said(DMN_13.replace("<decision id=\"rules\" name=\"Rules\">", "<decision id=\"rules\">")))
                .containsExactly("The element decision lacks its attribute name; add it.");
        assertThat(said("{\"json\": true}"))
                .singleElement()
                .asString()
                .startsWith("Line 1, column 1: this is not well-formed XML.");
        assertThat(said("<xml/>"))
                .singleElement()
                .asString()
                .startsWith("This is no DMN document: its first element is xml");
        assertThat(said("")).containsExactly("The document is empty.");
        assertThat(said(DMN_13.replace(
                                "<output id=\"o3\" name=\"code\"/>",
                                "<output id=\"o3\" name=\"code\"/><output id=\"o4\"/>")
                        .replace("</rule>", "<outputEntry id=\"b4\"><text>1</text></outputEntry></rule>")))
                .containsExactly("Output column 4 has no name; give it one, or delete the column.");
    }

    @Test
    void noMessageShowsTheInsideOfTheReader() {
        for (String dmn : List.of(
                "",
                "<a",
                "<xml/>",
                DMN_13.replace("<text>", "<texts>").replace("</text>", "</texts>"),
                DMN_13.replace("id=\"r1\"", "id=\"1 r\""),
                DMN_13.replaceAll("<output id=\"o.\" name=\"[a-z]+\"/>", ""),
                DMN_13.replace("name=\"reason\"", "name=\"status\""),
                DMN_13.replace(" id=\"r1\"", ""),
                DMN_13.replace("<decisionTable ", "<decisionTable foo=\"1\" "))) {
            assertThat(said(dmn))
                    .as(dmn)
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault).doesNotContain("cvc-", "URI=", "Impl", "Exception", "null"));
        }
    }
}
