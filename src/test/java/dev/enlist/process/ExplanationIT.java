package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Explanations of ineligible verdicts over HTTP. */
@EnlistIT
class ExplanationIT {

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    @Test
    void everyConditionAndTheNearestChange() {
        String instance = world.instance(
                world.program(), i -> i.withObject("/config/eligibility").put("minMonthlyKwh", 100));
        ObjectNode person = World.applicant();
        person.putObject("metadata").put("monthlyKwh", 50);
        String id = world.enroll(instance, person).path("id").asText();

        JsonNode decision = world.api().get("/enrollments/" + id + "/decision").ok();

        assertThat(decision.path("code").asText()).isEqualTo("usage-too-low");
        assertThat(decision.at("/decidedBy/id").asText()).isEqualTo("rule_usage_too_low");
        assertThat(decision.path("rules")).hasSize(13);
        JsonNode yes = decision.at("/rules/12");
        assertThat(yes.path("met").asBoolean()).isFalse();
        JsonNode usage = yes.at("/conditions/6");
        assertThat(usage.path("column").asText()).isEqualTo("Monthly usage within the limits?");
        assertThat(usage.path("met").asBoolean()).isFalse();
        assertThat(usage.path("seen").asText()).isEqualTo("too low");
        assertThat(usage.path("changeable").asBoolean()).isTrue();
        assertThat(usage.path("inputs").toString()).contains("metadata.monthlyKwh");
        assertThat(yes.at("/conditions/0/changeable").asBoolean()).isFalse();
        assertThat(decision.at("/nearestChange/changes")).isEqualTo(Json.read("""
                [{"input": "metadata.monthlyKwh", "from": 50, "to": 100, "changeable": true, "example": false}]"""));
        assertThat(decision.at("/nearestChange/verdict/status").asText()).isEqualTo("eligible");
        assertThat(decision.path("nearestChangeAbsent").isNull()).isTrue();
        assertThat(decision.path("inPlainWords").toString())
                .contains("You are not eligible.", "What you state as monthly kwh would have to be 100; now: 50.")
                .doesNotContain("instance of", "list contains", "config.", "metadata");
        assertThat(decision.path("inputs").isObject()).isTrue();
    }

    @Test
    void byTheVersionThatDecided() {
        Rules rules = Rules.of(world).answering("\"ineligible\"");
        String id = world.enroll(rules.instance(), World.applicant()).path("id").asText();
        rules.answering("\"eligible\"");

        JsonNode decision = world.api().get("/enrollments/" + id + "/decision").ok();

        assertThat(decision.path("ruleSetVersion").asInt()).isEqualTo(1);
        assertThat(decision.at("/rules/0/answers").asText()).isEqualTo("\"ineligible\"");
        assertThat(decision.at("/nearestChange").isNull()).isTrue();
        assertThat(decision.at("/nearestChangeAbsent/code").asText()).isEqualTo("none-within-bound");
    }

    @Test
    void triedInputsExplainThemselvesWhenAsked() {
        String path = "/ruleSets/eligibility-default/evaluate";
        ObjectNode inputs = Json.object("""
                {"inputs": {"state": "NY", "programStates": ["NY"], "programActive": false}}""");

        JsonNode explained = world.api().post(path + "?explain=true", inputs).ok();

        assertThat(world.api().post(path, inputs).ok().has("explanation")).isFalse();
        JsonNode nearest = explained.at("/explanation/nearestChange");
        assertThat(nearest.path("changeable").asBoolean()).isFalse();
        assertThat(nearest.at("/changes/0/input").asText()).isEqualTo("programActive");
        assertThat(explained.at("/explanation/inPlainWords").toString()).contains("not in your hands");
        inputs.withObject("/inputs").put("programActive", true);
        assertThat(world.api()
                        .post(path + "?explain=true", inputs)
                        .ok()
                        .at("/explanation/nearestChangeAbsent/code")
                        .asText())
                .isEqualTo("already-eligible");
        assertThat(world.api().post(path + "?explain=perhaps", inputs).status()).isEqualTo(400);
    }

    @Test
    void versionsAreComparedAndRestored() {
        Rules rules = Rules.of(world).answering("\"ineligible\"").answering("\"eligible\"");
        String path = "/ruleSets/" + rules.slug() + "/versions/1";

        JsonNode diff = world.api().get(path + "/diff/2").ok();

        assertThat(diff.path("identical").asBoolean()).isFalse();
        assertThat(diff.at("/changed/0/cells/status/from").asText()).isEqualTo("\"ineligible\"");
        assertThat(diff.at("/changed/0/cells/status/to").asText()).isEqualTo("\"eligible\"");
        assertThat(world.api().get(path + "/diff/draft").ok()).isEqualTo(diff);
        world.api().post(path + "/restore", Json.object("{}")).ok();
        assertThat(world.api().get(path + "/diff/draft").ok().path("identical").asBoolean())
                .isTrue();
        for (String none : new String[] {"/diff/3", "/diff/0", "/diff/x", "/diff/99999999999"}) {
            world.api().get(path + none).problem(404, "not-found");
        }
        world.api()
                .post("/ruleSets/" + rules.slug() + "/versions/9/restore", Json.object("{}"))
                .problem(404, "not-found");
    }
}
