package dev.enlist.program.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.RulePolicy;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.TemplateRef;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Instances of templates: what they begin with, what they may say otherwise, and where each field comes from. */
@EnlistIT
class TemplatedInstanceIT {

    private static final String CONTENT = """
            {"programType": "rebate",
             "defaults": {"incentive": {"amount": 500, "currency": "USD"}, "documents": ["receipt", "photo"],
                          "review": {"reminderAfter": "P2D"}},
             "schema": {"type": "object", "properties": {
                 "incentive": {"type": "object", "properties": {
                     "amount": {"type": "number", "minimum": 0}, "currency": {"enum": ["USD", "CAD"]},
                     "bonus": {"type": "number"}}},
                 "documents": {"type": "array", "items": {"type": "string"}}}},
             "lockedFields": ["/incentive/currency", "/review/escalateAfter"],
             "ruleSet": {"slug": "ny-drive-clean", "version": 1},
             "formConfig": {"title": "Apply", "fields": [{"name": "email", "label": "E-mail", "type": "email"}]},
             "notifications": {"applicant": ["approved"]}}
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    ProgramInstanceService instances;

    @Autowired
    StatementCounter statements;

    World world;
    String city;

    @BeforeEach
    void aTemplateWithAnActiveVersion() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        city = "city-" + Cuid.next();
        world.api()
                .post("/templates", Json.object("{\"name\": \"City\"}").put("slug", city))
                .created();
        world.api().post("/templates/" + city + "/versions", CONTENT).created();
        world.api().post("/templates/" + city + "/versions/1/activate", "{}").ok();
    }

    private String instance(String config) {
        return world.instance(world.program(), i -> {
            i.put("templateVersion", city + "@1");
            i.set("config", Json.read(config.replace('\'', '"')));
        });
    }

    private JsonNode read(String id) {
        return world.api().get("/programInstances/" + id).ok();
    }

    private Reply patch(String id, String config) {
        String body = "{\"config\": " + config.replace('\'', '"') + "}";
        return world.api()
                .send(
                        "/programInstances/" + id,
                        request -> request.header("Content-Type", "application/json")
                                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private JsonNode field(String id, String pointer) {
        for (JsonNode field :
                world.api().get("/programInstances/" + id + "/config").ok().path("fields")) {
            if (field.path("pointer").asText().equals(pointer)) {
                return field;
            }
        }
        throw new AssertionError("No field " + pointer);
    }

    @Test
    void beginsWithWhatTheTemplateSays() {
        JsonNode created = read(instance("{}"));
        assertThat(created.path("templateVersion").asText()).isEqualTo(city + "@1");
        assertThat(created.path("config")).isEqualTo(Json.read(CONTENT).path("defaults"));
        assertThat(created.at("/ruleSet/slug").asText()).isEqualTo("ny-drive-clean");
        assertThat(created.at("/ruleSet/version").asInt()).isEqualTo(1);
        assertThat(created.path("formConfig")).isEqualTo(Json.read(CONTENT).path("formConfig"));
        assertThat(created.path("notifications")).isEqualTo(Json.read(CONTENT).path("notifications"));
    }

    @Test
    void saysOtherwiseWhereItLikes() {
        JsonNode created = read(world.instance(world.program(), i -> {
            i.putObject("templateVersion").put("slug", city).put("version", 1);
            i.withObject("/config/incentive").put("amount", 750.5);
            i.withObject("/config/custom").put("tier", 2);
            i.putObject("ruleSet").put("slug", "eligibility-default");
            i.set(
                    "formConfig",
                    Json.read(CONTENT.substring(
                            CONTENT.indexOf("{\"title\""), CONTENT.indexOf(",\n \"notifications\""))));
            i.withObject("/formConfig").put("title", "Ours");
            i.putObject("notifications").putArray("applicant").add("rejected");
        }));
        assertThat(created.path("config"))
                .isEqualTo(Json.read("{\"incentive\": {\"amount\": 750.5, \"currency\": \"USD\"},"
                        + " \"documents\": [\"receipt\", \"photo\"], \"review\": {\"reminderAfter\": \"P2D\"},"
                        + " \"custom\": {\"tier\": 2}}"));
        assertThat(created.at("/ruleSet/slug").asText()).isEqualTo("eligibility-default");
        assertThat(created.at("/formConfig/title").asText()).isEqualTo("Ours");
        assertThat(created.at("/notifications/applicant/0").asText()).isEqualTo("rejected");
    }

    @Test
    void everyFaultIsNamedTogetherWithThoseOfTheRequest() {
        ObjectNode request = Json.object("""
                {"title": " ", "description": "d", "eligibilityCriteria": "e", "programTerms": "t",
                 "formConfig": {"fields": []},
                 "config": {"incentive": {"amount": -1, "amuont": 2, "currency": "CAD"}, "colour": 1,
                            "documents": [1], "review": {"reminderAfter": "soon"}}}
                """);
        request.put("programSlug", world.program()).put("templateVersion", city + "@1");
        assertThat(world.api().post("/programInstances", request).faults())
                .containsExactlyInAnyOrder(
                        "/title",
                        "/formConfig/fields",
                        "/config/incentive/amount",
                        "/config/incentive/amuont",
                        "/config/incentive/currency",
                        "/config/colour",
                        "/config/documents/0",
                        "/config/review/reminderAfter");
    }

    @Test
    void lockedFieldsAreNotOverridden() {
        String id = instance("{}");
        JsonNode problem =
                patch(id, "{'incentive': {'currency': 'CAD'}, 'review': null}").problem(400, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactly("/config/incentive/currency", "/config/review/escalateAfter");
        assertThat(problem.path("errors").findValuesAsText("message"))
                .allMatch(message -> message.contains(city + "@1") && message.contains("the instance"));
        assertThat(patch(id, "{'incentive': {'currency': null}}").faults())
                .containsExactly("/config/incentive/currency");
        assertThat(patch(id, "{'review': {'escalateAfter': 'P9D'}}").faults())
                .containsExactly("/config/review/escalateAfter");
        assertThat(read(id).path("config")).isEqualTo(Json.read(CONTENT).path("defaults"));
        patch(id, "{'review': {'reminderAfter': 'P1D'}, 'incentive': {'amount': 1}}")
                .ok();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'incentive': {'amount': 1e999999999}}; /config",
                "{'documents': ['a\\u0000b']};           /config/documents/0",
                "{'docu\\u0000ments': 1};                /config",
                "{'documents': 1e400};                   /config",
            })
    void whatCannotBeKeptIsRefused(String config, String pointer) {
        String id = instance("{}");
        assertThat(patch(id, config).faults()).contains(pointer);
    }

    @Test
    void everyFieldTellsWhereItComesFrom() {
        String id = instance("{'incentive': {'amount': 750}}");
        patch(id, "{'documents': null, 'incentive': {'bonus': 5}}").ok();
        JsonNode answer = world.api().get("/programInstances/" + id + "/config").ok();
        assertThat(answer.path("config"))
                .isEqualTo(Json.read("{\"incentive\": {\"amount\": 750, \"currency\": \"USD\", \"bonus\": 5},"
                        + " \"review\": {\"reminderAfter\": \"P2D\"}}"));
        assertThat(answer.path("fields").findValuesAsText("pointer"))
                .containsExactly(
                        "/documents",
                        "/incentive/amount",
                        "/incentive/bonus",
                        "/incentive/currency",
                        "/review/reminderAfter");

        JsonNode amount = field(id, "/incentive/amount");
        assertThat(amount.path("value").asInt()).isEqualTo(750);
        assertThat(amount.at("/origin/layer").asText()).isEqualTo("instance");
        assertThat(amount.at("/origin/id").asText()).isEqualTo(id);
        assertThat(amount.path("overrode").toString()).isEqualTo("[{\"layer\":\"template\",\"value\":500}]");
        assertThat(amount.at("/by/type").asText()).isEqualTo("key");
        assertThat(amount.at("/by/name").asText()).isEqualTo("Test key");
        assertThat(amount.has("cleared")).isFalse();

        JsonNode currency = field(id, "/incentive/currency");
        assertThat(currency.at("/origin/layer").asText()).isEqualTo("template");
        assertThat(currency.at("/origin/name").asText()).isEqualTo(city);
        assertThat(currency.at("/origin/version").asInt()).isEqualTo(1);
        assertThat(currency.path("overrode")).isEmpty();
        assertThat(currency.path("at").asText())
                .isEqualTo(world.api()
                        .get("/templates/" + city + "/versions/1")
                        .ok()
                        .path("activatedAt")
                        .asText());

        JsonNode documents = field(id, "/documents");
        assertThat(documents.path("cleared").asBoolean()).isTrue();
        assertThat(documents.get("value").isNull()).isTrue();
        assertThat(documents.path("overrode").toString())
                .isEqualTo("[{\"layer\":\"template\",\"value\":[\"receipt\",\"photo\"]}]");
        assertThat(Instant.parse(field(id, "/incentive/bonus").path("at").asText()))
                .isAfter(Instant.parse(amount.path("at").asText()));
    }

    @Test
    void whatIsTakenBackIsThatOfTheTemplateAgain() {
        String id = instance("{'incentive': {'amount': 750}, 'documents': null}");
        String config = "/programInstances/" + id + "/config";
        assertThat(world.api().delete(config + "?pointer=/documents").ok().at("/config/documents"))
                .hasSize(2);
        assertThat(field(id, "/incentive/amount").path("value").asInt()).isEqualTo(750);
        assertThat(read(id).at("/config/documents")).hasSize(2);
        assertThat(world.api().delete(config + "?pointer=documents").faults()).containsExactly("/pointer");
        patch(id, "null").ok();
        assertThat(read(id).path("config")).isEqualTo(Json.read(CONTENT).path("defaults"));
    }

    @Test
    void anInstanceWithoutATemplateHasTheBuiltInSectionsAlone() {
        String id = world.instance(
                world.program(), i -> i.withObject("/config/eligibility").put("minMonthlyKwh", 300));
        assertThat(patch(id, "{'payment': {'amount': 1}}").faults()).containsExactly("/config/payment");
        assertThat(patch(id, "{'custom': {'incentive': 1}}")
                        .ok()
                        .at("/config/custom/incentive")
                        .asInt())
                .isEqualTo(1);
        JsonNode minimum = field(id, "/eligibility/minMonthlyKwh");
        assertThat(minimum.at("/origin/layer").asText()).isEqualTo("instance");
        assertThat(read(id).has("templateVersion")).isFalse();
    }

    @Test
    void onlyAnActiveVersionMayBeUsed() {
        world.api().post("/templates/" + city + "/versions", "{\"from\": 1}").created();
        ObjectNode request = Json.object("""
                {"title": "t", "description": "d", "eligibilityCriteria": "e", "programTerms": "t"}
                """).put("programSlug", world.program());
        for (String unusable : List.of(city + "@2", city + "@9", "nowhere@1", city, "@", city + "@01")) {
            assertThat(world.api()
                            .post("/programInstances", request.put("templateVersion", unusable))
                            .faults())
                    .as(unusable)
                    .containsExactly("/templateVersion");
        }
        world.api().post("/templates/" + city + "/versions/1/deprecate", "{}").ok();
        assertThat(world.api()
                        .post("/programInstances", request.put("templateVersion", city + "@1"))
                        .faults())
                .containsExactly("/templateVersion");
    }

    @Test
    void anotherVersionChangesNoRunningInstanceUntilItIsMoved() {
        String id = instance("{'documents': ['permit']}");
        world.api().post("/templates/" + city + "/versions", Json.object("""
                        {"from": 1, "defaults": {"incentive": {"amount": 900, "bonus": 50}, "documents": ["invoice"]},
                         "lockedFields": []}""")).created();
        world.api().post("/templates/" + city + "/versions/2/activate", "{}").ok();
        assertThat(read(id).at("/config/incentive/amount").asInt()).isEqualTo(500);

        String move = "/programInstances/" + id + "/templateVersion";
        JsonNode before = read(id);
        JsonNode preview =
                world.api().post(move, "{\"version\": 2, \"dryRun\": true}").ok();
        assertThat(preview.path("dryRun").asBoolean()).isTrue();
        assertThat(preview.path("from").asText()).isEqualTo(city + "@1");
        assertThat(preview.path("to").asText()).isEqualTo(city + "@2");
        assertThat(preview.path("faults")).isEmpty();
        assertThat(preview.at("/changes/changed").toString())
                .isEqualTo("[{\"pointer\":\"/incentive/amount\",\"from\":500,\"to\":900}]");
        assertThat(preview.at("/changes/added").toString())
                .isEqualTo("[{\"pointer\":\"/incentive/bonus\",\"value\":50}]");
        assertThat(read(id)).isEqualTo(before);

        JsonNode moved = world.api()
                .post(move, Json.object("{}").put("version", city + "@2"))
                .ok();
        assertThat(moved.at("/programInstance/templateVersion").asText()).isEqualTo(city + "@2");
        assertThat(read(id).path("config"))
                .isEqualTo(Json.read("{\"incentive\": {\"amount\": 900, \"currency\": \"USD\", \"bonus\": 50},"
                        + " \"documents\": [\"permit\"], \"review\": {\"reminderAfter\": \"P2D\"}}"));
        assertThat(field(id, "/incentive/amount").at("/origin/version").asInt()).isEqualTo(2);
        assertThat(patch(id, "{'incentive': {'currency': 'CAD'}}")
                        .ok()
                        .at("/config/incentive/currency")
                        .asText())
                .isEqualTo("CAD");
    }

    @Test
    void aMoveThatDoesNotFitIsRefusedWithWhatIsInTheWay() {
        String id = instance("{'incentive': {'amount': 750}}");
        world.api().post("/templates/" + city + "/versions", Json.object("""
                        {"from": 1, "schema": {"properties": {"incentive": {"properties": {"amount": {"maximum": 600}}}}},
                         "lockedFields": ["/incentive/amount"]}""")).created();
        world.api().post("/templates/" + city + "/versions/2/activate", "{}").ok();
        String move = "/programInstances/" + id + "/templateVersion";
        JsonNode preview =
                world.api().post(move, "{\"version\": 2, \"dryRun\": true}").ok();
        assertThat(preview.path("faults").findValuesAsText("pointer"))
                .containsExactly("/config/incentive/amount", "/config/incentive/amount");
        assertThat(world.api().post(move, "{\"version\": 2}").faults()).hasSize(2);
        assertThat(read(id).path("templateVersion").asText()).isEqualTo(city + "@1");
        assertThat(world.api().post(move, "{\"version\": 9}").faults()).containsExactly("/version");
        assertThat(world.api().post(move, "{\"version\": \"x\"}").faults()).containsExactly("/version");
        assertThat(world.api().post(move, "{}").faults()).containsExactly("/version");
        world.api()
                .send(
                        move,
                        request -> request.header("If-Match", "\"9\"")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"version\": 2}")))
                .problem(412, "precondition-failed");
        assertThat(world.api()
                        .patch("/programInstances/" + id, Json.object("{}").put("templateVersion", city + "@2"))
                        .faults())
                .containsExactly("/templateVersion");
    }

    @Test
    void aTemplateInUseIsNotDeleted() {
        instance("{}");
        world.api().delete("/templates/" + city).problem(409, "template-in-use");
        world.api().get("/templates/" + city + "/versions/1").ok();
    }

    /** Where campaigns will put their layer. */
    @Test
    void layersBetweenTemplateAndInstanceCountToo() {
        Actor marketing = Actor.user("u1", "Marketing");
        ConfigLayer campaign = ConfigLayer.of(
                ConfigLayer.CAMPAIGN,
                "c1",
                "Spring",
                null,
                Json.object("{\"incentive\": {\"amount\": 600, \"bonus\": 10}}"),
                new ConfigLayer.Stamp(marketing, Instant.parse("2026-03-01T00:00:00Z")));
        String id = world.in(() -> instances.create(with(campaign), marketing)).getId();
        assertThat(field(id, "/incentive/amount").path("value").asInt()).isEqualTo(700);
        assertThat(field(id, "/incentive/amount").path("overrode").toString())
                .isEqualTo("[{\"layer\":\"campaign\",\"value\":600},{\"layer\":\"template\",\"value\":500}]");
        assertThat(field(id, "/incentive/bonus").path("origin").toString())
                .isEqualTo("{\"layer\":\"campaign\",\"id\":\"c1\",\"name\":\"Spring\"}");
        assertThat(field(id, "/incentive/bonus").at("/by/name").asText()).isEqualTo("Marketing");

        ConfigLayer presumptuous = ConfigLayer.of(
                ConfigLayer.CAMPAIGN, "c2", "Autumn", null, Json.object("{\"incentive\": null}"), campaign.stamp());
        InvalidInput refused = Assertions.catchThrowableOfType(
                InvalidInput.class, () -> world.in(() -> instances.create(with(presumptuous), marketing)));
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly("/config/incentive/currency");
        assertThat(refused.faults().get(0).message()).contains("the campaign");
    }

    private NewInstance with(ConfigLayer campaign) {
        InstanceDetails details = new InstanceDetails(
                "Cohort 1", "d", "e", "t", null, null, Map.of(), RulePolicy.DEFAULT, true, null, null);
        return new NewInstance(
                world.program(),
                new TemplateRef(city, 1),
                List.of(campaign),
                Json.object("{\"incentive\": {\"amount\": 700}}"),
                null,
                null,
                details);
    }

    @Test
    void aCopyTakesOverWhatIsSaidAndNotWhatHappened() {
        begin(worlds.organization());
        String program = world.program();
        String id = world.instance(program, i -> {
            i.put("templateVersion", city + "@1").put("logoUrl", "https://example.com/logo.png");
            i.put("startDate", "2026-01-01").put("endDate", "2035-12-31");
            i.withObject("/config/incentive").put("amount", 750);
            i.withObject("/customFields").put("utility", "ConEd");
            i.putObject("ruleSet").put("slug", "eligibility-default").put("inFlight", "flag");
        });
        world.api()
                .patch("/programInstances/" + id, Json.object("{\"programTerms\": \"Other terms\"}"))
                .ok();
        world.eligibleEnrollment(id);
        world.api().post("/templates/" + city + "/versions/1/deprecate", "{}").ok();

        Reply reply = world.api().post("/programInstances/" + id + "/clone", "{}");
        JsonNode copy = reply.created();
        JsonNode original = read(id);
        String copyId = copy.path("id").asText();
        assertThat(reply.header("Location")).contains("/programInstances/" + copyId);
        for (String same : List.of(
                "program",
                "description",
                "eligibilityCriteria",
                "programTerms",
                "templateVersion",
                "config",
                "ruleSet",
                "formConfig",
                "notifications",
                "logoUrl",
                "customFields")) {
            assertThat(copy.path(same)).as(same).isEqualTo(original.path(same));
        }
        assertThat(copy.path("title").asText()).isEqualTo("Battery program of the city (copy)");
        assertThat(copy.path("slug").asText()).isEqualTo("battery-program-of-the-city-copy");
        assertThat(copy.has("startDate")).isFalse();
        assertThat(copy.has("endDate")).isFalse();
        assertThat(original.path("termsVersion").asInt()).isEqualTo(2);
        assertThat(copy.path("termsVersion").asInt()).isEqualTo(1);
        assertThat(copy.path("version").asInt()).isZero();
        assertThat(world.api()
                        .get("/programInstances/" + copyId + "/enrollments")
                        .ok()
                        .path("data"))
                .isEmpty();
        assertThat(field(copyId, "/incentive/amount").path("overrode"))
                .isEqualTo(field(id, "/incentive/amount").path("overrode"));
        assertThat(field(copyId, "/incentive/amount").at("/origin/id").asText()).isEqualTo(copyId);
    }

    @Test
    void aCopyMayDiffer() {
        String id = instance("{'incentive': {'amount': 750}}");
        String clone = "/programInstances/" + id + "/clone";
        JsonNode copy = world.api().post(clone, Json.object("""
                        {"title": "Next year", "slug": "next-year", "startDate": "2027-01-01", "endDate": "2027-12-31",
                         "active": false, "config": {"incentive": {"amount": 800}, "documents": null}}""")).created();
        assertThat(copy.path("slug").asText()).isEqualTo("next-year");
        assertThat(copy.path("endDate").asText()).isEqualTo("2028-01-01T00:00:00Z");
        assertThat(copy.path("active").asBoolean()).isFalse();
        assertThat(copy.at("/config/incentive/amount").asInt()).isEqualTo(800);
        assertThat(copy.at("/config").has("documents")).isFalse();
        assertThat(read(id).at("/config/incentive/amount").asInt()).isEqualTo(750);
        world.api().post(clone, "{\"slug\": \"next-year\"}").problem(409, "already-exists");
        assertThat(world.api().post(clone, Json.object("""
                                {"title": " ", "slug": "A B", "startDate": "2027-01-01", "endDate": "soon", "terms": 1}""")).faults())
                .containsExactlyInAnyOrder("/title", "/slug", "/endDate", "/terms");
        assertThat(world.api()
                        .post(clone, Json.object("{\"config\": {\"incentive\": {\"currency\": \"CAD\"}}}"))
                        .faults())
                .containsExactly("/config/incentive/currency");
        worlds.stranger().api().post(clone, "{}").problem(404, "not-found");
    }

    @Test
    void submittingAcceptsTheTermsAsTheyAreThen() {
        String id = world.instance();
        assertThat(read(id).path("termsVersion").asInt()).isEqualTo(1);
        String early = world.submittedEnrollment(id);
        String late = world.eligibleEnrollment(id);
        assertThat(world.api().get("/enrollments/" + late).ok().has("termsVersionAccepted"))
                .isFalse();
        world.api()
                .patch("/programInstances/" + id, Json.object("{\"title\": \"New title, same terms\"}"))
                .ok();
        assertThat(read(id).path("termsVersion").asInt()).isEqualTo(1);
        world.api()
                .patch("/programInstances/" + id, Json.object("{\"programTerms\": \"New terms\"}"))
                .ok();
        assertThat(read(id).path("termsVersion").asInt()).isEqualTo(2);

        JsonNode changed = world.api()
                .post("/enrollments/" + late + "/submit", "{\"termsVersion\": 1}")
                .problem(409, "terms-changed");
        assertThat(changed.path("currentTermsVersion").asInt()).isEqualTo(2);
        assertThat(world.statusOf(late)).isEqualTo("eligible");
        JsonNode submitted = world.api()
                .post("/enrollments/" + late + "/submit", "{\"termsVersion\": 2, \"reason\": \"Read them\"}")
                .ok();
        assertThat(submitted.path("termsVersionAccepted").asInt()).isEqualTo(2);
        assertThat(submitted.has("termsAcceptedAt")).isTrue();
        assertThat(world.api()
                        .get("/enrollments/" + early)
                        .ok()
                        .path("termsVersionAccepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.api()
                        .post("/enrollments/" + world.eligibleEnrollment(id) + "/submit", "{\"termsVersion\": 0}")
                        .faults())
                .containsExactly("/termsVersion");
    }

    @Test
    void creatingCostsOneStatementMoreWithATemplate() {
        String program = world.program();
        world.instance(program, i -> i.put("title", "Warm"));
        int plain = statements
                .during("http-nio", () -> world.instance(program, i -> i.put("title", "Plain")))
                .size();
        int templated = statements
                .during(
                        "http-nio",
                        () -> world.instance(
                                program, i -> i.put("title", "Templated").put("templateVersion", city + "@1")))
                .size();
        assertThat(templated - plain).isEqualTo(1);
    }
}
