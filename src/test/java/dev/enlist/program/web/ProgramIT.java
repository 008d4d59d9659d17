package dev.enlist.program.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
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

/** The catalogue, as its own organization and as others see it. */
@EnlistIT
class ProgramIT {

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
    void isCreatedAndReadInFull() {
        String slug = "rebate-" + Cuid.next();
        Reply reply = world.api().post("/programs", Json.object("""
                        {"name": "NYC Battery Program 2025", "description": "Rebates", "type": "rebate",
                         "states": ["NY", "NJ", "NY"], "active": false, "visibility": "public", "year": 2025,
                         "endTime": "2025-12-31T12:00:00+02:00"}
                        """).put("slug", slug));
        JsonNode created = reply.created();

        assertThat(reply.header("Location")).contains("/programs/" + slug);
        assertThat(reply.header("ETag")).contains("\"0\"");
        assertThat(Cuid.isCuid(created.path("id").asText())).isTrue();
        assertThat(created.path("states")).hasSize(2);
        assertThat(created.path("active").asBoolean(true)).isFalse();
        assertThat(created.path("visibility").asText()).isEqualTo("public");
        assertThat(created.path("year").asInt()).isEqualTo(2025);
        assertThat(created.path("endTime").asText()).isEqualTo("2025-12-31T10:00:00Z");
        assertThat(created.path("organizationId").asText())
                .isEqualTo(world.workspace().organizationId());
        Reply read = world.api().get("/programs/" + slug);
        assertThat(read.ok()).isEqualTo(created);
        assertThat(read.header("ETag")).contains("\"0\"");
        assertThat(types(created.path("id").asText())).containsExactly("program.created");
    }

    @Test
    void takesItsSlugFromItsNameAndIsPrivateAndActiveByDefault() {
        world = worlds.organization();
        JsonNode created = world.api()
                .post("/programs", Json.object("{\"name\": \"Día de l'Énergie!\", \"description\": \"d\"}"))
                .created();
        assertThat(created.path("slug").asText()).isEqualTo("dia-de-lenergie");
        assertThat(created.path("visibility").asText()).isEqualTo("private");
        assertThat(created.path("active").asBoolean()).isTrue();
        assertThat(created.path("states")).isEmpty();
        world.api()
                .post("/programs", Json.object("{\"name\": \"Dia de lEnergie\", \"description\": \"d\"}"))
                .problem(409, "already-exists");
    }

    @Test
    void isPatchedByMerging() {
        String slug = world.program(p -> p.put("endTime", "2030-01-01"));
        JsonNode before = world.api().get("/programs/" + slug).ok();

        Reply reply = world.api()
                .patch("/programs/" + slug, Json.object("{\"name\": \"New\", \"year\": null, \"states\": []}"));
        JsonNode after = reply.ok();
        assertThat(after.path("name").asText()).isEqualTo("New");
        assertThat(after.has("year")).isFalse();
        assertThat(after.path("states")).isEmpty();
        assertThat(after.path("description")).isEqualTo(before.path("description"));
        assertThat(after.path("type").asText()).isEqualTo("rebate");
        assertThat(after.path("endTime").asText()).isEqualTo("2030-01-02T00:00:00Z");
        assertThat(after.path("version").asInt()).isEqualTo(1);
        assertThat(reply.header("ETag")).contains("\"1\"");
        assertThat(world.api().get("/programs/" + slug).ok()).isEqualTo(after);
        assertThat(types(after.path("id").asText())).containsExactly("program.created", "program.updated");

        JsonNode cleared = world.api()
                .patch(
                        "/programs/" + slug,
                        Json.object("{\"type\": null, \"endTime\": null, \"visibility\": null, \"active\": null}"))
                .ok();
        assertThat(cleared.has("type") || cleared.has("endTime")).isFalse();
        assertThat(cleared.path("visibility").asText()).isEqualTo("private");
        assertThat(cleared.path("active").asBoolean()).isTrue();
    }

    @Test
    void anArchivedProgramIsReadableAndTakesNobody() {
        String slug = world.program();
        String instance = world.instance(slug, body -> {});
        String submitted = world.submittedEnrollment(instance);

        JsonNode archived =
                world.api().post("/programs/" + slug + "/archive", "").ok();

        assertThat(archived.path("archivedAt").asText()).isNotEmpty();
        assertThat(world.api()
                        .get("/programs?owner=own&perPage=500")
                        .ok()
                        .path("data")
                        .findValuesAsText("slug"))
                .doesNotContain(slug);
        assertThat(world.api()
                        .get("/programs?archived=true&perPage=500")
                        .ok()
                        .path("data")
                        .findValuesAsText("slug"))
                .contains(slug);
        assertThat(world.api()
                        .get("/programs?archived=any&owner=own&perPage=500")
                        .ok()
                        .path("data")
                        .findValuesAsText("slug"))
                .contains(slug);
        assertThat(world.api().get("/programs/" + slug).ok()).isEqualTo(archived);
        JsonNode refused = world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant())
                .problem(409, "program-not-accepting");
        assertThat(refused.path("detail").asText()).contains("The program is archived.");
        world.api()
                .patch("/programs/" + slug, Json.object("{\"name\": \"New\"}"))
                .problem(409, "archived");
        world.api()
                .post(
                        "/programInstances",
                        Json.object(
                                        "{\"title\": \"Another\", \"description\": \"d\", \"eligibilityCriteria\": \"c\", \"programTerms\": \"t\"}")
                                .put("programSlug", slug))
                .problem(400, "invalid-input");
        world.api().post("/enrollments/" + submitted + "/approve", "{}").ok();

