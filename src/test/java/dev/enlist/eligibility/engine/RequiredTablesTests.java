package dev.enlist.eligibility.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document of several tables: evaluated in the order of the requirements, and refused where that has no meaning. */
class RequiredTablesTests {

    private final RulesEngine engine = new RulesEngine();
    private final DmnValidator validator = new DmnValidator();
    private final String dmn;

    RequiredTablesTests() throws IOException {
        this.dmn = Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn"));
    }

    private static Map<String, @Nullable Object> person(
            String state, @Nullable Integer income, @Nullable Integer year, @Nullable String heating) {
        Map<String, @Nullable Object> metadata = new HashMap<>();
        metadata.put("householdIncome", income);
        metadata.put("yearBuilt", year);
        metadata.put("heating", heating);
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("state", state);
        inputs.put("metadata", metadata);
        return inputs;
    }

    @ParameterizedTest
    @CsvSource({
        "NY,40000,2010,gas,low-income",
        "NY,90000,1950,oil,home-score",
        "NY,90000,2010,gas,not-qualified",
        "NY,200000,1950,oil,not-qualified",
        "NY,,1950,oil,not-qualified",
        "CA,40000,1950,oil,outside-territory"
    })
    void tablesReadTheOutputsOfThoseThatTheyRequire(
            String state, Integer income, Integer year, String heating, String code) {
        Decision decision = engine.evaluate(dmn, person(state, income, year, heating));
        assertThat(decision.verdict().code()).isEqualTo(code);
    }

    @Test
    void aReasonMayRepeatAnOutput() {
        Decision decision = engine.evaluate(dmn, person("NY", 90000, 1950, "oil"));
        assertThat(decision.verdict().reason()).isEqualTo("The home scores 5.");
        assertThat(decision.matchedRules()).extracting("number").containsExactly(3);
    }

    @Test
    void resultsOfRequiredTablesHaveRowsAndOutputs() {
        DecisionTable table = engine.parse(dmn);
        Map<String, RulesEngine.RequiredResult> results =
                engine.requiredResults(table, person("NY", 90000, 1950, "gas"));
        assertThat(results).containsOnlyKeys("income_band", "home_score");
        assertThat(results.get("income_band").outputs()).containsEntry("incomeBand", "middle");
        assertThat(results.get("income_band").matchedRules())
                .extracting("number")
                .containsExactly(2);
        assertThat(results.get("home_score").outputs().get("homeScore")).hasToString("3");
        assertThat(results.get("home_score").matchedRules())
                .extracting("number")
                .containsExactly(1, 3);
    }

    @Test
    void theDocumentIsValid() {
        assertThat(validator.check(dmn)).isEmpty();
    }

    private List<String> codes(String document) {
        return validator.check(document).stream().map(Finding::code).distinct().toList();
    }

    @Test
    void twoVerdictsAreRefused() {
        String two =
                dmn.replace("<requiredDecision href=\"#home_score\"/>", "<requiredDecision href=\"#income_band\"/>");
        assertThat(codes(two)).contains("one-decision");
        assertThat(validator.check(two).get(0).message()).contains("Eligibility, Home score");
        assertThatThrownBy(() -> engine.parse(two)).isInstanceOf(RulesFailed.class);
    }

    @Test
    void aRequirementOfWhatIsMissingIsAFinding() {
        String dangling = dmn.replace("<requiredDecision href=\"#home_score\"/>", "<requiredDecision href=\"#gone\"/>");
        assertThat(codes(dangling)).containsExactly("unknown-requirement");
        assertThat(validator.check(dangling).get(0).message()).contains("gone");
    }

    @Test
    void aCircleIsRefused() {
        String circle = dmn.replace(
                "<decision id=\"income_band\" name=\"Income band\">",
                "<decision id=\"income_band\" name=\"Income band\"><informationRequirement id=\"back\">"
                        + "<requiredDecision href=\"#eligibility\"/></informationRequirement>");
        assertThat(codes(circle)).contains("decision-cycle");
    }

    @Test
    void anOutputNeedsANameOfItsOwn() {
        assertThat(codes(dmn.replace("name=\"incomeBand\"", "name=\"state\""))).containsExactly("output-name-taken");
        assertThat(codes(dmn.replace("name=\"incomeBand\"", "name=\"homeScore\"")))
                .containsExactly("output-name-taken");
        assertThat(codes(dmn.replace("name=\"incomeBand\"", "name=\"income band\"")))
                .containsExactly("output-name");
    }

    @Test
    void faultsNameTheirTable() {
        List<Finding> findings = validator.check(dmn.replace("&lt; 50000", "&lt; &lt; 50000"));
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).table()).isEqualTo("Income band");
        assertThat(findings.get(0).sentence()).startsWith("Income band, row 1, Household income: ");
    }

    /** 20 tables in which each requires all before it: without sharing, parsing would build a million tables. */
    @Test
    void eachTableIsBuiltOnce() {
        StringBuilder document = new StringBuilder("<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\""
                + " id=\"d\" name=\"d\" namespace=\"n\">");
        for (int i = 1; i <= 20; i++) {
            document.append("<decision id=\"t%1$d\" name=\"T%1$d\">".formatted(i));
            for (int before = 1; before < i; before++) {
                document.append(
                        "<informationRequirement id=\"r%1$d_%2$d\"><requiredDecision href=\"#t%2$d\"/></informationRequirement>"
                                .formatted(i, before));
            }
            String outputs = i == 20 ? "status reason code" : "o" + i;
            document.append(
                    "<decisionTable id=\"dt%d\" hitPolicy=\"FIRST\"><input id=\"i%d\"><inputExpression id=\"e%d\"><text>%s</text></inputExpression></input>"
                            .formatted(i, i, i, i == 1 ? "state" : "o" + (i - 1)));
            for (String output : outputs.split(" ")) {
                document.append("<output id=\"o%d%s\" name=\"%s\"/>".formatted(i, output, output));
            }
            document.append("<rule id=\"u%d\"><inputEntry id=\"c%d\"><text>%s</text></inputEntry>"
                    .formatted(i, i, i == 1 ? "" : "" + (i - 1)));
            for (String output : outputs.split(" ")) {
                document.append("<outputEntry id=\"a%d%s\"><text>%s</text></outputEntry>"
                        .formatted(
                                i,
                                output,
                                i < 20 ? "" + i : output.equals("status") ? "\"eligible\"" : "\"all-twenty\""));
            }
            document.append("</rule></decisionTable></decision>");
        }
        String text = document.append("</definitions>").toString();
        assertThat(validator.check(text)).isEmpty();
        assertThat(engine.parse(text).required()).hasSize(19);
        assertThat(engine.evaluate(text, person("NY", null, null, null))
                        .verdict()
                        .code())
                .isEqualTo("all-twenty");
        assertThat(codes(text.replace("</definitions>", "<decision id=\"more\" name=\"More\"/></definitions>")))
                .containsExactly("too-many-tables");
    }
}
