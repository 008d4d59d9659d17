package dev.enlist.program.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Instances of programs: made, configured, changed, archived. */
@EnlistIT
class ProgramInstanceIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    @Test
    void isCreatedWithItsProgramAndReadInFull() {
        world = worlds.organization();
        String program = world.program();
        Reply reply = world.api().post("/programInstances", Json.object("""
                        {"title": "NYC Battery", "description": "d", "eligibilityCriteria": "e", "programTerms": "t",
                         "logoUrl": "https://example.com/logo.png", "customFields": {"utility": {"name": "ConEd"}},
                         "config": {"eligibility": {"minMonthlyKwh": 300.5}, "review": {"reminderAfter": "P2D"},
                                    "custom": {"anything": [1, null, "x"]}},
                         "ruleSet": {"slug": "ny-drive-clean", "version": 1, "inFlight": "flag"},
                         "startDate": "2025-01-01", "endDate": "2035-12-31"}
                        """).put("programSlug", program));
        JsonNode created = reply.created();
        String id = created.path("id").asText();
        assertThat(reply.header("Location")).contains("/programInstances/" + id);
        assertThat(reply.header("ETag")).contains("\"0\"");
        assertThat(created.at("/program/slug").asText()).isEqualTo(program);
        assertThat(created.path("slug").asText()).isEqualTo("nyc-battery");
        assertThat(created.at("/config/eligibility/minMonthlyKwh").asDouble()).isEqualTo(300.5);
        assertThat(created.at("/config/custom/anything").toString()).isEqualTo("[1,null,\"x\"]");
        assertThat(created.at("/customFields/utility/name").asText()).isEqualTo("ConEd");
        assertThat(created.path("ruleSet").toString())
                .isEqualTo("{\"slug\":\"ny-drive-clean\",\"version\":1,\"from\":null,\"inFlight\":\"flag\"}");
        assertThat(created.path("startDate").asText()).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(created.path("workspaceId").asText())
                .isEqualTo(world.workspace().workspaceId());
        assertThat(world.api().get("/programInstances/" + id).ok()).isEqualTo(created);
        assertThat(types(id)).containsExactly("programInstance.created");

        JsonNode plain = world.api()
                .get("/programInstances/" + world.instance(program, i -> i.put("title", "NYC battery")))
                .ok();
        assertThat(plain.path("slug").asText()).startsWith("nyc-battery-");
        assertThat(plain.at("/ruleSet/slug").asText()).isEqualTo("eligibility-default");
        assertThat(plain.at("/ruleSet/version").asText()).isEqualTo("latest");
        assertThat(plain.path("active").asBoolean()).isTrue();
    }

    @Test
    void namesEveryFaultOfAConfigurationAtOnce() {
        ObjectNode instance = Json.object("""
                {"title": " ", "programTerms": 5, "eligibilityCriteria": "e", "logoUrl": "javascript:alert(1)",
                 "config": {"unknown": 1,
                            "eligibility": {"manufacturers": ["tesla", "Not A Slug", null], "minMonthlyKwh": -1,
                                            "customerTypes": "residential", "exclusiveWith": ["UPPER"],
                                            "postalCodePrefixes": [""], "requiresSerialNumber": "yes",
                                            "minMonthlyKhw": 3},
                            "review": {"reminderAfter": "three days"},
                            "exit": {"process": "no such id!"}},
                 "ruleSet": {"slug": "eligibility-default", "version": 0, "inFlight": "explode"},
                 "startDate": "soon", "endDate": "2025-02-30"}
                """);
        assertThat(world.api().post("/programInstances", instance).faults())
                .containsExactlyInAnyOrder(
                        "/programSlug",
                        "/title",
                        "/description",
                        "/programTerms",
                        "/logoUrl",
                        "/config/unknown",
                        "/config/eligibility/manufacturers/1",
                        "/config/eligibility/manufacturers/2",
                        "/config/eligibility/minMonthlyKwh",
                        "/config/eligibility/customerTypes",
                        "/config/eligibility/exclusiveWith/0",
                        "/config/eligibility/postalCodePrefixes/0",
                        "/config/eligibility/requiresSerialNumber",
                        "/config/eligibility/minMonthlyKhw",
                        "/config/review/reminderAfter",
                        "/config/exit/process",
                        "/ruleSet/version",
                        "/ruleSet/inFlight",
                        "/startDate",
                        "/endDate");
    }

    @Test
    void refusesWhatCannotBeKnownFromTheBodyAlone() {
        ObjectNode instance = instance("there-is-none");
        instance.put("startDate", "2026-02-01").put("endDate", "2026-01-31");
        instance.putObject("ruleSet").put("slug", "nobody-wrote-these");
        assertThat(world.api().post("/programInstances", instance).faults())
                .containsExactlyInAnyOrder("/programSlug", "/endDate", "/ruleSet/slug");
        instance.withObject("/ruleSet").put("slug", "eligibility-default").put("version", 99);
        assertThat(world.api().post("/programInstances", instance).faults())
                .containsExactlyInAnyOrder("/programSlug", "/endDate", "/ruleSet/version");
    }

    @Test
    void isPatchedByMerging() {
        String id = world.instance(world.program(), i -> {
            i.withObject("/config/eligibility").put("minMonthlyKwh", 300).put("requiresSerialNumber", true);
            i.withObject("/config/custom").put("a", 1);
            i.put("startDate", "2026-01-01").put("logoUrl", "https://example.com/a.png");
        });
        JsonNode before = world.api().get("/programInstances/" + id).ok();

        JsonNode after = patch(id, """
                {"config": {"eligibility": {"minMonthlyKwh": null, "maxMonthlyKwh": 900}, "custom": {"b": 2}},
                 "logoUrl": null, "startDate": null}
                """).ok();
        assertThat(after.path("config")).isEqualTo(Json.read("""
                {"eligibility": {"requiresSerialNumber": true, "maxMonthlyKwh": 900}, "custom": {"a": 1, "b": 2}}
                """));
        assertThat(after.has("logoUrl") || after.has("startDate")).isFalse();
        assertThat(after.path("title")).isEqualTo(before.path("title"));
        assertThat(after.path("version").asInt()).isEqualTo(1);
        assertThat(world.api().get("/programInstances/" + id).ok()).isEqualTo(after);
        assertThat(types(id)).containsExactly("programInstance.created", "programInstance.updated");

        assertThat(patch(id, "{\"config\": null}").ok().path("config")).isEmpty();
        assertThat(patch(id, """
                {"title": null, "bogus": 1, "config": {"eligibility": {"maxKwh": 1}}, "active": "no"}
                """).faults())
                .containsExactlyInAnyOrder("/title", "/bogus", "/config/eligibility/maxKwh", "/active");
        assertThat(patch(id, "{\"programSlug\": \"other\"}").faults()).containsExactly("/programSlug");
        assertThat(patch(id, "{\"startDate\": \"2026-05-01\", \"endDate\": \"2026-04-01\"}")
                        .faults())
                .containsExactly("/endDate");
        assertThat(world.api()
                        .get("/programInstances/" + id)
                        .ok()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void choosesItsRulesByVersionOrLatestFromADay() {
        String id = world.instance();
        assertThat(patch(id, "{\"ruleSet\": {\"version\": 1, \"inFlight\": \"reevaluate\"}}")
                        .ok()
                        .path("ruleSet")
                        .toString())
                .isEqualTo(
                        "{\"slug\":\"eligibility-default\",\"version\":1,\"from\":null,\"inFlight\":\"reevaluate\"}");
        assertThat(patch(id, "{\"ruleSet\": {\"version\": \"latest\", \"from\": \"2040-01-01\"}}")
                        .ok()
                        .path("ruleSet")
                        .toString())
                .isEqualTo("{\"slug\":\"eligibility-default\",\"version\":\"latest\","
                        + "\"from\":\"2040-01-01T00:00:00Z\",\"inFlight\":\"reevaluate\"}");
        assertThat(patch(id, "{\"ruleSet\": null}").ok().at("/ruleSet/inFlight").asText())
                .isEqualTo("keep");
        assertThat(patch(id, "{\"ruleSet\": {\"version\": 2}}").faults()).containsExactly("/ruleSet/version");
        assertThat(patch(id, "{\"ruleSet\": {\"slug\": \"none\"}}").faults()).containsExactly("/ruleSet/slug");
        assertThat(patch(id, "{\"ruleSet\": {\"inFlight\": \"later\", \"from\": \"x\", \"colour\": 1}}")
                        .faults())
                .containsExactlyInAnyOrder("/ruleSet/inFlight", "/ruleSet/from", "/ruleSet/colour");
        for (String version : List.of("-1", "1.5", "true", "\"newest\"", "{}", "99999999999")) {
            assertThat(patch(id, "{\"ruleSet\": {\"version\": " + version + "}}")
                            .faults())
                    .as(version)
                    .allMatch(pointer -> pointer.startsWith("/ruleSet/version"));
        }
    }

    @Test
    void isArchivedAndThenChangesNoMore() {
        world = worlds.organization();
        String id = world.instance();
        String enrolled = world.eligibleEnrollment(id);
        world.api()
                .send(
                        "/programInstances/" + id,
                        r -> r.header("If-Match", "\"9\"").DELETE())
                .problem(412, "precondition-failed");
        world.api().delete("/programInstances/" + id).expect(204);
        JsonNode archived = world.api().get("/programInstances/" + id).ok();
        assertThat(archived.path("active").asBoolean(true)).isFalse();
        assertThat(archived.path("archivedAt").asText()).isNotEmpty();
        world.api().delete("/programInstances/" + id).expect(204);
        assertThat(world.api().get("/programInstances/" + id).ok()).isEqualTo(archived);
        patch(id, "{\"active\": true}").problem(409, "archived");
        world.api()
                .post("/programInstances/" + id + "/enrollments", World.applicant())
                .problem(409, "program-not-accepting");
        assertThat(world.statusOf(enrolled)).isEqualTo("eligible");
        assertThat(types(id)).containsExactly("programInstance.created", "programInstance.updated");
        assertThat(world.api()
                        .get("/programInstances?active=false")
                        .ok()
                        .path("data")
                        .findValuesAsText("archivedAt"))
                .hasSize(1);
    }

    @Test
    void changesOnlyForThoseWhoKnowItsPresentState() {
        String id = world.instance();
        ObjectNode change = Json.object("{\"title\": \"Changed\"}");
        world.api().patch("/programInstances/" + id, change, "\"1\"").problem(412, "precondition-failed");
        assertThat(world.api()
                        .patch("/programInstances/" + id, change, "\"0\"")
                        .expect(200)
                        .header("ETag"))
                .contains("\"1\"");
    }

    @Test
    void belongsToOneWorkspace() {
        World sibling = worlds.workspace(world.workspace().organizationId(), "sandbox");
        String id = world.instance();
        for (World other : List.of(sibling, worlds.stranger())) {
            other.api().get("/programInstances/" + id).problem(404, "not-found");
            other.api()
                    .patch("/programInstances/" + id, Json.object("{\"title\": \"x\"}"))
                    .problem(404, "not-found");
            other.api().delete("/programInstances/" + id).problem(404, "not-found");
            other.api().get("/programInstances/" + id + "/enrollments").problem(404, "not-found");
            other.api()
                    .post("/programInstances/" + id + "/enrollments", World.applicant())
                    .problem(404, "not-found");
            assertThat(other.api()
                            .get("/programInstances")
                            .ok()
                            .path("totalItems")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void listIsFilteredSortedAndWalked() {
        world = worlds.organization();
        String program = world.program();
        List<String> ids = new ArrayList<>();
        for (String title : List.of("b", "d", "a", "c")) {
            ids.add(world.instance(
                    program, i -> i.put("title", title).put("startDate", "2026-01-0" + (title.charAt(0) - 96))));
        }
        String elsewhere = world.instance(world.program(), i -> i.put("active", false));

        Walk.reachesExactly(world.api(), "/programInstances?programSlug=" + program, ids);
        Walk.refusesWrongNumbers(world.api(), "/programInstances");
        assertThat(ids("active=false")).containsExactly(elsewhere);
        assertThat(ids("active=true")).containsExactlyElementsOf(ids);
        assertThat(ids("programSlug=there-is-none")).isEmpty();
        assertThat(titles("programSlug=" + program + "&sort=title")).containsExactly("a", "b", "c", "d");
        assertThat(titles("programSlug=" + program + "&sort=-startDate")).containsExactly("d", "c", "b", "a");
        assertThat(world.api().get("/programInstances?active=7").faults()).containsExactly("/active");
    }

    private Reply patch(String id, String change) {
        return world.api().patch("/programInstances/" + id, Json.read(change));
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        data(query).forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private List<String> titles(String query) {
        List<String> titles = new ArrayList<>();
        data(query).forEach(item -> titles.add(item.path("title").asText()));
        return titles;
    }

    private JsonNode data(String query) {
        return world.api().get("/programInstances?" + query).ok().path("data");
    }

    private static ObjectNode instance(String slug) {
        return Json.object("""
                {"title": "t", "description": "d", "eligibilityCriteria": "e", "programTerms": "p"}
                """).put("programSlug", slug);
    }

    private List<String> types(String subject) {
        return jdbc.template()
                .queryForList("select type from event_log where subject = ? order by position", String.class, subject);
    }
}
