package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Replays of a draft over recorded decisions. */
@EnlistIT
class ReplayIT {

    private static final String YES = "\"eligible\"";
    private static final String NO = "\"ineligible\"";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    Rules rules;

    @BeforeEach
    void aRuleSet() {
        world = worlds.shared(this);
        rules = Rules.of(world);
    }

    @Test
    void countsWhoWouldFlipAndChangesNothing() {
        String instance = rules.answering(YES).instance();
        String eligible = enroll(instance, "A-1", "NY");
        String submitted = world.submittedEnrollment(instance);
        String approved = world.approvedEnrollment(instance);
        String elsewhere = enroll(instance, "=A-2", "CA");
        world.candidateEnrollment(instance);

        // residents would be ineligible, all others eligible
        draft(Rules.table("FIRST", NO, "\"Not in \" + state", "-")
                .replaceFirst("(<outputEntry id=\"s2\"><text>)\"ineligible\"", "$1\"eligible\""));
        JsonNode done = completed(replay("{}"));

        assertThat(done.path("total").asInt()).isEqualTo(4);
        assertThat(done.path("processed").asInt()).isEqualTo(4);
        assertThat(done.path("toEligible").asInt()).isEqualTo(1);
        assertThat(done.path("toIneligible").asInt()).isEqualTo(3);
        assertThat(done.path("toManual").asInt()).isZero();
        assertThat(done.at("/byRule/1/toIneligible").asInt()).isEqualTo(3);
        assertThat(done.at("/byRule/2/toEligible").asInt()).isEqualTo(1);
        assertThat(done.at("/byState/NY/toIneligible").asInt()).isEqualTo(3);
        assertThat(done.at("/byState/CA/toEligible").asInt()).isEqualTo(1);
        assertThat(done.at("/byManufacturer/tesla/toIneligible").asInt()).isEqualTo(3);
        assertThat(done.at("/effectOnCapacity/approved").asInt()).isEqualTo(-1);
        assertThat(done.at("/effectOnCapacity/submitted").asInt()).isEqualTo(-1);
        assertThat(done.at("/effectOnCapacity/eligible").asInt()).isZero();
        assertThat(done.at("/effectOnCapacity/pools")).isEmpty();
        JsonNode pool = world.api()
                .patch(
                        "/programInstances/" + instance + "/capacity",
                        Json.object("{\"pricingModel\": \"credits\", \"creditAllocation\": 25}"))
                .ok();
        JsonNode need =
                world.api().get("/replays/" + done.path("id").asText()).ok().at("/effectOnCapacity/pools/0");
        assertThat(need.path("poolId")).isEqualTo(pool.path("id"));
        assertThat(need.path("programInstanceId").asText()).isEqualTo(instance);
        assertThat(need.path("units").asInt()).isEqualTo(10);
        assertThat(need.path("available").asInt()).isEqualTo(5);
        assertThat(need.path("fits").asBoolean()).isFalse();
        JsonNode flips = flips(done, "");
        assertThat(flips.path("data").findValuesAsText("enrollmentId"))
                .containsExactly(eligible, submitted, approved, elsewhere);
        JsonNode first = flips.at("/data/0");
        assertThat(first.toString()).doesNotContain("Suzie", "Homeowner", "@example.com");
        assertThat(first.path("reference").asText()).isEqualTo("A-1");
        assertThat(first.path("from")).isEqualTo(Json.read("""
                {"status": "eligible", "code": "first-row", "rule": 1}"""));
        assertThat(first.path("to")).isEqualTo(Json.read("""
                {"status": "ineligible", "code": "first-row", "rule": 1}"""));
        assertThat(first.path("why").asText()).isEqualTo("Not in NY");
        assertThat(world.statusOf(eligible)).isEqualTo("eligible");
        assertThat(world.isConsistent()).isTrue();

        String csv = world.api()
                .send("/replays/" + done.path("id").asText() + "/flips", r -> r.header("Accept", "text/csv"))
                .expect(200)
                .text();
        assertThat(csv.lines()).hasSize(5);
        assertThat(csv)
                .contains("A-1,eligible,first-row,1,ineligible,first-row,1,Not in NY")
                .contains(",'=A-2,");

        // read page by page, each flip once
        JsonNode two = flips(done, "?perPage=3");
        JsonNode rest = flips(done, "?perPage=3&after=" + two.path("next").asText());
        assertThat(two.path("data")).hasSize(3);
        assertThat(rest.path("data").findValuesAsText("enrollmentId")).containsExactly(elsewhere);
        assertThat(rest.path("next").isNull()).isTrue();

        // flips of an enrollment are deleted with it
        world.api().delete("/enrollments/" + elsewhere);
        assertThat(flips(done, "").path("data")).hasSize(3);
    }

    @Test
    void comparesWithTheLatestDecision() {
        String instance = rules.answering(NO).instance();
        String id = enroll(instance, "A-1", "NY");
        draft(Rules.table("FIRST", YES, "null", "-"));
        world.api()
                .post("/ruleSets/" + rules.slug() + "/draft/publish", Json.object("{\"note\": \"x\"}"))
                .created();
        world.api().post("/enrollments/" + id + "/evaluate", Json.object("{}")).ok();

        JsonNode same = completed(replay("{}"));
        draft(Rules.table("FIRST", NO, "null", "-"));
        JsonNode other = completed(replay("{\"programInstanceIds\": [\"" + instance + "\"]}"));

        assertThat(same.path("processed").asInt()).isEqualTo(1);
        assertThat(same.path("toEligible").asInt() + same.path("toIneligible").asInt())
                .isZero();
        assertThat(other.path("toIneligible").asInt()).isEqualTo(1);
    }

