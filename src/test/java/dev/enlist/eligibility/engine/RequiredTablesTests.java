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
}
