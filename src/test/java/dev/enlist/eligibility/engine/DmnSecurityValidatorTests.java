package dev.enlist.eligibility.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.eligibility.document.DmnReader;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision engine refuses a document with a script or a Java call, whichever of its decisions contains it. */
class DmnSecurityValidatorTests {

    private static final String DOCUMENT = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions" name="t" namespace="t">
              %s
              %s
            </definitions>
            """;

    private static final String DECISION = """
            <decision id="%1$s" name="%1$s">
              <decisionTable id="table_%1$s" hitPolicy="FIRST">
                <input id="input_%1$s"><inputExpression id="expression_%1$s"><text>age</text></inputExpression></input>
                <output id="output_%1$s" name="status"/>
                <rule id="rule_%1$s"><inputEntry id="cell_%1$s" %2$s><text>%3$s</text></inputEntry>
                  <outputEntry id="answer_%1$s"><text>"eligible"</text></outputEntry></rule>
              </decisionTable>
            </decision>
            """;

    private static final String PLAIN = "> 18";

    private final DmnEngine engine = RulesEngine.newEngine();

    private static String document(int place, String attribute, String cell) {
        String other = DECISION.formatted("plain", "", "&gt; 18");
        String hostile = DECISION.formatted("hostile", attribute, cell.replace(">", "&gt;"));
        return place == 1 ? DOCUMENT.formatted(hostile, other) : DOCUMENT.formatted(other, hostile);
    }

    private void parse(String document) {
        engine.parseDecisions(DmnReader.stream(document));
        engine.parseDecisionRequirementsGraph(DmnReader.stream(document));
    }

    @Test
    void takesADocumentInFeel() {
        parse(document(1, "", PLAIN));
        assertThat(engine.parseDecisions(DmnReader.stream(document(2, "expressionLanguage=\"feel\"", PLAIN))))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesAnotherLanguage(int place) {
        String document = document(place, "expressionLanguage=\"javascript\"", PLAIN);

        assertThatThrownBy(() -> engine.parseDecisions(DmnReader.stream(document)))
                .rootCause()
                .hasMessageContaining("Refused at cell_hostile");
        assertThatThrownBy(() -> engine.parseDecisionRequirementsGraph(DmnReader.stream(document)))
                .rootCause()
                .hasMessageContaining("Refused at cell_hostile");
    }

    /** However the word is written: it is looked for in the text that the engine reads. */
    @ParameterizedTest
    @ValueSource(strings = {"&#101;xternal", "ext<!-- -->ernal", "ext<![CDATA[ernal]]>", "<![CDATA[external]]>"})
    void refusesACallOfJavaInAnySpelling(String spelling) {
        String document = document(
                1,
                "",
                "function(x) " + spelling + " { java: { class: \"java.lang.Math\", method signature: \"abs(int)\" } }");

        assertThatThrownBy(() -> engine.parseDecisions(DmnReader.stream(spelled(document))))
                .rootCause()
                .hasMessageContaining("Refused at cell_hostile");
    }

    /** Undoes the escape of the test's own document within the spelling. */
    private static String spelled(String document) {
        return document.replace("--&gt;", "-->").replace("]]&gt;", "]]>");
    }

    @Test
    void refusesAnotherLanguageThatIsSpelledWithReferences() {
        String document = document(1, "expressionLanguage=\"java&#115;cript\"", PLAIN);

        assertThatThrownBy(() -> engine.parseDecisions(DmnReader.stream(document)))
                .rootCause()
                .hasMessageContaining("Refused at cell_hostile");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesACallOfJava(int place) {
        String document = document(
                place,
                "",
                "function(x) external { java: { class: \"java.lang.Math\", method signature: \"abs(int)\" } }");

        assertThatThrownBy(() -> engine.parseDecisions(DmnReader.stream(document)))
                .rootCause()
                .hasMessageContaining("Refused at cell_hostile");
    }
}
