package dev.enlist.template.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Templates and their versions over the API. */
@EnlistIT
class TemplateIT {

    private static final String CONTENT = """
            {"programType": "rebate", "note": "First",
             "defaults": {"incentive": {"amount": 500, "currency": "USD"}, "review": {"reminderAfter": "P2D"}},
             "schema": {"type": "object", "properties": {"incentive": {"type": "object", "properties": {
                 "amount": {"type": "number", "minimum": 0, "title": "Amount"}, "currency": {"enum": ["USD", "CAD"]}}}}},
             "lockedFields": ["/incentive/currency", "/review/escalateAfter"],
             "ruleSet": {"slug": "eligibility-default", "version": 1},
             "formConfig": {"title": "Apply", "fields": [{"name": "email", "label": "E-mail", "type": "email"}]},
             "notifications": {"applicant": ["approved"], "administrators": ["submitted"]},
             "pricing": {"pricingModel": "seats", "committedSeats": 100},
             "suitableForGroups": ["homeowners"]}
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    StatementCounter statements;

    @Autowired
    List<JavaMigration> migrations;

    @Autowired
    TransactionTemplate transactions;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    private String template() {
        return world.api()
                .post(
                        "/templates",
                        Json.object("{\"name\": \"Battery rebate\"}").put("slug", "battery-rebate-" + Cuid.next()))
                .created()
                .path("slug")
                .asText();
    }

    private JsonNode draft(String slug) {
        return world.api().post("/templates/" + slug + "/versions", CONTENT).created();
    }

    private Reply step(String slug, int number, String step) {
        return world.api().post("/templates/" + slug + "/versions/" + number + "/" + step, "{}");
    }

    @Test
    void aTemplateIsMadeReadRenamedAndDeleted() {
        world = worlds.organization();
        Reply reply = world.api().post("/templates", Json.object("{\"name\": \"Battery rebate\"}"));
        JsonNode created = reply.created();
        assertThat(created.path("slug").asText()).isEqualTo("battery-rebate");
        assertThat(created.path("latestVersion").asInt()).isZero();
        assertThat(reply.header("Location")).contains("/templates/battery-rebate");
        assertThat(world.api().get("/templates/battery-rebate").ok()).isEqualTo(created);
        world.api()
                .post("/templates", Json.object("{\"name\": \"Battery rebate\"}"))
                .problem(409, "already-exists");
        world.api()
                .patch("/templates/battery-rebate", Json.object("{\"name\": \"Batteries\"}"), "\"7\"")
                .problem(412, "precondition-failed");
        JsonNode renamed = world.api()
                .patch("/templates/battery-rebate", Json.object("{\"name\": \"Batteries\", \"description\": \"d\"}"))
                .ok();
        assertThat(renamed.path("name").asText()).isEqualTo("Batteries");
        assertThat(world.api()
                        .patch("/templates/battery-rebate", Json.object("{\"slug\": \"other\"}"))
                        .faults())
                .containsExactly("/slug");
        draft("battery-rebate");
        world.api().delete("/templates/battery-rebate").expect(204);
        world.api().get("/templates/battery-rebate").problem(404, "not-found");
        world.api().get("/templates/battery-rebate/versions/1").problem(404, "not-found");
    }

    @Test
    void aVersionIsReadAsItWasWritten() {
        String slug = template();
        JsonNode created = draft(slug);
        ObjectNode sent = Json.object(CONTENT);
        sent.properties()
                .forEach(member -> assertThat(created.path(member.getKey()))
                        .as(member.getKey())
                        .isEqualTo(member.getValue()));
        assertThat(created.path("version").asInt()).isEqualTo(1);
        assertThat(created.path("status").asText()).isEqualTo("draft");
        assertThat(created.path("allowedTransitions").toString()).isEqualTo("[\"active\"]");
        assertThat(created.path("createdBy").asText()).isEqualTo("Test key");
        assertThat(world.api().get("/templates/" + slug + "/versions/1").ok()).isEqualTo(created);
        assertThat(world.api().get("/templates/" + slug + "/versions").ok().path("data"))
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/defaults/incentive/amount     | -1                                     | /defaults/incentive/amount",
                "/defaults/incentive/amuont     | 1                                      | /defaults/incentive/amuont",
                "/defaults/colour               | 'red'                                  | /defaults/colour",
                "/defaults/review/reminderAfter | 'soon'                                 | /defaults/review/reminderAfter",
                "/defaults/exit                 | {'process': 'exit-nowhere'}            | /defaults/exit/process",
                "/schema/type                   | 'objekt'                               | /schema/type",
                "/schema/properties/review      | {'type': 'object'}                     | /schema/properties/review",
                "/schema/properties/x           | {'$ref': 'http://localhost:1/x'}       | /schema/properties/x/$ref",
                "/lockedFields                  | ['/incentive/amuont']                  | /lockedFields/0",
                "/lockedFields                  | ['/review/nothing']                    | /lockedFields/0",
                "/lockedFields                  | ['incentive']                          | /lockedFields/0",
                "/ruleSet/slug                  | 'nobody-wrote-these'                   | /ruleSet/slug",
                "/ruleSet/version               | 99                                     | /ruleSet/version",
                "/formConfig/fields             | []                                     | /formConfig/fields",
                "/formConfig/fields             | [{'name': 'shoe', 'label': 'l', 'type': 'text'}] | /formConfig/fields/0/name",
                "/formConfig/fields             | [{'name': 'phone', 'label': 'l', 'type': 'select'}] | /formConfig/fields/0/options",
                "/formConfig/fields             | [{'name': 'phone', 'label': 'l', 'type': 'text'}, {'name': 'phone', 'label': 'l', 'type': 'text'}] | /formConfig/fields/1/name",
                "/notifications/applicant       | ['happy']                              | /notifications/applicant/0",
                "/notifications/administratorEmails | ['nobody']                         | /notifications/administratorEmails/0",
                "/pricing/creditAllocation      | 5                                      | /pricing/creditAllocation",
                "/pricing/pricingModel          | 'barter'                               | /pricing/pricingModel",
                "/pricing/unitPrice             | 5                                      | /pricing/currency",
                "/programType                   | null                                   | /programType",
                "/suitableForGroups             | ['Home Owners']                        | /suitableForGroups/0",
                "/size                          | 5                                      | /size",
                "/from                          | 99                                     | /from",
            })
    void aDraftWithAFaultIsRefusedAndTheFaultNamed(String place, String value, String pointer) {
        String slug = template();
        ObjectNode content = Json.object(CONTENT);
        int cut = place.lastIndexOf('/');
        ObjectNode around = cut == 0 ? content : content.withObject(place.substring(0, cut));
        around.set(place.substring(cut + 1), Json.read(value.replace('\'', '"')));
        assertThat(world.api().post("/templates/" + slug + "/versions", content).faults())
                .contains(pointer);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        ObjectNode content = Json.object(CONTENT);
        content.withObject("/defaults/incentive").put("amount", "many").put("currency", "EUR");
        content.withObject("/defaults").put("colour", 1).withObject("/review").put("reminderAfter", "x");
        content.putArray("lockedFields").add("/nothing");
        content.withObject("/ruleSet").put("version", 99);
        assertThat(world.api()
                        .post("/templates/" + template() + "/versions", content)
                        .faults())
                .containsExactlyInAnyOrder(
                        "/defaults/incentive/amount",
                        "/defaults/incentive/currency",
                        "/defaults/colour",
                        "/defaults/review/reminderAfter",
                        "/lockedFields/0",
                        "/ruleSet/version");
    }

    @Test
    void aVersionGoesOneWay() {
        String slug = template();
        draft(slug);
        assertRefused(step(slug, 1, "deprecate"), "draft", "[\"active\"]");
        assertRefused(step(slug, 1, "archive"), "draft", "[\"active\"]");
        JsonNode active = step(slug, 1, "activate").ok();
        assertThat(active.path("status").asText()).isEqualTo("active");
        assertThat(active.path("activatedBy").asText()).isEqualTo("Test key");
        assertThat(world.api()
                        .get("/templates/" + slug)
                        .ok()
                        .path("activeVersion")
                        .asInt())
                .isEqualTo(1);
        assertRefused(step(slug, 1, "activate"), "active", "[\"deprecated\"]");
        assertRefused(step(slug, 1, "archive"), "active", "[\"deprecated\"]");
        assertThat(step(slug, 1, "deprecate").ok().path("status").asText()).isEqualTo("deprecated");
        assertThat(world.api().get("/templates/" + slug).ok().has("activeVersion"))
                .isFalse();
        assertRefused(step(slug, 1, "activate"), "deprecated", "[\"archived\"]");
        assertThat(step(slug, 1, "archive").ok().path("status").asText()).isEqualTo("archived");
        assertRefused(step(slug, 1, "activate"), "archived", "[]");
        step(slug, 2, "activate").problem(404, "not-found");
    }

    private static void assertRefused(Reply reply, String current, String allowed) {
        JsonNode problem = reply.problem(409, "illegal-transition");
        assertThat(problem.path("currentStatus").asText()).isEqualTo(current);
        assertThat(problem.path("allowedTransitions").toString()).isEqualTo(allowed);
    }

    @Test
    void onlyADraftChanges() {
        String slug = template();
        draft(slug);
        String path = "/templates/" + slug + "/versions/1";
        ObjectNode patch = Json.object("{\"defaults\": {\"incentive\": {\"amount\": 600}}, \"ruleSet\": null}");
        JsonNode changed = world.api().patch(path, patch).ok();
        assertThat(changed.at("/defaults/incentive").toString()).isEqualTo("{\"amount\":600,\"currency\":\"USD\"}");
        assertThat(changed.has("ruleSet")).isFalse();
        assertThat(world.api()
                        .patch(path, Json.object("{\"defaults\": {\"incentive\": {\"amount\": -6}}}"))
                        .faults())
                .containsExactly("/defaults/incentive/amount");
        step(slug, 1, "activate").ok();
        world.api().patch(path, patch).problem(409, "version-immutable");
        step(slug, 1, "deprecate").ok();
        world.api().patch(path, patch).problem(409, "version-immutable");
    }

    /** A workspace from before the templates has them after the upgrade, once. */
    @Test
    void workspacesThatWereThereBeforeGetTheShippedOnesToo() {
        world = worlds.organization();
        String id = world.workspace().workspaceId();
        world.in(() -> jdbc.update("delete from template where workspace_id = ?", id));
        assertThat(world.api().get("/templates").ok().path("data")).isEmpty();
        World untouched = worlds.organization();
        for (int start = 0; start < 2; start++) {
            migrate();
            assertThat(world.api().get("/templates").ok().path("data")).hasSize(10);
            assertThat(untouched.api().get("/templates").ok().path("data")).hasSize(10);
        }
        assertThat(world.api()
                        .get("/templates/vpp/versions/1")
                        .ok()
                        .path("status")
                        .asText())
                .isEqualTo("active");
    }

    private void migrate() {
        JavaMigration migration = migrations.stream()
                .filter(known -> known.getVersion().getVersion().equals("11.1"))
                .findFirst()
                .orElseThrow();
        Context context = mock(Context.class);
        transactions.executeWithoutResult(status -> jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            when(context.getConnection()).thenReturn(connection);
            try {
                migration.migrate(context);
                return true;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    /** The trigger refuses a write that bypasses the application. */
    @Test
    void theDatabaseKeepsWhatHasBeenActive() {
        String slug = template();
        draft(slug);
        String version = "template_version v set %s from template t where v.template_id = t.id and t.slug = '" + slug
                + "' and t.workspace_id = '" + world.workspace().workspaceId() + "'";
        assertThat(update(version, "note = 'a draft may change'")).isEqualTo(1);
        step(slug, 1, "activate").ok();
        for (String change : List.of(
                "note = 'x'",
                "defaults = '{}'",
                "schema = '{}'",
                "locked_fields = '{}'",
                "rule_set_version = null",
                "form_config = null",
                "pricing = '{}'",
                "suitable_for_groups = '{x}'",
                "number = 2",
                "activated_at = now()")) {
            assertThatThrownBy(() -> update(version, change))
                    .as(change)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("immutable");
        }
        for (String status : List.of("draft", "archived")) {
            assertThatThrownBy(() -> update(version, "status = '" + status + "'"))
                    .as(status)
                    .isInstanceOf(DataAccessException.class);
        }
        assertThat(update(version, "status = 'deprecated'")).isEqualTo(1);
    }

    private int update(String version, String change) {
        return world.in(() -> jdbc.update("update " + version.formatted(change)));
    }

    @Test
    void aNewDraftMayBeginAsACopy() {
        String slug = template();
        draft(slug);
        step(slug, 1, "activate").ok();
        JsonNode second = world.api()
                .post(
                        "/templates/" + slug + "/versions",
                        Json.object(
                                "{\"from\": 1, \"note\": \"Second\", \"defaults\": {\"incentive\": {\"amount\": 750}}}"))
                .created();
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("status").asText()).isEqualTo("draft");
        assertThat(second.at("/defaults/incentive").toString()).isEqualTo("{\"amount\":750,\"currency\":\"USD\"}");
        assertThat(second.path("formConfig")).isEqualTo(Json.read(CONTENT).path("formConfig"));
        JsonNode template = world.api().get("/templates/" + slug).ok();
        assertThat(template.path("latestVersion").asInt()).isEqualTo(2);
        assertThat(template.path("activeVersion").asInt()).isEqualTo(1);
        assertThat(world.api()
                        .post("/templates/" + slug + "/versions", "{\"from\": \"first\"}")
                        .faults())
                .containsExactly("/from");
    }

    @Test
    void theDifferenceOfTwoVersionsIsToldPartByPart() {
        String slug = template();
        draft(slug);
        world.api().post("/templates/" + slug + "/versions", Json.object("""
                        {"from": 1, "defaults": {"incentive": {"amount": 750, "currency": null}, "review": {"escalateAfter": "P9D"}},
                         "schema": {"properties": {"incentive": {"properties": {"bonus": {"type": "number"}}}}},
                         "lockedFields": ["/incentive/currency", "/incentive/bonus"], "ruleSet": {"version": "latest"},
                         "pricing": {"committedSeats": 50}, "suitableForGroups": []}""")).created();
        JsonNode diff =
                world.api().get("/templates/" + slug + "/versions/1/diff/2").ok();
        assertThat(diff.path("from").asInt()).isEqualTo(1);
        JsonNode changes = diff.path("changes");
        assertThat(changes.at("/defaults/changed").toString())
                .isEqualTo("[{\"pointer\":\"/incentive/amount\",\"from\":500,\"to\":750}]");
        assertThat(changes.at("/defaults/removed").toString())
                .isEqualTo("[{\"pointer\":\"/incentive/currency\",\"value\":\"USD\"}]");
        assertThat(changes.at("/defaults/added").toString())
                .isEqualTo("[{\"pointer\":\"/review/escalateAfter\",\"value\":\"P9D\"}]");
        assertThat(changes.at("/schema/added/0/pointer").asText()).isEqualTo("/properties/incentive/properties/bonus");
        assertThat(changes.at("/lockedFields/added/0/value").asText()).isEqualTo("/incentive/bonus");
        assertThat(changes.at("/lockedFields/removed/0/value").asText()).isEqualTo("/review/escalateAfter");
        assertThat(changes.at("/ruleSet/changed").toString())
                .isEqualTo("[{\"pointer\":\"/version\",\"from\":1,\"to\":\"latest\"}]");
        assertThat(changes.at("/pricing/changed/0/pointer").asText()).isEqualTo("/committedSeats");
        assertThat(changes.at("/suitableForGroups/removed/0/value").asText()).isEqualTo("homeowners");
        assertThat(changes.at("/formConfig").toString()).isEqualTo("{\"added\":[],\"removed\":[],\"changed\":[]}");
        world.api().get("/templates/" + slug + "/versions/1/diff/3").problem(404, "not-found");
    }

    @Test
    void everyWorkspaceBeginsWithTheShippedOnesAndTheyAreSound() {
        world = worlds.organization();
        List<String> slugs =
                world.api().get("/templates?sort=slug").ok().path("data").findValuesAsText("slug");
        assertThat(slugs)
                .containsExactly(
                        "buddy",
                        "demand-response",
                        "energy-efficiency",
                        "grid-services",
                        "language",
                        "mentorship",
                        "rebate",
                        "time-of-use",
                        "upskilling",
                        "vpp");
        for (String slug : slugs) {
            JsonNode version =
                    world.api().get("/templates/" + slug + "/versions/1").ok();
            assertThat(version.path("status").asText()).isEqualTo("active");
            assertThat(version.path("programType").asText()).isEqualTo(slug);
            assertLabelled(version.path("schema"), slug);
            // a copy goes through every check that a version of one's own goes through
            world.api()
                    .post("/templates/" + slug + "/versions", "{\"from\": 1}")
                    .created();
            step(slug, 2, "activate").ok();
        }
        Map<String, String> rates = Map.of("mentorship", "10", "language", "15", "buddy", "5", "upskilling", "2");
        rates.forEach((slug, rate) -> assertThat(world.api()
                        .get("/templates/" + slug + "/versions/1")
                        .ok()
                        .at("/pricing/creditConsumptionRate")
                        .asText())
                .isEqualTo(rate));
    }

    /** People read the names of fields, not their keys. */
    private static void assertLabelled(JsonNode schema, String where) {
        schema.path("properties").properties().forEach(property -> {
            String place = where + "/" + property.getKey();
            assertThat(property.getValue().path("title").asText()).as(place).isNotBlank();
            assertThat(property.getValue().path("description").asText())
                    .as(place)
                    .isNotBlank();
            assertLabelled(property.getValue(), place);
        });
    }

    @Test
    void othersSeeNothingOfIt() {
        String slug = template();
        draft(slug);
        World other = worlds.stranger();
        other.api().get("/templates/" + slug).problem(404, "not-found");
        other.api().get("/templates/" + slug + "/versions").problem(404, "not-found");
        other.api().post("/templates/" + slug + "/versions", CONTENT).problem(404, "not-found");
        other.api().post("/templates/" + slug + "/versions/1/activate", "{}").problem(404, "not-found");
        other.api()
                .patch("/templates/" + slug + "/versions/1", Json.object("{}"))
                .problem(404, "not-found");
        other.api().delete("/templates/" + slug).problem(404, "not-found");
    }

    @Test
    void aListCostsTheSameWhateverItsLength() {
        world.api().get("/templates").ok();
        List<Integer> costs = new ArrayList<>();
        for (int size : List.of(2, 10)) {
            List<String> sent = statements.during(
                    "http-nio",
                    () -> assertThat(world.api()
                                    .get("/templates?perPage=" + size)
                                    .ok()
                                    .path("data"))
                            .hasSize(size));
            costs.add(sent.size());
        }
        assertThat(costs.get(0)).isEqualTo(costs.get(1)).isLessThanOrEqualTo(3);
    }
}
