package dev.enlist.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the pages of an instance read beside the instance: counts, history, comparison of rules, names on the waitlist. */
@EnlistIT
class InstanceInsightIT {

    @Autowired
    Worlds worlds;

    private World world;
    private String instance;

    @BeforeEach
    void anInstance() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    private JsonNode counts() {
        for (JsonNode row :
                world.api().get("/enrollments/counts?perPage=100").ok().path("data")) {
            if (row.path("programInstanceId").asText().equals(instance)) {
                return row;
            }
        }
        throw new AssertionError("The instance is not counted.");
    }

    @Test
    void countsAreThoseOfTheListsByStatus() {
        assertThat(counts().path("total").asInt()).isZero();
        world.approvedEnrollment(instance);
        world.submittedEnrollment(instance);
        world.ineligibleEnrollment(instance);
        JsonNode counts = counts();
        assertThat(counts.path("total").asInt()).isEqualTo(3);
        for (String status : new String[] {"candidate", "eligible", "ineligible", "submitted", "approved"}) {
            assertThat(counts.at("/counts/" + status).asInt())
                    .as(status)
                    .isEqualTo(world.api()
                            .get("/programInstances/" + instance + "/enrollments?status=" + status)
                            .ok()
                            .path("totalItems")
                            .asInt());
        }
        World other = worlds.stranger();
        assertThat(other.api().get("/enrollments/counts").ok().path("data")).isEmpty();
    }

    @Test
    void historyNamesWhoChangedWhat() {
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"title\": \"Another title\"}"))
                .ok();
        JsonNode newest = world.api()
                .get("/programInstances/" + instance + "/history?sort=-at")
                .ok()
                .at("/data/0");
        assertThat(newest.path("changed").toString()).contains("title");
        assertThat(newest.at("/before/title").asText()).isEqualTo("Battery program of the city");
        assertThat(newest.at("/after/title").asText()).isEqualTo("Another title");
        assertThat(newest.at("/by/name").asText()).isEqualTo("Test key");
        assertThat(newest.has("ip")).isFalse();
        world.api().get("/programInstances/" + Cuid.next() + "/history").expect(404);
        worlds.stranger()
                .api()
                .get("/programInstances/" + instance + "/history")
                .expect(404);
    }

    @Test
    void programsAreFilteredByTheirOwner() {
        String own = world.program();
        assertThat(world.api()
                        .get("/programs?owner=own&perPage=500")
                        .ok()
                        .path("data")
                        .findValuesAsText("slug"))
                .contains(own);
        assertThat(world.api()
                        .get("/programs?owner=others&perPage=500")
                        .ok()
                        .path("data")
                        .findValuesAsText("slug"))
                .doesNotContain(own);
        world.api().get("/programs?owner=mine").expect(400);
    }

    @Test
    void aPublishedVersionIsComparedWithWhatWasDecided() {
        world.submittedEnrollment(instance);
        world.ineligibleEnrollment(instance);
        Api api = world.api();
        JsonNode queued = api.post(
                        "/ruleSets/eligibility-default/versions/1/replay",
                        Json.object("{\"programInstanceIds\": [\"" + instance + "\"]}"))
                .expect(202)
                .json();
        String path = "/replays/" + queued.path("id").asText();
        Patience.until(
                "the comparison is completed",
                () -> api.get(path).ok().path("status").asText().equals("completed"));
        JsonNode replay = api.get(path).ok();
        assertThat(replay.path("total").asInt()).isEqualTo(2);
        assertThat(replay.path("toEligible").asInt()
                        + replay.path("toIneligible").asInt()
                        + replay.path("toManual").asInt())
                .isZero();
        api.post("/ruleSets/eligibility-default/versions/99/replay", Json.object("{}"))
                .expect(404);
    }

    @Test
    void theWaitlistNamesPeopleToCallersWhoReadEnrollments() {
        String full = world.instance(
                world.program(),
                i -> i.put("waitlist", true)
                        .set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 1}")));
        world.submittedEnrollment(full);
        String waiting = world.eligibleEnrollment(full);
        world.api()
                .post("/enrollments/" + waiting + "/submit", Json.object("{}"))
                .ok();
        String path = "/programInstances/" + full + "/waitlist";
        JsonNode place = world.api().get(path).ok().at("/data/0");
        assertThat(place.path("personName").asText()).isEqualTo("Suzie Homeowner");
        assertThat(place.path("applicationNumber").asText()).isNotBlank();

        String key = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Capacity\", \"scopes\": [\"capacity:read\"]}"))
                .created()
                .path("key")
                .asText();
        JsonNode unnamed = world.api().with(key).get(path).ok().at("/data/0");
        assertThat(unnamed.path("enrollmentId").asText()).isEqualTo(waiting);
        assertThat(unnamed.has("personName")).isFalse();
    }

    @Test
    void aPreviewHasTheValuesOfAnEnrollmentOfTheInstance() {
        String path = "/programInstances/" + instance + "/notificationTemplates/applicant-submitted/preview";
        String enrollment = world.submittedEnrollment(instance);
        JsonNode preview = world.api()
                .post(
                        path,
                        Json.object("{\"body\": \"Dear {{name}}, {{applicationNumber}}\"}")
                                .put("enrollmentId", enrollment))
                .ok();
        assertThat(preview.path("text").asText())
                .contains("Dear Suzie Homeowner, "
                        + world.api()
                                .get("/enrollments/" + enrollment)
                                .ok()
                                .path("applicationNumber")
                                .asText());
        String elsewhere = world.submittedEnrollment(world.instance());
        world.api().post(path, Json.object("{}").put("enrollmentId", elsewhere)).expect(400);
        String key = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Programs\", \"scopes\": [\"programs:read\"]}"))
                .created()
                .path("key")
                .asText();
        world.api()
                .with(key)
                .post(path, Json.object("{}").put("enrollmentId", enrollment))
                .expect(403);
    }
}
