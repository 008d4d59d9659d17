package dev.enlist.eligibility.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the rules workbench asks of the API: several tables in a rule set, workbooks, use and inputs. */
@EnlistIT
class RulesWorkbenchApiIT {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @Autowired
    Worlds worlds;

    World world;
    String slug;
    String dmn;

    @BeforeEach
    void ruleSetOfThreeTables() throws IOException {
        begin(worlds.shared(this));
    }

    private void begin(World where) throws IOException {
        world = where;
        slug = "rules-" + Cuid.next();
        dmn = Files.readString(Path.of("src/test/resources/rules/income-and-home.dmn"));
        world.api()
                .post(
                        "/ruleSets",
                        Json.object("{\"name\": \"Income and home\"}").put("slug", slug))
                .created();
        world.api().putXml("/ruleSets/" + slug + "/draft", dmn).ok();
    }

    private void publish() {
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"Three tables\"}")
                .created();
    }

    private String instance() {
        return world.instance(world.program(), body -> {
            body.set("ruleSet", Json.object("{\"version\": \"latest\"}").put("slug", slug));
            body.set("formConfig", Json.object("""
                    {"pages": [{"title": "Home", "fields": [
                      {"name": "metadata.heating", "label": "How do you heat?", "type": "choice",
                       "options": [{"value": "oil", "label": "Oil"}, {"value": "gas", "label": "Gas"}]},
                      {"name": "metadata.householdIncome", "label": "Income", "type": "number", "min": 0}]}]}"""));
        });
    }

    @Test
    void theProcessEvaluatesAllTablesAndTheDecisionShowsThem() {
        publish();
        String instance = instance();
        JsonNode enrollment = world.api()
                .post(
                        "/programInstances/" + instance + "/enrollments",
                        Json.object("""
                        {"identificationType": "customerInfo", "firstName": "Nora", "lastName": "Field",
                         "address": {"state": "NY", "postalCode": "10001"},
                         "metadata": {"householdIncome": 90000, "yearBuilt": 1950, "heating": "oil"}}""").put("email", Cuid.next() + "@example.com"))
                .created();
        JsonNode decision = world.api()
                .get("/enrollments/" + enrollment.path("id").asText() + "/decision")
                .ok();
        assertThat(decision.path("code").asText()).isEqualTo("home-score");
        assertThat(decision.at("/requiredTables/0/name").asText()).isEqualTo("Income band");
        assertThat(decision.at("/requiredTables/1/outputs/homeScore").asInt()).isEqualTo(5);
        assertThat(decision.at("/rules/2/conditions/0/seen").asText()).isEqualTo("middle");

        JsonNode usage = world.api().get("/ruleSets/" + slug + "/usage").ok();
        assertThat(usage.path("instances").asInt()).isEqualTo(1);
        assertThat(usage.path("people").asInt()).isEqualTo(1);
        assertThat(usage.at("/data/0/programInstanceId").asText()).isEqualTo(instance);
        assertThat(usage.at("/data/0/open").asInt()).isEqualTo(1);
    }

    /** A required decision takes no key of the engine that belongs to another rule set. */
    @Test
    void aTableNamedLikeAnotherRuleSetDoesNotReplaceIt() throws IOException {
        begin(worlds.organization());
        world.api()
                .putXml("/ruleSets/" + slug + "/draft", dmn.replace("income_band", "eligibility-default"))
                .ok();
        publish();
        String other = world.instance();
        String enrollment = world.candidateEnrollment(other);
        assertThat(world.statusOf(enrollment)).isNotBlank();
        JsonNode verdict = world.api()
                .post(
                        "/ruleSets/eligibility-default/evaluate",
                        "{\"inputs\": {\"state\": \"NY\", \"programActive\": true}}")
                .ok();
        assertThat(verdict.path("code").asText()).isNotEqualTo("no-rule-matched");
    }

    @Test
    void theDraftIsTriedWithATraceOfEachTable() {
        JsonNode verdict = world.api()
                .post("/ruleSets/" + slug + "/draft/evaluate?explain=true", """
                        {"inputs": {"state": "NY", "metadata": {"householdIncome": 200000}}}""")
                .ok();
        assertThat(verdict.path("code").asText()).isEqualTo("not-qualified");
        assertThat(verdict.at("/explanation/requiredTables").size()).isEqualTo(2);
        assertThat(verdict.at("/explanation/requiredTables/0/rules/0/met").asBoolean())
                .isFalse();
        assertThat(verdict.at("/explanation/nearestChange/changes/0/input").asText())
                .isEqualTo("metadata.householdIncome");
    }

    @Test
    void theCheckAndTheDifferenceNameTheTable() {
        publish();
        world.api()
                .putXml(
                        "/ruleSets/" + slug + "/draft",
                        dmn.replace("&lt; 50000", "&lt; 60000").replace("metadata.heating", "heating"))
                .ok();
        JsonNode findings = world.api()
                .post("/ruleSets/" + slug + "/draft/check", "{}")
                .ok()
                .path("findings");
        assertThat(findings.at("/0/table").asText()).isEqualTo("Home score");
        assertThat(findings.at("/0/code").asText()).isEqualTo("unknown-input");
        JsonNode diff =
                world.api().get("/ruleSets/" + slug + "/versions/1/diff/draft").ok();
        assertThat(diff.path("identical").asBoolean()).isFalse();
        assertThat(diff.at("/tables").findValuesAsText("table")).contains("Income band", "Home score");
    }

    @Test
    void testCasesRunOverAllTables() {
        world.api().post("/ruleSets/" + slug + "/testCases", """
                        {"name": "Low income", "expectedStatus": "eligible", "expectedCode": "low-income",
                         "inputs": {"state": "NY", "metadata": {"householdIncome": 100}}}""").created();
        JsonNode test =
                world.api().post("/ruleSets/" + slug + "/draft/test", "{}").ok();
        assertThat(test.path("passed").asInt()).isEqualTo(1);
        assertThat(test.at("/coverage/rules").asInt()).isEqualTo(4);
    }

    @Test
    void inputsComeWithWhatTheFormsAskFor() throws IOException {
        begin(worlds.organization());
        publish();
        instance();
        JsonNode inputs = world.api().get("/ruleSets/" + slug + "/inputs").ok().path("data");
        ObjectNode heating = null;
        for (JsonNode input : inputs) {
            heating = input.path("name").asText().equals("metadata.heating") ? (ObjectNode) input : heating;
        }
        assertThat(heating).isNotNull();
        assertThat(heating.path("values").toString()).isEqualTo("[\"oil\",\"gas\"]");
        assertThat(heating.path("description").asText()).isEqualTo("How do you heat?");
        assertThat(inputs.findValuesAsText("name")).contains("state", "metadata.householdIncome");
    }

    private Reply put(byte[] workbook, String ifMatch) {
        return world.api()
                .send(
                        "/ruleSets/" + slug + "/draft/workbook",
                        request -> request.header("Content-Type", XLSX)
                                .header("If-Match", ifMatch)
                                .PUT(BodyPublishers.ofByteArray(workbook)));
    }

    @Test
    void aWorkbookReplacesTheDraftByItsTag() {
        Reply read = world.api()
                .send(
                        "/ruleSets/" + slug + "/draft/workbook",
                        request -> request.header("Accept", XLSX).GET());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Content-Type").orElseThrow()).startsWith(XLSX);
        assertThat(read.header("Content-Disposition").orElseThrow()).contains(slug + ".xlsx");
        assertThat(world.api()
                        .get("/ruleSets/" + slug + "/draft")
                        .header("Content-Type")
                        .orElseThrow())
                .startsWith("application/xml");

        byte[] changed = RuleWorkbookWriter.write(dmn.replace("&lt; 50000", "&lt; 70000"));
        put(changed, "\"99\"").problem(412, "precondition-failed");
        put(changed, read.header("ETag").orElseThrow()).ok();
        assertThat(world.api().get("/ruleSets/" + slug + "/draft").text()).contains("&lt; 70000");

        Reply refused = put(new byte[] {1, 2, 3}, "*");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains(".xlsx");
    }
}
