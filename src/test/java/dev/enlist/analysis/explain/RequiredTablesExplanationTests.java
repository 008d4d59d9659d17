package dev.enlist.analysis.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.engine.RulesEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An explanation shows each table, and finds changes that act through the outputs of required tables. */
class RequiredTablesExplanationTests {

    private final RulesEngine engine = new RulesEngine();
    private final ExplanationService explainer = new ExplanationService(null, engine);

    private Explanation explain(Map<String, Object> metadata) throws IOException {
        String dmn = Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn"));
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("state", "NY");
        inputs.put("metadata", metadata);
        Decision decision = engine.evaluate(dmn, inputs);
        return explainer.explain(dmn, decision, inputs);
    }

    @Test
    void showsEachTableWithItsRowsAndOutputs() throws IOException {
        Explanation explanation = explain(Map.of("householdIncome", 90000, "yearBuilt", 2010, "heating", "oil"));
        assertThat(explanation.requiredTables()).extracting("name").containsExactly("Income band", "Home score");
        Explanation.Table band = explanation.requiredTables().get(0);
        assertThat(band.outputs()).containsEntry("incomeBand", "middle");
        assertThat(band.matchedRules()).containsExactly(2);
        assertThat(band.rules().get(0).met()).isFalse();
        assertThat(band.rules().get(0).conditions().get(0).seen()).hasToString("90000");
        assertThat(band.rules().get(0).answers()).isEqualTo("\"low\"");
        assertThat(explanation.requiredTables().get(1).matchedRules()).containsExactly(2, 3);
        // the verdict's table shows the value that it got from the table before
        assertThat(explanation.rules().get(1).conditions().get(0).seen()).isEqualTo("middle");
    }

    @Test
    void findsTheChangeOfAnInputOfARequiredTable() throws IOException {
        Explanation explanation = explain(Map.of("householdIncome", 200000, "yearBuilt", 2010, "heating", "gas"));
        assertThat(explanation.nearestChange()).isNotNull();
        assertThat(explanation.nearestChange().changes())
                .extracting("input")
                .containsExactly("metadata.householdIncome");
        assertThat(explanation.nearestChange().verdict().code()).isEqualTo("low-income");
    }
}