    @Test
    void theDraftIsAsItWasWhenAsked() {
        String instance = rules.answering(YES).instance();
        enroll(instance, "A-1", "NY");
        draft(Rules.table("FIRST", NO, "null", "-"));
        Reply asked = replay("{}");
        draft(Rules.table("FIRST", YES, "null", "-"));

        assertThat(completed(asked).path("toIneligible").asInt()).isEqualTo(1);
    }

    @Test
    void candidatesAreComparedWithTheLatestVersion() {
        rules.answering(YES);
        draft(Rules.table("FIRST", NO, "metadata.note", "-"));

        JsonNode json = completed(replay("""
                {"candidates": [{"reference": "one", "inputs": {"state": "NY", "metadata": {"note": "Hm"}}},
                                {"reference": "two", "inputs": {"state": "CA"}}]}"""));
        JsonNode csv = completed(world.api()
                .send(
                        "/ruleSets/" + rules.slug() + "/draft/replay",
                        r -> r.header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString(
                                        "reference,state,metadata.note,manufacturerSlugs,programYear\n"
                                                + "one,NY,\"Hm, yes\",tesla|enphase,2026\ntwo,CA,,,\nthree,NY,,,\n"))));

        assertThat(json.path("total").asInt()).isEqualTo(2);
        assertThat(json.path("toIneligible").asInt()).isEqualTo(1);
        assertThat(flips(json, "").at("/data/0/why").asText()).isEqualTo("Hm");
        assertThat(flips(json, "").at("/data/0/enrollmentId").isNull()).isTrue();
        assertThat(csv.path("processed").asInt()).isEqualTo(3);
        assertThat(csv.path("toIneligible").asInt()).isEqualTo(2);
        assertThat(csv.at("/byManufacturer/enphase/toIneligible").asInt()).isEqualTo(1);
        assertThat(flips(csv, "").path("data").findValuesAsText("reference")).containsExactly("one", "three");
        assertThat(jdbc.sql("select count(*) from replay_candidate where workspace_id = ?")
                        .param(world.workspace().workspaceId())
                        .query(Long.class)
                        .single())
                .as("candidates are not kept")
                .isZero();
    }

    @Test
    void whatCannotBeReplayedIsRefused() {
        String path = "/ruleSets/" + rules.slug() + "/draft/replay";
        world.api().post(path, Json.object("{}")).problem(409, "nothing-to-replay");
        world.api()
                .post(path, Json.object("{\"candidates\": [{\"inputs\": {}}]}"))
                .problem(409, "nothing-published");
        String instance = rules.answering(YES).instance();
        String foreign = worlds.other().instance();
        assertThat(world.api()
                        .post(path, Json.object("{\"programInstanceIds\": [\"" + foreign + "\"]}"))
                        .faults())
                .containsExactly("/programInstanceIds");
        assertThat(csv(path, "state,colour,metadata\nNY,red\n").faults()).contains("/colour", "/metadata");
        assertThat(csv(path, "programYear,programActive\nsoon,perhaps\n").faults())
                .containsExactly("/2", "/2");
        assertThat(csv(path, "").status()).isEqualTo(400);
        draft(Rules.table("FIRST", "\"perhaps\"", "null", "-"));
        world.api().post(path, Json.object("{}")).problem(422, "rules-unpublishable");
        World stranger = worlds.stranger();
        draft(Rules.table("FIRST", NO, "null", "-"));
        enroll(instance, "A-1", "NY");
        String id = completed(replay("{}")).path("id").asText();
        for (String of : List.of("", "/flips")) {
            stranger.api().get("/replays/" + id + of).problem(404, "not-found");
        }
        stranger.api().post("/replays/" + id + "/cancel", Json.object("{}")).problem(404, "not-found");
        world.api().post("/replays/" + id + "/cancel", Json.object("{}")).problem(409, "already-finished");
        assertThat(world.api()
                        .get("/replays/" + id + "/flips?after=x&perPage=0")
                        .faults())
                .containsExactlyInAnyOrder("/after", "/perPage");
    }

    private Reply csv(String path, String body) {
        return world.api().send(path, r -> r.header("Content-Type", "text/csv").POST(BodyPublishers.ofString(body)));
    }

    private String enroll(String instance, String reference, String state) {
        ObjectNode person = World.applicant().put("referenceId", reference);
        person.withObject("/address").put("state", state).put("postalCode", state.equals("NY") ? "10001" : "90012");
        return world.enroll(instance, person).path("id").asText();
    }

    private void draft(String dmn) {
        world.api().putXml("/ruleSets/" + rules.slug() + "/draft", dmn).ok();
    }

    private Reply replay(String request) {
        return world.api().post("/ruleSets/" + rules.slug() + "/draft/replay", request);
    }

    private JsonNode completed(Reply asked) {
        JsonNode accepted = asked.expect(202).json();
        String place = asked.header("Location").orElseThrow();
        assertThat(place).isEqualTo("/replays/" + accepted.path("id").asText());
        assertThat(accepted.path("status").asText()).isEqualTo("queued");
        Await.until(
                "the replay",
                () -> !List.of("queued", "running")
                        .contains(world.api().get(place).ok().path("status").asText()));
        JsonNode done = world.api().get(place).ok();
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
        return done;
    }

    private JsonNode flips(JsonNode replay, String query) {
        return world.api()
                .get("/replays/" + replay.path("id").asText() + "/flips" + query)
                .ok();
    }
}
