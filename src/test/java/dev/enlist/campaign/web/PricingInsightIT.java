package dev.enlist.campaign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pricing insight of a stored campaign, part by part. */
@EnlistIT
class PricingInsightIT {

    @Autowired
    Worlds worlds;

    @Test
    void everyPartComesWithTheFiguresItWasMadeOf() {
        World world = worlds.shared(this);
        Drives drives = new Drives(world);
        String id = drives.draft(c -> c.set("targets", Json.object("{\"participants\": 4}")));
        drives.step(id, "plan").ok();
        drives.step(id, "start").ok();
        String first = drives.cohorts(id).get(0);
        String second = world.api()
                .post("/campaigns/" + id + "/programInstances", "{}")
                .created()
                .path("id")
                .asText();
        world.approvedEnrollment(first);
        world.approvedEnrollment(second);
        world.submittedEnrollment(second);
        world.eligibleEnrollment(first);
        world.approvedEnrollment(world.instance());
        JsonNode before = insight(world, id);
        assertThat(part(before, "spend").path("missing").asText()).isEqualTo("budget.spent");
        assertThat(part(before, "spend").has("value")).isFalse();

        world.api()
                .patch("/campaigns/" + id, Json.object("{\"budget\": {\"spent\": 6250}}"))
                .ok();

        JsonNode insight = insight(world, id);
        JsonNode performance = part(insight, "performance");
        assertThat(performance.at("/figures/approved").asInt()).isEqualTo(2);
        assertThat(performance.at("/figures/targetParticipants").asInt()).isEqualTo(4);
        assertThat(performance.path("value").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(performance.path("points").decimalValue()).isEqualByComparingTo("15");
        JsonNode engagement = part(insight, "engagement");
        assertThat(engagement.at("/figures/completed").asInt()).isEqualTo(3);
        assertThat(engagement.at("/figures/foundEligible").asInt()).isEqualTo(4);
        assertThat(engagement.path("points").decimalValue()).isEqualByComparingTo("15");
        JsonNode spend = part(insight, "spend");
        assertThat(spend.path("value").decimalValue()).isEqualByComparingTo("0.25");
        assertThat(spend.path("points").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(insight.at("/pricing/pricingModel").asText()).isEqualTo("seats");
        assertThat(insight.at("/upsell/parts")).hasSize(4);
    }

    @Test
    void aDraftSaysWhatIsMissing() {
        World world = worlds.shared(this);
        String id = world.api()
                .post("/campaigns", "{\"name\": \"An idea\"}")
                .created()
                .path("id")
                .asText();

        JsonNode upsell = insight(world, id).path("upsell");

        assertThat(upsell.has("score")).isFalse();
        assertThat(upsell.path("level").asText()).isEqualTo("none");
        assertThat(upsell.path("parts").findValuesAsText("missing")).hasSize(4);
    }

    private static JsonNode insight(World world, String id) {
        return world.api().get("/campaigns/" + id + "/pricingInsight").ok();
    }

    private static JsonNode part(JsonNode insight, String name) {
        for (JsonNode part : insight.at("/upsell/parts")) {
            if (part.path("name").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError(insight);
    }
}
