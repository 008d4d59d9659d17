package dev.enlist.eligibility.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Test cases: stored with a rule set, run against its draft, reported by its check, and required for publication. */
@EnlistIT
class TestCaseIT {

    /** New York is eligible, New Jersey manual; no row matches other states. */
    private static final String TABLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
              <decision id="by-state" name="By state">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i1" label="State"><inputExpression id="e1"><text>state</text></inputExpression></input>
                  <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                  <rule id="r1"><inputEntry id="a1"><text>"NY"</text></inputEntry>
                    <outputEntry id="b1"><text>"eligible"</text></outputEntry>
                    <outputEntry id="b2"><text>"At home"</text></outputEntry>
                    <outputEntry id="b3"><text>"at-home"</text></outputEntry></rule>
                  <rule id="r2"><inputEntry id="a2"><text>"NJ"</text></inputEntry>
                    <outputEntry id="b4"><text>"manual"</text></outputEntry>
                    <outputEntry id="b5"><text>"Near by"</text></outputEntry>
                    <outputEntry id="b6"><text>"near-by"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """.strip();

    @Autowired
    Worlds worlds;

    final String slug = "by-state-" + Cuid.next();
    final String cases = "/ruleSets/" + slug + "/testCases";
    World world;

    @BeforeEach
    void ruleSet() {
        world = worlds.shared(this);
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"By state\"}").put("slug", slug))
                .created();
        draft(TABLE);
    }

    @Test
    void oneIsKeptChangedAndDeleted() {
        Reply created = add("Lives in New York", "NY", "eligible", "at-home");
        JsonNode testCase = created.created();
        String path = cases + "/" + testCase.path("id").asText();
        assertThat(created.header("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(path));
        assertThat(world.api().get(path).ok()).isEqualTo(testCase);
        assertThat(testCase.at("/inputs/state").asText()).isEqualTo("NY");
        assertThat(testCase.path("expectedCode").asText()).isEqualTo("at-home");
        add("Lives in New York", "NJ", "manual", null).problem(409, "already-exists");
        worlds.stranger().api().get(path).problem(404, "not-found");
        world.api().get(path.replace(slug, "ca-dsgs")).problem(404, "not-found");
        world.api().get(path.replace(slug, "nothing")).problem(404, "not-found");

        JsonNode changed = world.api()
                .patch(path, Json.object("{\"expectedCode\": null, \"inputs\": {\"programYear\": 2025}}"))
                .ok();
        assertThat(changed.has("expectedCode")).isFalse();
        assertThat(changed.path("inputs")).isEqualTo(Json.read("{\"state\": \"NY\", \"programYear\": 2025}"));
        world.api().patch(path, Json.object("{\"name\": \"x\"}"), "\"99\"").problem(412, "precondition-failed");
        assertThat(world.api()
                        .patch(path, Json.object("{\"inputs\": {\"stat\": \"NY\"}}"))
                        .faults())
                .containsExactly("/inputs/stat");

        world.api().delete(path).expect(204);
        world.api().get(path).problem(404, "not-found");
        assertThat(world.api().get(cases).ok().path("data")).isEmpty();
    }

    @Test
    void whatNoRuleCouldReadIsRefused() {
        assertThat(world.api().post(cases, "{}").faults())
                .containsExactlyInAnyOrder("/name", "/inputs", "/expectedStatus");
        ObjectNode body = Json.object("""
                {"name": "n", "expectedStatus": "approved", "expectedCode": "Not Kebab", "inputs": {}, "more": 1}""");
        assertThat(world.api().post(cases, body).faults())
                .containsExactlyInAnyOrder("/expectedStatus", "/expectedCode", "/more");
        assertThat(world.api().post(cases, """
                        {"name": "n", "expectedStatus": "manual", "inputs":
                         {"stat": "NY", "state": 5, "programYear": "2025", "tags": "a", "metadata": [], "programActive": "yes"}}""").faults())
                .containsExactlyInAnyOrder(
                        "/inputs/stat",
                        "/inputs/state",
                        "/inputs/programYear",
                        "/inputs/tags",
                        "/inputs/metadata",
                        "/inputs/programActive");
        assertThat(world.api()
                        .post("/ruleSets/eligibility-default/evaluate", "{\"inputs\": {\"stat\": \"NY\"}}")
                        .faults())
                .containsExactly("/inputs/stat");
    }

    @Test
    void theyAreListed() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(add("Case " + i, "NY", "eligible", null)
                    .created()
                    .path("id")
                    .asText());
        }
        Walk.reachesExactly(world.api(), cases, ids);
        Walk.refusesWrongNumbers(world.api(), cases);
        assertThat(world.api()
                        .get(cases + "?sort=-name&perPage=2")
                        .ok()
                        .path("data")
                        .findValuesAsText("name"))
                .containsExactly("Case 4", "Case 3");
    }

    @Test
    void theyTellHowTheDraftDoesAndWhichRowsTheyReach() {
        add("Lives in New York", "NY", "eligible", "at-home").created();
        add("Any code will do", "NY", "eligible", null).created();
        add("Lives in Vermont", "VT", "manual", "near-by").created();
        add("Another code", "NY", "eligible", "at-work").created();

        JsonNode report = test();

        assertThat(report.path("passed").asInt()).isEqualTo(2);
        assertThat(report.path("failed").asInt()).isEqualTo(2);
        assertThat(report.at("/cases/0/passed").asBoolean()).isTrue();
        assertThat(report.at("/cases/0/matchedRules")).isEqualTo(Json.read("[1]"));
        assertThat(report.at("/cases/2/passed").asBoolean(true)).isFalse();
        assertThat(report.at("/cases/2/status").asText()).isEqualTo("ineligible");
        assertThat(report.at("/cases/2/code").asText()).isEqualTo("no-rule-matched");
        assertThat(report.at("/cases/3/passed").asBoolean(true)).isFalse();
        assertThat(report.path("coverage")).isEqualTo(Json.read("{\"rules\": 2, \"covered\": 1, \"uncovered\": [2]}"));
    }

    @Test
    void aDraftThatFailsOneIsNotPublished() {
        add("Lives in New York", "NY", "eligible", "at-home").created();
        add("Lives in New Jersey", "NJ", "eligible", null).created();

        JsonNode check =
                world.api().post("/ruleSets/" + slug + "/draft/check", "").ok();
        assertThat(check.path("publishable").asBoolean(true)).isFalse();
        assertThat(check.at("/findings/0/code").asText()).isEqualTo("test-failed");
        assertThat(check.at("/findings/0/message").asText()).contains("Lives in New Jersey");
        assertThat(check.path("findings").findValuesAsText("code")).contains("gap");
        JsonNode refused = publish().problem(409, "tests-failing");
        assertThat(refused.path("cases").findValuesAsText("name")).containsExactly("Lives in New Jersey");
        assertThat(refused.path("detail").asText()).contains("Lives in New Jersey");
        assertThat(world.api().get("/ruleSets/" + slug + "/versions").ok().path("data"))
                .isEmpty();

        draft(TABLE.replace("\"manual\"", "\"eligible\""));
        assertThat(test().path("failed").asInt()).isZero();
        assertThat(world.api()
                        .post("/ruleSets/" + slug + "/draft/check", "")
                        .ok()
                        .path("publishable")
                        .asBoolean())
                .isTrue();
        publish().created();
    }

    @Test
    void aDraftThatCannotBeEvaluatedFailsThem() {
        add("Lives in New York", "NY", "eligible", null).created();
        draft(TABLE.replace("\"eligible\"", "lower case(\"PERHAPS\")"));
        JsonNode failing = test();
        assertThat(failing.path("failed").asInt()).isEqualTo(1);
        assertThat(failing.at("/cases/0/failure").asText()).contains("Row 1");
        assertThat(failing.at("/coverage/covered").asInt()).isZero();
        publish().problem(409, "tests-failing");

        draft(TABLE.replace("<text>\"NY\"</text>", "<text>((</text>"));
        assertThat(test().at("/cases/0/failure").asText()).contains("not FEEL");
        world.api()
                .putXml("/ruleSets/" + slug + "/draft", TABLE.replaceAll("(?s)<decisionTable.*</decisionTable>", ""))
                .problem(400, "invalid-input");
        assertThat(test().at("/cases/0/failure").asText()).contains("not FEEL");
    }

    @Test
    void rowsThatContradictEachOtherAreNotPublished() {
        draft(TABLE.replace("FIRST", "UNIQUE").replace("<text>\"NJ\"</text>", "<text>\"NJ\",\"NY\"</text>"));

        JsonNode check =
                world.api().post("/ruleSets/" + slug + "/draft/check", "").ok();
        JsonNode conflict = check.at("/findings/0");
        assertThat(conflict.path("code").asText()).isEqualTo("conflicting-rules");
        assertThat(conflict.path("rule").asInt()).isEqualTo(2);
        assertThat(conflict.fieldNames())
                .toIterable()
                .containsExactly("severity", "code", "rule", "message", "example");
        assertThat(conflict.path("example")).isEqualTo(Json.read("{\"state\": \"NY\"}"));
        assertThat(publish()
                        .problem(422, "rules-unpublishable")
                        .path("findings")
                        .findValuesAsText("code"))
                .containsExactly("conflicting-rules");
    }

    @Test
    void theyComeAndGoAsCsv() {
        JsonNode imported = csv("""
                name,state,manufacturerSlugs,metadata.monthlyKwh,expectedStatus,expectedCode
                Lives in New York,NY,tesla|enphase,640,eligible,at-home
                "Lives in New Jersey, near by",NJ,,,manual,
                """).ok();
        assertThat(imported).isEqualTo(Json.read("{\"created\": 2, \"updated\": 0}"));
        assertThat(test().path("passed").asInt()).isEqualTo(2);

        Reply exported = world.api()
                .send(cases, request -> request.header("Accept", "text/csv").GET());
        assertThat(exported.expect(200).header("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(exported.text()).contains("\"Lives in New Jersey, near by\"", "tesla|enphase");
        assertThat(csv(exported.text()).ok()).isEqualTo(Json.read("{\"created\": 0, \"updated\": 2}"));
        assertThat(world.api()
                        .send(
                                cases,
                                request -> request.header("Accept", "text/csv").GET())
                        .text())
                .isEqualTo(exported.text());
        assertThat(world.api().get(cases).ok().at("/data/0/inputs"))
                .isEqualTo(
                        Json.read(
                                "{\"state\": \"NY\", \"manufacturerSlugs\": [\"tesla\", \"enphase\"], \"metadata\": {\"monthlyKwh\": 640}}"));
    }

    @Test
    void aFileWithAFaultChangesNothing() {
        Reply refused = csv("""
                name,state,programYear,expectedStatus
                Fine,NY,2025,eligible
                Wrong,NY,soon,approved
                """);
        assertThat(refused.faults()).containsExactly("/3/programYear", "/3/expectedStatus");
        assertThat(refused.json().at("/errors/0/message").asText()).startsWith("line 3, column programYear");
        assertThat(world.api().get(cases).ok().path("data")).isEmpty();
    }

    private Reply add(String name, String state, String status, String code) {
        ObjectNode body = Json.object("{}").put("name", name).put("expectedStatus", status);
        body.withObject("/inputs").put("state", state);
        if (code != null) {
            body.put("expectedCode", code);
        }
        return world.api().post(cases, body);
    }

    private JsonNode test() {
        return world.api().post("/ruleSets/" + slug + "/draft/test", "").ok();
    }

    private Reply publish() {
        return world.api().post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"n\"}");
    }

    private void draft(String dmn) {
        world.api().putXml("/ruleSets/" + slug + "/draft", dmn).ok();
    }

    private Reply csv(String text) {
        return world.api()
                .send(
                        cases + "/import",
                        request -> request.header("Content-Type", "text/csv").POST(BodyPublishers.ofString(text)));
    }
}
