package dev.enlist.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The forms of the templates that come with the product. */
@EnlistIT
class ShippedFormsIT {

    private static final Set<String> ABOUT_ENERGY =
            Set.of("demand-response", "grid-services", "rebate", "energy-efficiency", "vpp", "time-of-use");

    @Autowired
    Worlds worlds;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demand-response",
                "grid-services",
                "rebate",
                "energy-efficiency",
                "vpp",
                "time-of-use",
                "buddy",
                "language",
                "upskilling",
                "mentorship"
            })
    void aShippedFormCoversItsRulesAndIsPublishedInTwoLanguages(String template) {
        World world = worlds.shared(this);
        String id = world.instance(
                world.program(program -> program.putArray("states").add("NY")),
                body -> body.put("templateVersion", template + "@1"));
        if (ABOUT_ENERGY.contains(template)) {
            world.api().patch("/programInstances/" + id, Json.read("""
                            {"config": {"eligibility": {"manufacturers": ["tesla"], "requiresSerialNumber": true,
                             "minMonthlyKwh": 100, "customerTypes": ["residential"], "postalCodePrefixes": ["1"]}}}""")).ok();
        }

        ObjectNode settings = Json.object("{\"application\": {\"published\": true, \"languages\": [\"en\", \"es\"]}}");
        settings.withObject("/application").put("path", "p-" + Cuid.next());
        world.api().patch("/programInstances/" + id, settings).ok();
        JsonNode coverage =
                world.api().get("/programInstances/" + id + "/formCoverage").ok();

        assertThat(coverage.path("uncoveredInputs")).isEmpty();
        assertThat(coverage.path("inputs").findValuesAsText("name")).contains("state", "metadata.monthlyKwh");
        assertThat(asked(coverage)).contains("state");
        assertThat(asked(coverage).contains("metadata.monthlyKwh")).isEqualTo(ABOUT_ENERGY.contains(template));
    }

    private static List<String> asked(JsonNode coverage) {
        return coverage.path("inputs").findParents("asked").stream()
                .filter(input -> input.path("asked").asBoolean())
                .map(input -> input.path("name").asText())
                .toList();
    }
}
