package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.access.ApiKeyService;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The effect of a new version on enrollments in progress. */
@EnlistIT
class ReevaluationIT {

    private static final String YES = "\"eligible\"";
    private static final String NO = "\"ineligible\"";

    @Autowired
    Worlds worlds;

    @Autowired
    ApiKeyService keys;

    World world;
    Rules rules;

    @BeforeEach
    void aRuleSet() {
        world = worlds.shared(this);
        rules = Rules.of(world);
    }

    @Test
    void thoseTurnedAwayComeBackWhenTheyPass() {
        String instance = instance(rules.answering(NO), "reevaluate");
        List<String> turnedAway = world.enrollAll(
                instance, Stream.generate(World::applicant).limit(130).toList());
        String elsewhere = world.ineligibleEnrollment(instance);

        publish(YES, null);

        JsonNode done = completed(instance);
        assertThat(done.path("total").asInt()).isEqualTo(131);
        assertThat(done.path("processed").asInt()).isEqualTo(131);
        assertThat(done.path("reopened").asInt()).isEqualTo(130);
        assertThat(done.path("unchanged").asInt()).isEqualTo(1);
        assertThat(done.path("flagged").asInt() + done.path("failed").asInt()).isZero();
        assertThat(done.path("version").asInt()).isEqualTo(2);
        assertThat(world.statusOf(elsewhere)).isEqualTo("ineligible");
        for (String id : List.of(turnedAway.get(0), turnedAway.get(99), turnedAway.get(100), turnedAway.get(129))) {
            JsonNode history =
                    world.api().get("/enrollments/" + id + "/history").ok().path("data");
            assertThat(history.findValuesAsText("to"))
                    .containsExactly("candidate", "ineligible", "candidate", "eligible");
            assertThat(history.get(2).at("/by/name").asText()).isEqualTo(rules.slug() + " version 2");
            assertThat(history.get(3).path("ruleSetVersion").asInt()).isEqualTo(2);
            world.api()
                    .post("/enrollments/" + id + "/submit", Json.object("{}"))
                    .ok();
        }
        assertThat(list(instance, "status=ineligible")).containsExactly(elsewhere);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void thoseFurtherOnAreFlaggedWhenTheyWouldNotPass() {
        String instance = instance(rules.answering(YES), "reevaluate");
        String eligible = world.eligibleEnrollment(instance);
        String submitted = world.submittedEnrollment(instance);
        String approved = world.approvedEnrollment(instance);

        publish(NO, null);

        JsonNode done = completed(instance);
        assertThat(done.path("flagged").asInt()).isEqualTo(2);
        assertThat(done.path("reopened").asInt()).isZero();
        assertThat(list(instance, "flagged=true")).containsExactly(eligible, submitted);
        assertThat(list(instance, "flagged=false")).containsExactly(approved);
        JsonNode read = world.api().get("/enrollments/" + eligible).ok();
        assertThat(read.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(read.at("/rulesChanged/status").asText()).isEqualTo("ineligible");
        assertThat(read.at("/rulesChanged/version").asInt()).isEqualTo(2);
        assertThat(read.at("/rulesChanged/code").asText()).isEqualTo("first-row");
        // a submission still has to be reviewed; an approval has been
        world.api()
                .post("/enrollments/" + eligible + "/submit", Json.object("{}"))
                .ok();
        world.api()
                .post("/enrollments/" + submitted + "/approve", Json.object("{}"))
                .ok();
        assertThat(list(instance, "flagged=true")).containsExactly(eligible);

        publish(YES, null);

        completed(instance);
        assertThat(list(instance, "flagged=true")).isEmpty();
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aPublicationMayDecideForAllInstances() {
        rules.answering(NO);
        String keeps = instance(rules, "keep");
        String flags = instance(rules, "flag");
        String kept = world.enroll(keeps, World.applicant()).path("id").asText();
        String flagged = world.enroll(flags, World.applicant()).path("id").asText();

        publish(YES, null);

        assertThat(completed(flags).path("flagged").asInt()).isEqualTo(1);
        assertThat(world.statusOf(flagged)).isEqualTo("ineligible");
        assertThat(list(flags, "flagged=true")).containsExactly(flagged);
        assertThat(reevaluations(keeps)).isEmpty();

        publish(YES, "reevaluate");

        completed(keeps);
        completed(flags);
        assertThat(world.statusOf(kept)).isEqualTo("eligible");
        assertThat(world.statusOf(flagged)).isEqualTo("eligible");
        assertThat(list(flags, "flagged=true")).isEmpty();
        assertThat(world.api()
                        .post("/ruleSets/" + rules.slug() + "/draft/publish", publication("sometimes"))
                        .faults())
                .containsExactly("/inFlight");
    }

    @Test
    void whoCameAgainDoesNotComeBackTwice() {
        String instance = instance(rules.answering(NO), "reevaluate");
        ObjectNode person = World.applicant();
        String first = world.enroll(instance, person).path("id").asText();
        String again = world.enroll(instance, person).path("id").asText();

        publish(YES, null);

        JsonNode done = completed(instance);
        assertThat(done.path("reopened").asInt()).isEqualTo(1);
        assertThat(done.path("unchanged").asInt()).isEqualTo(1);
        assertThat(done.path("failed").asInt()).isZero();
        assertThat(world.statusOf(first)).isEqualTo("ineligible");
        assertThat(world.statusOf(again)).isEqualTo("eligible");
    }

    @Test
    void pinnedAndArchivedInstancesStayUnchanged() {
        rules.answering(NO);
        String pinned = world.instance(
                world.program(),
                i -> i.withObject("/ruleSet")
                        .put("slug", rules.slug())
                        .put("version", 1)
                        .put("inFlight", "reevaluate"));
        String archived = instance(rules, "reevaluate");
        world.api().delete("/programInstances/" + archived);

        publish(YES, "reevaluate");

        assertThat(reevaluations(pinned)).isEmpty();
        assertThat(reevaluations(archived)).isEmpty();
    }

    @Test
    void aChangedConfigurationAsksAgain() {
        String instance = world.instance(world.program(), i -> {
            i.withObject("/ruleSet")
                    .put("slug", "eligibility-default")
                    .put("version", "latest")
                    .put("inFlight", "reevaluate");
            i.withObject("/config/eligibility")
                    .put("requiresSerialNumber", false)
                    .putArray("manufacturers")
                    .add("acme");
        });
        String turnedAway = world.enroll(instance, World.applicant()).path("id").asText();
        assertThat(world.statusOf(turnedAway)).isEqualTo("ineligible");

        world.api()
                .patch(
                        "/programInstances/" + instance,
                        Json.object("{\"config\": {\"eligibility\": {\"manufacturers\": [\"tesla\"]}}}"))
                .ok();

        Await.until(
                "the enrollment to come back", () -> world.statusOf(turnedAway).equals("eligible"));
    }

    @Test
    void anotherPersonPublishesWhereTwoAreAskedFor() {
        rules.answering(NO);
        String path = "/ruleSets/" + rules.slug();
        Api second = world.api().with(keys.issue(world.workspace(), "Second key"));
        world.api().patch(path, Json.object("{\"twoPersonPublication\": true}")).ok();
        world.api()
                .putXml(path + "/draft", Rules.table("FIRST", YES, "null", "-"))
                .ok();

        world.api().post(path + "/draft/publish", publication(null)).problem(409, "second-person-needed");

        assertThat(world.api().get(path + "/versions").ok().path("data")).hasSize(1);
        second.post(path + "/draft/publish", publication(null)).created();
        assertThat(world.api().get(path).ok().at("/draftBy/name").asText()).isEqualTo("Test key");
        // restoring changes the draft, too
        second.post(path + "/versions/1/restore", Json.object("{}")).ok();
        second.post(path + "/draft/publish", publication(null)).problem(409, "second-person-needed");
        world.api().post(path + "/draft/publish", publication(null)).created();
        assertThat(world.api().get(path).ok().path("twoPersonPublication").asBoolean())
                .isTrue();
    }

    @Test
    void theListIsOfThisRuleSetAlone() {
        String instance = instance(rules.answering(NO), "reevaluate");
        publish(YES, null);
        String id = completed(instance).path("id").asText();
        World stranger = worlds.stranger();

        stranger.api().get("/ruleSets/" + rules.slug() + "/reevaluations/" + id).problem(404, "not-found");
        world.api().get("/ruleSets/ca-dsgs/reevaluations/" + id).problem(404, "not-found");
        assertThat(world.api()
                        .get("/ruleSets/ca-dsgs/reevaluations")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isZero();
        assertThat(world.api()
                        .get("/ruleSets/" + rules.slug() + "/reevaluations")
                        .ok()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(id);
    }

    private String instance(Rules of, String inFlight) {
        return world.instance(
                world.program(),
                i -> i.withObject("/ruleSet")
                        .put("slug", of.slug())
                        .put("version", "latest")
                        .put("inFlight", inFlight));
    }

    private void publish(String status, String inFlight) {
        world.api()
                .putXml("/ruleSets/" + rules.slug() + "/draft", Rules.table("FIRST", status, "null", "-"))
                .ok();
        world.api()
                .post("/ruleSets/" + rules.slug() + "/draft/publish", publication(inFlight))
                .created();
    }

    private static ObjectNode publication(String inFlight) {
        ObjectNode publication = Json.object("{\"note\": \"For a test\"}");
        if (inFlight != null) {
            publication.put("inFlight", inFlight);
        }
        return publication;
    }

    private List<JsonNode> reevaluations(String instance) {
        JsonNode all = world.api()
                .get("/ruleSets/" + rules.slug() + "/reevaluations")
                .ok()
                .path("data");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(one -> one.path("programInstanceId").asText().equals(instance))
                .toList();
    }

    /** The latest re-evaluation of the instance, once none is in progress. */
    private JsonNode completed(String instance) {
        Await.until(
                "the re-evaluation",
                () -> reevaluations(instance).stream()
                        .allMatch(one -> one.path("status").asText().equals("completed")));
        List<JsonNode> done = reevaluations(instance);
        assertThat(done).isNotEmpty();
        String id = done.get(done.size() - 1).path("id").asText();
        return world.api()
                .get("/ruleSets/" + rules.slug() + "/reevaluations/" + id)
                .ok();
    }

    private List<String> list(String instance, String filter) {
        return world.api()
                .get("/programInstances/" + instance + "/enrollments?perPage=500&" + filter)
                .ok()
                .path("data")
                .findValuesAsText("id");
    }
}