        JsonNode back = world.api().post("/programs/" + slug + "/unarchive", "").ok();

        assertThat(back.has("archivedAt")).isFalse();
        world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant())
                .created();
        world.api().get("/programs?archived=yes").problem(400, "invalid-input");
    }

    @Test
    void anArchivedInstanceIsTakenBack() {
        world = worlds.organization();
        String instance = world.instance();
        world.api().delete("/programInstances/" + instance).expect(204);
        assertThat(world.api()
                        .get("/programInstances?archived=false")
                        .ok()
                        .path("data")
                        .findValuesAsText("id"))
                .doesNotContain(instance);
        assertThat(world.api()
                        .get("/programInstances?archived=true")
                        .ok()
                        .path("data")
                        .findValuesAsText("id"))
                .contains(instance);

        JsonNode back = world.api()
                .post("/programInstances/" + instance + "/unarchive", "")
                .ok();

        assertThat(back.has("archivedAt")).isFalse();
        assertThat(back.path("active").asBoolean()).isFalse();
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": true}"))
                .ok();
        world.api()
                .post("/programInstances/" + instance + "/enrollments", World.applicant())
                .created();
    }

    @Test
    void refusesAPatchThatCannotStand() {
        String slug = world.program();
        JsonNode before = world.api().get("/programs/" + slug).ok();
        assertThat(world.api()
                        .patch(
                                "/programs/" + slug,
                                Json.object("{\"name\": null, \"bogus\": 1, \"states\": [\"ZZ\"], \"year\": 1}"))
                        .faults())
                .containsExactlyInAnyOrder("/name", "/bogus", "/states/0", "/year");
        assertThat(world.api()
                        .patch("/programs/" + slug, Json.object("{\"slug\": \"other\"}"))
                        .faults())
                .containsExactly("/slug");
        assertThat(world.api().patch("/programs/" + slug, Json.read("[1]")).faults())
                .containsExactly("");
        assertThat(world.api().get("/programs/" + slug).ok()).isEqualTo(before);
    }

    @Test
    void changesOnlyForThoseWhoKnowItsPresentState() {
        String slug = world.program();
        ObjectNode change = Json.object("{\"name\": \"Changed\"}");
        world.api().patch("/programs/" + slug, change, "\"7\"").problem(412, "precondition-failed");
        world.api().patch("/programs/" + slug, change, "\"7\", \"0\"").ok();
        world.api().patch("/programs/" + slug, change, "\"0\"").problem(412, "precondition-failed");
        world.api().patch("/programs/" + slug, change, "*").ok();
        world.api()
                .send("/programs/" + slug, r -> r.header("If-Match", "\"0\"").DELETE())
                .problem(412, "precondition-failed");
        world.api()
                .send("/programs/" + slug, r -> r.header("If-Match", "\"2\"").DELETE())
                .expect(204);
    }

    @Test
    void isDeletedUnlessInstancesExist() {
        String slug = world.program();
        String id = world.api().get("/programs/" + slug).ok().path("id").asText();
        world.api().delete("/programs/" + slug).expect(204);
        world.api().get("/programs/" + slug).problem(404, "not-found");
        world.api().delete("/programs/" + slug).problem(404, "not-found");
        assertThat(types(id)).containsExactly("program.created", "program.deleted");

        String used = world.program();
        world.instance(used, i -> {});
        world.api().delete("/programs/" + used).problem(409, "program-in-use");
        world.api().get("/programs/" + used).ok();
        assertThat(types(world.api().get("/programs/" + used).ok().path("id").asText()))
                .containsExactly("program.created");
    }

    @Test
    void existsForOthersOnlyWhenPublic() {
        World other = worlds.other();
        String hidden = world.program();
        String shown = world.program(p -> p.put("visibility", "public"));
        ObjectNode change = Json.object("{\"name\": \"Mine now\"}");

        for (Reply reply : List.of(
                other.api().get("/programs/" + hidden),
                other.api().patch("/programs/" + hidden, change),
                other.api().delete("/programs/" + hidden))) {
            JsonNode missing = other.api().get("/programs/there-is-none").problem(404, "not-found");
            JsonNode foreign = reply.problem(404, "not-found");
            assertThat(foreign.path("detail")).isEqualTo(missing.path("detail"));
        }
        other.api().get("/programs/" + shown).ok();
        other.api().patch("/programs/" + shown, change).problem(403, "not-own-program");
        other.api().delete("/programs/" + shown).problem(403, "not-own-program");
        assertThat(world.api().get("/programs/" + shown).ok().path("version").asInt())
                .isZero();
        assertThat(other.api().post("/programInstances", instance(hidden)).faults())
                .containsExactly("/programSlug");
        other.api().post("/programInstances", instance(shown)).created();
        world.api().delete("/programs/" + shown).problem(409, "program-in-use");
    }

    @Test
    void sharesItsSlugWithPrivateOnesOfOthers() {
        World other = worlds.other();
        String slug = world.program();
        other.program(p -> p.put("slug", slug).put("name", "Theirs"));
        other.api()
                .patch("/programs/" + slug, Json.object("{\"visibility\": \"public\"}"))
                .ok();

        assertThat(world.api().get("/programs/" + slug).ok().path("name").asText())
                .isEqualTo("Battery program");
        assertThat(worlds.stranger()
                        .api()
                        .get("/programs/" + slug)
                        .ok()
                        .path("name")
                        .asText())
                .isEqualTo("Theirs");
        world.api().patch("/programs/" + slug, Json.object("{\"year\": 2027}")).ok();
        world.api()
                .patch("/programs/" + slug, Json.object("{\"visibility\": \"public\"}"))
                .problem(409, "already-exists");
        world.api().delete("/programs/" + slug).expect(204);
        assertThat(world.api().get("/programs/" + slug).ok().path("name").asText())
                .isEqualTo("Theirs");
    }

    @Test
    void listIsFilteredBySightStateTypeYearAndWords() {
        World other = worlds.other();
        String word = Cuid.next();
        String ny = program(word, "ny", p -> p.put("type", "rebate").put("year", 2025));
        String everywhere = program(word, "everywhere", p -> {
            p.remove("states");
            p.put("type", "vpp").put("visibility", "public");
        });
        String ca = program(word, "ca", p -> {
            p.putArray("states").add("CA");
            p.put("active", false);
        });
        other.program(p -> p.put("name", "Hidden " + word));

        assertThat(slugs(word, "")).containsExactlyInAnyOrder(ny, everywhere, ca);
        assertThat(slugs(word, "&state=NY")).containsExactlyInAnyOrder(ny, everywhere);
        assertThat(slugs(word, "&state=CA")).containsExactlyInAnyOrder(ca, everywhere);
        assertThat(slugs(word, "&state=TX")).containsExactly(everywhere);
        assertThat(slugs(word, "&visibility=public")).containsExactly(everywhere);
        assertThat(slugs(word, "&visibility=private")).containsExactlyInAnyOrder(ny, ca);
        assertThat(slugs(word, "&type=vpp")).containsExactly(everywhere);
        assertThat(slugs(word, "&year=2025")).containsExactly(ny);
        assertThat(slugs(word, "&active=false")).containsExactly(ca);
        assertThat(slugs(word, "&active=true&state=NY&type=rebate")).containsExactly(ny);
        assertThat(slugs(word.toUpperCase(java.util.Locale.ROOT), "")).hasSize(3);
        assertThat(slugs("%25" + word, "")).isEmpty();
        assertThat(slugs(word.substring(0, 10) + "_", "")).isEmpty();
        assertThat(other.api().get("/programs?q=" + word).ok().path("data")).hasSize(2);
        assertThat(world.api()
                        .get("/programs?state=ny&visibility=secret&perPage=0&sort=x")
                        .faults())
                .containsExactlyInAnyOrder("/state", "/visibility", "/perPage", "/sort");
    }

    @Test
    void listIsSortedAndWalked() {
        String word = Cuid.next();
        List<String> ids = new ArrayList<>();
        for (String name : List.of("b", "d", "a", "c", "e")) {
            String slug = program(word, name, p -> p.put("year", 2000 + name.charAt(0)));
            ids.add(world.api().get("/programs/" + slug).ok().path("id").asText());
        }
        Walk.reachesExactly(world.api(), "/programs?q=" + word, ids);
        Walk.refusesWrongNumbers(world.api(), "/programs?q=" + word);
        assertThat(slugs(word, "&sort=name")).isSorted();
        assertThat(slugs(word, "&sort=-year")).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(slugs(word, "&sort=slug,desc")).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(slugs(word, "&sort=updatedAt")).hasSize(5);
    }

    private String program(String word, String name, java.util.function.Consumer<ObjectNode> change) {
        return world.program(p -> {
            p.put("slug", name + "-" + word).put("name", name + " " + word);
            change.accept(p);
        });
    }

    private List<String> slugs(String q, String more) {
        return world.api().get("/programs?q=" + q + more).ok().path("data").findValuesAsText("slug");
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
