package dev.enlist.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every finding of the validator. No document makes it throw an exception or run code. */
@Timeout(20)
class DmnValidatorTests {

    private static final String EXTERNAL =
            "function(x, y) external {java: {class: \"java.lang.System\", method signature: \"exit(int)\"}}";

    private final DmnValidator check = new DmnValidator();

    private List<String> codes(String dmn) {
        List<Finding> findings = check.check(dmn);
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.message()).isNotBlank();
        });
        return findings.stream().map(Finding::code).toList();
    }

    private Finding only(String dmn) {
        assertThat(codes(dmn)).hasSize(1);
        return check.check(dmn).get(0);
    }

    @Test
    void hasNothingToSayOfASoundTable() {
        assertThat(check.check(Tables.SOUND)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eligibility-default", "ny-drive-clean", "ca-dsgs"})
    void hasNothingToSayOfTheShippedTables(String slug) throws Exception {
        assertThat(check.check(Files.readString(Path.of("dmn", slug + ".dmn")))).isEmpty();
    }

    @Nested
    class OfDocuments {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "not XML",
                    "{\"json\": true}",
                    "<",
                    "<definitions>",
                    "<a/>",
                    "<definitions/>",
                    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>",
                    "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"t\"/>",
                    "\u0000",
                })
        void thatAreNotDmn(String document) {
            assertThat(codes(document)).isNotEmpty().containsOnly("unreadable");
        }

        @Test
        void thatReachForFilesAndHosts(@TempDir Path folder) throws Exception {
            Path secret = Files.writeString(folder.resolve("secret.txt"), "the-secret", StandardCharsets.UTF_8);
            String xxe = Tables.with(
                            "<definitions",
                            "<!DOCTYPE definitions [<!ENTITY secret SYSTEM \"" + secret.toUri() + "\">]>\n<definitions")
                    .replace("\"at-home\"", "\"&secret;\"");

            assertThat(check.check(xxe))
                    .isNotEmpty()
                    .noneMatch(finding -> finding.message().contains("the-secret"));
        }

        @Test
        void thatExplode() {
            StringBuilder laughs = new StringBuilder("<!DOCTYPE definitions [<!ENTITY l0 \"ha\">");
            for (int i = 1; i < 30; i++) {
                laughs.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
            }
            String bomb =
                    Tables.with("<definitions", laughs + "]>\n<definitions").replace("\"at-home\"", "\"&l29;\"");

            assertThat(only(bomb).code()).isEqualTo("unreadable");
        }

        @Test
        @Timeout(5)
        void thatNestTheirElementsDeep() {
            String deep = "<x:e xmlns:x=\"x\">".repeat(50_000) + "</x:e>".repeat(50_000);

            assertThat(only(Tables.with("\"at-home\"", deep)).code()).isEqualTo("unreadable");
            assertThat(only(Tables.with(
                            "<decisionTable", "<extensionElements>" + deep + "</extensionElements><decisionTable")))
                    .satisfies(finding -> assertThat(finding.message()).endsWith("nested more than 100 deep."));
        }

        @Test
        void withoutADecision() {
            String none = Tables.SOUND.replaceAll("(?s)<decision .*</decision>", "");

            assertThat(codes(none)).containsExactly("one-decision");
        }

        @Test
        void withTwoDecisions() {
            String two = Tables.with(
                    "</definitions>",
                    "<decision id=\"second\" name=\"Second\"><literalExpression id=\"literal\"><text>1</text>"
                            + "</literalExpression></decision></definitions>");

            assertThat(only(two).message()).contains("has 2");
        }

        @Test
        void whoseDecisionIsNoTable() {
            String literal = Tables.SOUND.replaceAll(
                    "(?s)<decisionTable.*</decisionTable>",
                    "<variable id=\"v\" name=\"v\"/><literalExpression id=\"l\"><text>\"eligible\"</text>"
                            + "</literalExpression>");
            String nothing = Tables.SOUND.replaceAll("(?s)<decisionTable.*</decisionTable>", "");

            assertThat(codes(literal)).containsExactly("no-table");
            assertThat(codes(nothing)).containsExactly("no-table");
        }

        @Test
        void thatTheEngineWouldNotTake() {
            assertThat(codes(Tables.with(
                            "<output id=\"output_code\"",
                            "<output id=\"again\" name=\"code\"/><output id=\"output_code\"")))
                    .isNotEmpty();
        }
    }

    @Nested
    class OfHitPolicies {

        @ParameterizedTest
        @ValueSource(strings = {"UNIQUE", "FIRST", "ANY"})
        void thatGiveOneVerdict(String policy) {
            assertThat(codes(Tables.with("FIRST", policy))).isEmpty();
        }

        @Test
        void thatIsUniqueWhereAbsent() {
            assertThat(codes(Tables.with(" hitPolicy=\"FIRST\"", ""))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"COLLECT", "PRIORITY", "OUTPUT ORDER", "RULE ORDER"})
        void thatGiveMany(String policy) {
            assertThat(only(Tables.with("FIRST", policy)).code()).isEqualTo("hit-policy");
        }

        @Test
        void thatThereAreNot() {
            assertThat(only(Tables.with("FIRST", "LAST")).code()).isEqualTo("unreadable");
        }
    }

    @Nested
    class OfLanguages {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "feel",
                    "FEEL",
                    "http://www.omg.org/spec/FEEL/20140401",
                    "http://www.omg.org/spec/DMN/20180521/FEEL/",
                    "https://www.omg.org/spec/DMN/20191111/FEEL/",
                    "https://www.omg.org/spec/DMN/20211108/FEEL/",
                    "https://www.omg.org/spec/DMN/20230324/FEEL/"
                })
        void thatAreFeel(String language) {
            assertThat(codes(Tables.with("<definitions", "<definitions expressionLanguage=\"" + language + "\"")))
                    .isEmpty();
            assertThat(codes(Tables.with(
                            "<outputEntry id=\"code_1\"",
                            "<outputEntry id=\"code_1\" expressionLanguage=\"" + language + "\"")))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "juel, <definitions id=\"definitions\"",
            "groovy, <definitions id=\"definitions\"",
            "javascript, <inputExpression id=\"expression_state\"",
            "juel, <inputEntry id=\"condition_1\"",
            "groovy, <outputEntry id=\"status_1\"",
            "JavaScript, <outputEntry id=\"code_2\"",
            "python, <inputEntry id=\"condition_2\"",
            "https://www.omg.org/spec/DMN/1/FEEL/, <outputEntry id=\"code_2\"",
        })
        void thatAreNot(String language, String element) {
            String place = element.equals("<definitions id=\"definitions\"") ? " id=\"definitions\"" : element;
            String dmn = Tables.with(place, place + " expressionLanguage=\"" + language + "\"");

            Finding finding = only(dmn);

            assertThat(finding.code()).isEqualTo("not-feel");
            assertThat(finding.message()).endsWith("asks for " + language + ".");
        }

        @Test
        void thatHideWhereTheEngineDoesNotLookToday() {
            String values = Tables.with(
                    "</inputExpression>",
                    "</inputExpression><inputValues id=\"v\" expressionLanguage=\"groovy\"><text>\"NY\"</text></inputValues>");
            String outputs = Tables.with(
                    "<output id=\"output_code\" name=\"code\"/>",
                    "<output id=\"output_code\" name=\"code\"><outputValues id=\"w\" expressionLanguage=\"juel\">"
                            + "<text>\"a\"</text></outputValues></output>");
            String otherwise = Tables.with(
                    "<output id=\"output_code\" name=\"code\"/>",
                    "<output id=\"output_code\" name=\"code\"><defaultOutputEntry id=\"w\" expressionLanguage=\"juel\">"
                            + "<text>\"a\"</text></defaultOutputEntry></output>");
            String besides = Tables.with(
                    "<decision ",
                    "<businessKnowledgeModel id=\"b\" name=\"b\"><encapsulatedLogic id=\"f\"><literalExpression id=\"x\""
                            + " expressionLanguage=\"javascript\"><text>1</text></literalExpression>"
                            + "</encapsulatedLogic></businessKnowledgeModel><decision ");

            assertThat(List.of(values, outputs, otherwise, besides))
                    .allSatisfy(dmn -> assertThat(codes(dmn)).contains("not-feel"));
        }

        @Test
        void thatAreNamedByRow() {
            Finding finding = only(Tables.with(
                    "<outputEntry id=\"code_2\"", "<outputEntry id=\"code_2\" expressionLanguage=\"groovy\""));

            assertThat(finding.rule()).isEqualTo(2);
            assertThat(finding.column()).isEqualTo("code");
        }

        @Test
        void thatStandBesideTwoDecisions() {
            String two = Tables.with(
                    "</definitions>",
                    "<decision id=\"second\" name=\"Second\"><literalExpression id=\"literal\""
                            + " expressionLanguage=\"groovy\"><text>1</text></literalExpression></decision></definitions>");

            assertThat(codes(two)).containsExactlyInAnyOrder("one-decision", "not-feel");
        }
    }

    @Nested
    class OfOutputs {

        @ParameterizedTest
        @ValueSource(strings = {"status", "reason", "code"})
        void thatAreMissing(String name) {
            Finding finding = check.check(Tables.with("name=\"" + name + "\"", "name=\"other\""))
                    .get(0);

            assertThat(finding.code()).isEqualTo("missing-output");
            assertThat(finding.column()).isEqualTo(name);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"eligible\"",
                    "\"ineligible\"",
                    "\"manual\"",
                    "if state = \"NY\" then \"eligible\" else \"manual\""
                })
        void whoseStatusIsOneOfThree(String status) {
            assertThat(codes(Tables.withStatus(status))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"approved\"", "\"Eligible\"", "\"eligible \"", "\"\"", "42", "true", "null", ""})
        void whoseStatusIsAnother(String status) {
            Finding finding = only(Tables.withStatus(status));

            assertThat(finding.code()).isEqualTo("unknown-status");
            assertThat(finding.rule()).isEqualTo(1);
            assertThat(finding.column()).isEqualTo("status");
        }
    }

    @Nested
    class OfCells {

        @ParameterizedTest
        @ValueSource(strings = {"\"NY", "(1", "1 +", "{a}", "]", "\u0001"})
        void thatAreNotFeel(String text) {
            String legal = text.equals("\u0001") ? "#" : text;

            assertThat(only(Tables.withInput(legal)))
                    .satisfies(finding -> assertThat(finding.code()).isEqualTo("unreadable-cell"))
                    .satisfies(finding -> assertThat(finding.column()).isEqualTo("State"));
            assertThat(only(Tables.withCondition(legal)))
                    .satisfies(finding -> assertThat(finding.rule()).isEqualTo(1))
                    .satisfies(finding -> assertThat(finding.column()).isEqualTo("State"));
            assertThat(only(Tables.withReason(legal)))
                    .satisfies(finding -> assertThat(finding.rule()).isEqualTo(1))
                    .satisfies(finding -> assertThat(finding.column()).isEqualTo("reason"));
        }

        @Test
        void areAllReported() {
            String dmn = Tables.withCondition("(")
                    .replace("\"Lives in \" + state", "+")
                    .replace("\"at-home\"", "\"");

            assertThat(codes(dmn)).containsExactly("unreadable-cell", "unreadable-cell", "unreadable-cell");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "%s",
                    "sort([\"a\"], %s)",
                    "sort(list: [\"a\"], precedes: %s)",
                    "{f: %s}.f",
                    "[%s][1]",
                    "if true then 1 else count([%s])",
                })
        void thatCallJavaHoweverDeepItHides(String hiding) {
            String text = hiding.formatted(EXTERNAL);

            assertThat(codes(Tables.withReason(text))).containsExactly("external-function");
            assertThat(codes(Tables.withInput(text))).containsExactly("external-function");
            assertThat(codes(Tables.withCondition("count(" + text + ") > 1"))).containsExactly("external-function");
        }

        @Test
        void thatAreTooLong() {
            String longest = "\"" + "x".repeat(9_998) + "\"";

            assertThat(codes(Tables.withReason(longest))).isEmpty();
            assertThat(only(Tables.withReason(longest + " ."))).satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("cell-too-long");
                assertThat(finding.rule()).isEqualTo(1);
                assertThat(finding.column()).isEqualTo("reason");
            });
        }

        @ParameterizedTest
        @ValueSource(ints = {4_000, 50_000})
        void thatAreNestedDeep(int levels) {
            assertThat(List.of(
                            "(".repeat(levels) + "1" + ")".repeat(levels),
                            "[".repeat(levels) + "1" + "]".repeat(levels),
                            "{a:".repeat(levels),
                            "not(".repeat(levels),
                            "1" + "+1".repeat(levels),
                            "if true then ".repeat(levels)))
                    .allSatisfy(text -> {
                        assertThat(codes(Tables.withReason(text))).hasSize(1).doesNotContain("unusable");
                        assertThat(codes(Tables.withCondition(text))).hasSize(1);
                        assertThat(codes(Tables.withInput(text))).hasSize(1);
                    });
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1=2%s@ or 1=2",
                    "1%s@+1",
                    "%sif true then @1 else 2",
                    "%sfor x in [1] return @1",
                })
        void thatNestWithoutBrackets(String form) {
            // repeated before or after its core
            String part = form.contains("%sif")
                    ? "if false then 0 else "
                    : form.contains("%sfor") ? "for x in [1] return " : form.substring(form.indexOf('@') + 1);
            String core = form.startsWith("%s") ? "1" : form.substring(0, form.indexOf('%'));
            String shallow = form.startsWith("%s") ? part.repeat(20) + core : core + part.repeat(20);
            String deep = form.startsWith("%s") ? part.repeat(400) + core : core + part.repeat(400);

            assertThat(codes(Tables.withReason(shallow))).isEmpty();
            assertThat(codes(Tables.withReason(deep))).containsExactly("cell-too-deep");
        }

        @Test
        void whoseBracketsStandInTexts() {
            assertThat(codes(Tables.withReason("\"" + "(".repeat(500) + "\\\"" + "[".repeat(500) + "\"")))
                    .isEmpty();
        }

        @Test
        void thatListManyValues() {
            assertThat(codes(Tables.withCondition("\"10001\"" + ",\"10002\"".repeat(800))))
                    .isEmpty();
        }
    }

    @Nested
    class OfRows {

        @Test
        void withFewerCellsThanColumns() {
            String fewer = Tables.with("<outputEntry id=\"code_2\"><text>\"elsewhere\"</text></outputEntry>", "");
            String none = Tables.with("<inputEntry id=\"condition_2\"><text>-</text></inputEntry>", "");

            assertThat(only(fewer)).satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("cell-count");
                assertThat(finding.rule()).isEqualTo(2);
                assertThat(finding.message()).contains("1 conditions and 2 answers", "1 and 3 columns");
            });
            assertThat(only(none).code()).isEqualTo("cell-count");
        }

        @Test
        void withMoreCellsThanColumns() {
            assertThat(only(Tables.with(
                                    "<inputEntry id=\"condition_2\"",
                                    "<inputEntry id=\"more\"><text>1</text></inputEntry><inputEntry id=\"condition_2\""))
                            .code())
                    .isEqualTo("cell-count");
        }
    }
}
