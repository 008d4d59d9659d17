package dev.enlist.campaign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.campaign.CampaignAction;
import dev.enlist.campaign.CampaignStatus;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Campaigns over the API: their fields, transitions and cohorts. */
@EnlistIT
class CampaignIT {

    @Autowired
    Worlds worlds;

    World world;
    Drives drives;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        drives = new Drives(where);
    }

    /** What is refused changes nothing, so that one campaign is asked for all of it; each move begins with another one. */
    @ParameterizedTest
    @EnumSource
    void everyActionInEveryStatus(CampaignStatus status) {
        String id = drives.in(status.wire());
        JsonNode before = drives.read(id);
        assertThat(before.path("status").asText()).isEqualTo(status.wire());

        for (CampaignAction action : CampaignAction.values()) {
            if (!action.isAllowedFrom(status)) {
                JsonNode problem = drives.step(id, action.wire()).problem(409, "illegal-transition");
                assertThat(problem.path("currentStatus").asText())
                        .as(action.wire())
                        .isEqualTo(status.wire());
                assertThat(problem.path("allowedTransitions"))
                        .as(action.wire())
                        .isEqualTo(before.path("allowedTransitions"));
                assertThat(problem.path("allowedActions")).as(action.wire()).isEqualTo(before.path("allowedActions"));
                assertThat(drives.read(id)).as(action.wire()).isEqualTo(before);
            }
        }
        for (CampaignAction action : CampaignAction.allowedFrom(status)) {
            String moved = drives.in(status.wire());
            JsonNode after = drives.step(moved, action.wire()).ok();
            assertThat(after.path("status").asText()).isEqualTo(action.target().wire());
            assertThat(after.path("allowedTransitions"))
                    .isEqualTo(drives.read(moved).path("allowedTransitions"));
            assertThat(moves(moved))
                    .endsWith(status.wire() + ">" + action.target().wire());
        }
    }

    @Test
    void theHistoryTellsEveryMoveByWhomAndInOrder() {
        String id = drives.moved("plan", "start", "pause", "resume", "complete");
        JsonNode history = world.api().get("/campaigns/" + id + "/history").ok().path("data");

        assertThat(moves(id))
                .containsExactly(
                        "null>draft",
                        "draft>planned",
                        "planned>active",
                        "active>paused",
                        "paused>active",
                        "active>completed");
        assertThat(history.findValuesAsText("name")).containsOnly("Test key").hasSize(6);
        assertThat(history.findValuesAsText("type")).containsOnly("key");
        List<java.time.Instant> times = history.findValuesAsText("at").stream()
                .map(java.time.Instant::parse)
                .toList();
        assertThat(times).isSorted();

        drives.step(id, "pause").problem(409, "illegal-transition");
        assertThat(world.api().get("/campaigns/" + id + "/history").ok().path("data"))
                .as("a refused move leaves no trace")
                .isEqualTo(history);
        worlds.stranger().api().get("/campaigns/" + id + "/history").problem(404, "not-found");
    }

    private List<String> moves(String id) {
        List<String> moves = new ArrayList<>();
        world.api()
                .get("/campaigns/" + id + "/history")
                .ok()
                .path("data")
                .forEach(move -> moves.add(
                        move.path("from").asText() + ">" + move.path("to").asText()));
        return moves;
    }

    @Nested
    class AsADraft {

        @Test
        void needsNothingButAName() {
            JsonNode campaign =
                    world.api().post("/campaigns", "{\"name\": \"An idea\"}").created();

            assertThat(campaign.path("status").asText()).isEqualTo("draft");
            assertThat(campaign.path("allowedTransitions").toString()).isEqualTo("[\"planned\",\"closed\"]");
            assertThat(drives.read(campaign.path("id").asText())).isEqualTo(campaign);
            assertThat(world.api().post("/campaigns", "{\"name\": \" \"}").faults())
                    .containsExactly("/name");
        }

        @Test
        void refusesNamesThatLeadNowhereAllAtOnce() {
            ObjectNode campaign = drives.complete()
                    .put("programSlug", "no-such-program")
                    .put("templateVersion", "no-such-template@7")
                    .put("participantGroupId", Cuid.next());

            assertThat(world.api().post("/campaigns", campaign).faults())
                    .containsExactly("/programSlug", "/templateVersion", "/participantGroupId");
        }

        @Test
        void refusesOverridesThatBreakTheSchemaAndNamesEveryField() {
            ObjectNode campaign = drives.complete();
            campaign.set("config", Json.object("{\"durationMonths\": \"four\", \"unheardOf\": 1}"));

            assertThat(world.api().post("/campaigns", campaign).faults())
                    .containsExactlyInAnyOrder("/config/durationMonths", "/config/unheardOf");
        }

        @Test
        void overridesNothingThatIsNotThere() {
            assertThat(world.api()
                            .post("/campaigns", "{\"name\": \"An idea\", \"config\": {\"months\": 3}}")
                            .faults())
                    .containsExactly("/config");
            String id = drives.draft();
            assertThat(world.api()
                            .patch("/campaigns/" + id, Json.object("{\"templateVersion\": null}"))
                            .faults())
                    .containsExactly("/config");
            world.api()
                    .patch("/campaigns/" + id, Json.object("{\"templateVersion\": null, \"config\": null}"))
                    .ok();
        }

        @Test
        void refusesForeignTemplatesAndGroupsLikeMissingOnes() {
            Drives others = new Drives(worlds.other());
            String foreign = others.group();

            Reply theirs = world.api().post("/campaigns", drives.complete().put("participantGroupId", foreign));

            assertThat(theirs.faults()).containsExactly("/participantGroupId");
        }

        @Test
        void isDeletedAndOthersAreNot() {
            String draft = drives.draft();
            String planned = drives.in("planned");

            world.api().delete("/campaigns/" + draft).expect(204);
            world.api().delete("/campaigns/" + planned).problem(409, "campaign-not-draft");

            world.api().get("/campaigns/" + draft).problem(404, "not-found");
            assertThat(drives.status(planned)).isEqualTo("planned");
        }
    }

    @Nested
    class WhenPlanned {

        static Stream<Arguments> guards() {
            return Stream.of(
                    Arguments.of("/programSlug", (Consumer<ObjectNode>) c -> c.remove("programSlug")),
                    Arguments.of("/templateVersion", (Consumer<ObjectNode>) c -> {
                        c.remove("templateVersion");
                        c.remove("config");
                    }),
                    Arguments.of("/participantGroupId", (Consumer<ObjectNode>) c -> c.remove("participantGroupId")),
                    Arguments.of("/startDate", (Consumer<ObjectNode>) c -> c.remove("startDate")),
                    Arguments.of("/endDate", (Consumer<ObjectNode>) c -> c.remove("endDate")),
                    Arguments.of("/endDate", (Consumer<ObjectNode>) c -> c.put("endDate", Drives.START)),
                    Arguments.of("/endDate", (Consumer<ObjectNode>) c -> c.put("endDate", "2030-12-31")),
                    Arguments.of("/targets", (Consumer<ObjectNode>) c -> c.remove("targets")),
                    Arguments.of("/targets/participants", (Consumer<ObjectNode>)
                            c -> c.withObject("/targets").put("participants", 0)),
                    Arguments.of("/targets/applications", (Consumer<ObjectNode>)
                            c -> c.withObject("/targets").put("applications", 0)),
                    Arguments.of("/budget/amount", (Consumer<ObjectNode>) c -> c.remove("budget")),
                    Arguments.of("/budget/amount", (Consumer<ObjectNode>)
                            c -> c.withObject("/budget").put("amount", 0)));
        }

        @ParameterizedTest
        @MethodSource("guards")
        void eachGuardIsNamed(String pointer, Consumer<ObjectNode> change) {
            String id = drives.draft(change);

            assertThat(drives.step(id, "plan").faults()).containsExactly(pointer);
            assertThat(drives.status(id)).isEqualTo("draft");
        }

        @Test
        void aPricingModelIsNeededUnlessTheTemplateHasOne() {
            String priced = drives.draft(c -> c.remove("pricing"));
            drives.step(priced, "plan").ok();
            world.api()
                    .post("/templates", "{\"slug\": \"plain\", \"name\": \"Plain\"}")
                    .created();
            world.api()
                    .post("/templates/plain/versions", "{\"programType\": \"mentorship\"}")
                    .created();
            world.api().post("/templates/plain/versions/1/activate", "").ok();

            String unpriced = drives.draft(c -> {
                c.put("templateVersion", "plain@1");
                c.remove(List.of("pricing", "config"));
            });

            assertThat(drives.step(unpriced, "plan").faults()).containsExactly("/pricing/pricingModel");
        }

        @Test
        void everyGuardThatIsBrokenIsNamedAtOnce() {
            String id = world.api()
                    .post("/campaigns", "{\"name\": \"An idea\"}")
                    .created()
                    .path("id")
                    .asText();

            assertThat(drives.step(id, "plan").faults())
                    .containsExactly(
                            "/programSlug",
                            "/templateVersion",
                            "/participantGroupId",
                            "/startDate",
                            "/endDate",
                            "/targets",
                            "/budget/amount",
                            "/pricing/pricingModel");
        }

        @Test
        void whatDoesNotGoTogetherIsRefusedWithEveryReason() {
            String id = drives.draft(c -> c.put("programSlug", world.program()));
            String group = drives.read(id).path("participantGroupId").asText();
            world.api()
                    .patch("/participantGroups/" + group, Json.object("{\"status\": \"inactive\"}"))
                    .ok();

            JsonNode found =
                    world.api().get("/campaigns/" + id + "/compatibility").ok();
            JsonNode problem = drives.step(id, "plan").problem(409, "incompatible-template-group");

            assertThat(found.path("compatible").asBoolean()).isFalse();
            assertThat(found.path("reasons").findValuesAsText("code"))
                    .containsExactly("group-not-active", "program-type-not-eligible");
            assertThat(problem.path("reasons")).isEqualTo(found.path("reasons"));
        }

        @Test
        void whatIsNotNamedYetStandsInTheWayAsWell() {
            String id = world.api()
                    .post("/campaigns", "{\"name\": \"An idea\"}")
                    .created()
                    .path("id")
                    .asText();

            JsonNode found =
                    world.api().get("/campaigns/" + id + "/compatibility").ok();

            assertThat(found.path("reasons").findValuesAsText("code"))
                    .containsExactly("no-template-version", "no-group", "no-program");
            assertThat(world.api()
                            .get("/campaigns/" + drives.draft() + "/compatibility")
                            .ok()
                            .toString())
                    .isEqualTo("{\"compatible\":true,\"reasons\":[]}");
        }

        @Test
        void theGuardsKeepHolding() {
            String id = drives.in("planned");

            assertThat(world.api()
                            .patch("/campaigns/" + id, Json.object("{\"endDate\": null, \"targets\": null}"))
                            .faults())
                    .containsExactly("/endDate", "/targets");
            world.api()
                    .patch("/campaigns/" + id, Json.object("{\"targets\": {\"participants\": 50}}"))
                    .ok();
        }

        @Test
        void aPlanTakenBackMayLackAnythingAgain() {
            String id = drives.moved("plan", "redraft");

            world.api()
                    .patch("/campaigns/" + id, Json.object("{\"endDate\": null}"))
                    .ok();

            assertThat(moves(id)).containsExactly("null>draft", "draft>planned", "planned>draft");
        }
    }

    @Nested
    class WhenStarted {

        @Test
        void theFirstCohortStandsOnTemplateCampaignAndItself() {
            String id = drives.in("active");
            String cohort = drives.cohorts(id).get(0);

            JsonNode instance = world.api().get("/programInstances/" + cohort).ok();
            assertThat(instance.path("title").asText()).isEqualTo("Mentors of spring - Cohort 1");
            assertThat(instance.path("campaignId").asText()).isEqualTo(id);
            assertThat(instance.path("cohort").asInt()).isEqualTo(1);
            assertThat(instance.path("endDate").asText()).isEqualTo(Drives.END);
            assertThat(instance.at("/config/durationMonths").asInt()).isEqualTo(4);
            assertThat(instance.at("/config/meetings/count").asInt()).isEqualTo(12);

            world.api()
                    .patch("/programInstances/" + cohort, Json.object("{\"config\": {\"meetings\": {\"count\": 8}}}"))
                    .ok();
            JsonNode fields =
                    world.api().get("/programInstances/" + cohort + "/config").ok();
            assertThat(origin(fields, "/durationMonths")).isEqualTo("campaign");
            assertThat(origin(fields, "/meetings/minutes")).isEqualTo("template");
            assertThat(origin(fields, "/meetings/count")).isEqualTo("instance");
            assertThat(fields.toString()).contains(id, "Mentors of spring", "Test key");
        }

        private String origin(JsonNode config, String pointer) {
            for (JsonNode field : config.path("fields")) {
                if (field.path("pointer").asText().equals(pointer)) {
                    return field.findValue("layer").asText();
                }
            }
            return "none";
        }

        /** A cohort keeps its configuration and its own status. */
        @Test
        void aCopyOfACohortIsNoCohort() {
            String id = drives.in("active");
            JsonNode copy = world.api()
                    .post("/programInstances/" + drives.cohorts(id).get(0) + "/clone", "{}")
                    .created();
            String copied = copy.path("id").asText();

            assertThat(copy.has("campaignId")).isFalse();
            assertThat(copy.at("/config/durationMonths").asInt()).isEqualTo(4);
            assertThat(origin(
                            world.api()
                                    .get("/programInstances/" + copied + "/config")
                                    .ok(),
                            "/durationMonths"))
                    .isEqualTo("campaign");
            assertThat(drives.cohorts(id)).hasSize(1);
            drives.step(id, "pause").ok();
            world.eligibleEnrollment(copied);
        }

        /** An archived cohort accepts no enrollments in any status of its campaign, and ends with it. */
        @Test
        void anArchivedCohortStaysArchived() {
            String id = drives.in("active");
            String cohort = drives.cohorts(id).get(0);
            world.api().delete("/programInstances/" + cohort).expect(204);

            drives.step(id, "pause").ok();
            drives.step(id, "resume").ok();
            world.api()
                    .post("/programInstances/" + cohort + "/enrollments", World.applicant())
                    .problem(409, "program-not-accepting");
            drives.step(id, "complete").ok();

            assertThat(world.api().get("/programInstances/" + cohort).ok().has("archivedAt"))
                    .isTrue();
        }

        @Test
        void aNullInTheOverridesClearsAFieldOfTheTemplate() {
            String id = drives.draft();
            world.api()
                    .patch("/campaigns/" + id, Json.object("{\"config\": {\"goals\": null}}"))
                    .ok();
            drives.step(id, "plan").ok();
            drives.step(id, "start").ok();

            JsonNode config = world.api()
                    .get("/programInstances/" + drives.cohorts(id).get(0))
                    .ok()
                    .path("config");
            assertThat(config.has("goals")).isFalse();
            assertThat(config.path("durationMonths").asInt()).isEqualTo(4);
            assertThat(drives.read(id).at("/config/goals").isNull()).isTrue();
        }

        @Test
        void itStartsWithItsCohortOrNotAtAll() {
            String id = drives.in("planned");
            String group = drives.read(id).path("participantGroupId").asText();
            world.api()
                    .patch("/participantGroups/" + group, Json.object("{\"status\": \"inactive\"}"))
                    .ok();
            JsonNode before = drives.read(id);

            drives.step(id, "start").problem(409, "incompatible-template-group");

            assertThat(drives.read(id)).isEqualTo(before);
            assertThat(drives.cohorts(id)).isEmpty();
            assertThat(moves(id)).containsExactly("null>draft", "draft>planned");
        }

        @Test
        void whatItStandsOnChangesNoMore() {
            String id = drives.in("active");
            ObjectNode patch = Json.object("{\"startDate\": \"2031-02-01\", \"templateVersion\": \"buddy@1\"}")
                    .put("programSlug", world.program())
                    .put("participantGroupId", drives.group());

            assertThat(world.api().patch("/campaigns/" + id, patch).faults())
                    .containsExactly("/programSlug", "/templateVersion", "/participantGroupId", "/startDate");
        }

        @Test
        void aMovedEndMovesTheEndOfItsCohortsButNotOneOfTheirOwn() {
            String id = drives.in("active");
            String own = open(id).path("id").asText();
            world.api()
                    .patch("/programInstances/" + own, Json.object("{\"endDate\": \"2031-03-01T00:00:00Z\"}"))
                    .ok();

            world.api()
                    .patch("/campaigns/" + id, Json.object("{\"endDate\": \"2031-09-01T00:00:00Z\"}"))
                    .ok();

            List<String> ends = world.api()
                    .get("/campaigns/" + id + "/programInstances")
                    .ok()
                    .path("data")
                    .findValuesAsText("endDate");
            assertThat(ends).containsExactly("2031-09-01T00:00:00Z", "2031-03-01T00:00:00Z");
        }

        @Test
        void whatIsOverChangesNoMore() {
            for (String status : List.of("completed", "closed")) {
                world.api()
                        .patch("/campaigns/" + drives.in(status), Json.object("{\"name\": \"Another\"}"))
                        .problem(409, "campaign-over");
            }
        }
    }

    private JsonNode open(String id) {
        return world.api().post("/campaigns/" + id + "/programInstances", "{}").created();
    }

    @Nested
    class FurtherCohorts {

        @Test
        void openByHandWithWordsOfTheirOwn() {
            String id = drives.in("active");

            JsonNode second = world.api()
                    .post("/campaigns/" + id + "/programInstances", "{\"config\": {\"durationMonths\": 3}}")
                    .created();

            assertThat(second.path("title").asText()).isEqualTo("Mentors of spring - Cohort 2");
            assertThat(second.at("/config/durationMonths").asInt()).isEqualTo(3);
            assertThat(drives.read(id).path("cohortCount").asInt()).isEqualTo(2);
            Walk.reachesExactly(world.api(), "/campaigns/" + id + "/programInstances", drives.cohorts(id));
        }

        @Test
        void areCounted() {
            String id = drives.draft(c -> c.withObject("/cohorts").put("max", 2));
            drives.step(id, "plan").ok();
            drives.step(id, "start").ok();
            open(id);

            world.api().post("/campaigns/" + id + "/programInstances", "{}").problem(409, "no-more-cohorts");

            assertThat(drives.cohorts(id)).hasSize(2);
        }

        @Test
        void openOnlyWhileItIsActive() {
            for (String status : List.of("draft", "planned", "recruiting", "paused", "completed", "closed")) {
                world.api()
                        .post("/campaigns/" + drives.in(status) + "/programInstances", "{}")
                        .problem(409, "campaign-not-active");
            }
        }

        @Test
        void thatSayWhatTheyMayNotAreNotOpened() {
            String id = drives.in("active");

            assertThat(world.api()
                            .post("/campaigns/" + id + "/programInstances", "{\"config\": {\"durationMonths\": 0}}")
                            .faults())
                    .containsExactly("/config/durationMonths");
            assertThat(drives.read(id).path("cohortCount").asInt()).isEqualTo(1);
        }
    }

    @Nested
    class APause {

        @Test
        void keepsNewcomersOutAndNothingElse() {
            String id = drives.in("active");
            String cohort = drives.cohorts(id).get(0);
            String eligible = world.eligibleEnrollment(cohort);
            String submitted = world.submittedEnrollment(cohort);
            String approved = world.approvedEnrollment(cohort);
            String candidate = world.candidateEnrollment(cohort);

            drives.step(id, "pause").ok();

            world.api()
                    .post("/programInstances/" + cohort + "/enrollments", World.applicant())
                    .problem(409, "program-not-accepting");
            world.api().post("/enrollments/" + candidate + "/evaluate", "{}").ok();
            world.api().post("/enrollments/" + eligible + "/submit", "{}").ok();
            world.api().post("/enrollments/" + submitted + "/approve", "{}").ok();
            world.api()
                    .post("/enrollments/" + approved + "/unenroll", "{\"reason\": \"Moved away\"}")
                    .ok();
            assertThat(world.statusOf(candidate)).isEqualTo("eligible");

            drives.step(id, "resume").ok();

            world.eligibleEnrollment(cohort);
            assertThat(drives.cohorts(id)).hasSize(1);
        }

        @Test
        void beforeTheStartLetsItStartWhenResumed() {
            String id = drives.moved("plan", "recruit", "pause");
            assertThat(drives.cohorts(id)).isEmpty();

            drives.step(id, "resume").ok();

            assertThat(drives.status(id)).isEqualTo("active");
            assertThat(drives.cohorts(id)).hasSize(1);
        }

        @Test
        void leavesAnInstanceThatSomebodySwitchedOffSwitchedOff() {
            String id = drives.in("active");
            String cohort = drives.cohorts(id).get(0);
            world.api()
                    .patch("/programInstances/" + cohort, Json.object("{\"active\": false}"))
                    .ok();

            drives.step(id, "pause").ok();
            drives.step(id, "resume").ok();

            world.api()
                    .post("/programInstances/" + cohort + "/enrollments", World.applicant())
                    .problem(409, "program-not-accepting");
        }
    }

    @Test
    void eventsTellOfEveryMove() {
        begin(worlds.organization());
        String id = drives.moved("plan", "start");

        List<String> types = new ArrayList<>();
        for (JsonNode event : world.events()) {
            if (event.path("subject").asText().equals(id)) {
                types.add(event.path("type").asText());
            }
        }
        assertThat(types)
                .containsExactly(
                        "dev.enlist.campaign.created",
                        "dev.enlist.campaign.status_changed",
                        "dev.enlist.campaign.status_changed",
                        "dev.enlist.campaign.updated");
    }

    @Test
    void staleTagsAreRefused() {
        String id = drives.draft();
        world.api()
                .patch("/campaigns/" + id, Json.object("{\"name\": \"Mentors of summer\"}"), "\"0\"")
                .ok();

        world.api()
                .patch("/campaigns/" + id, Json.object("{\"name\": \"Mentors of autumn\"}"), "\"0\"")
                .expect(412);
    }

    @Test
    void listsWalk() {
        begin(worlds.organization());
        List<String> ids = List.of(drives.draft(), drives.draft(), drives.in("planned"));

        Walk.reachesExactly(world.api(), "/campaigns", ids);
        Walk.refusesWrongNumbers(world.api(), "/campaigns");
        Walk.reachesExactly(world.api(), "/campaigns?status=draft", ids.subList(0, 2));
        assertThat(world.api().get("/campaigns?status=wild").faults()).containsExactly("/status");
    }
}
