package dev.enlist.review.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The load of reviewers, their absences, and the assignment of several reviews at once. */
@EnlistIT
class WorkloadIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    World world;
    String instance;
    Person rita;
    Person omar;

    private record Person(String email, String userId, Browser browser) {}

    @BeforeEach
    void twoReviewers() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = where.instance();
        rita = person(Role.REVIEWER);
        omar = person(Role.REVIEWER);
    }

    private Person person(Role role) {
        String email = worlds.person(world, PASSWORD, role);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        return new Person(email, browser.get("/session").ok().path("id").asText(), browser);
    }

    private String claimed(Person person) {
        String id = world.submittedEnrollment(instance);
        person.browser()
                .api("POST", "/enrollments/" + id + "/claim", "application/json", "")
                .ok();
        return id;
    }

    private JsonNode workload() {
        return world.api().get("/reviews/workload").ok();
    }

    private static JsonNode of(JsonNode workload, Person person) {
        for (JsonNode reviewer : workload.path("reviewers")) {
            if (reviewer.path("userId").asText().equals(person.userId())) {
                return reviewer;
            }
        }
        throw new AssertionError(person.email() + " is not listed");
    }

    private ObjectNode absence(Person person, int from, int to, String claimedReviews) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return Json.object("{}")
                .put("userId", person.userId())
                .put("from", today.plusDays(from).toString())
                .put("to", today.plusDays(to).toString())
                .put("claimedReviews", claimedReviews);
    }

    private String holder(String enrollmentId) {
        return world.api()
                .get("/enrollments/" + enrollmentId)
                .ok()
                .at("/claim/userId")
                .asText();
    }

    @Test
    void showsWhatEachReviewerHasAndHowLongProgramsWait() {
        begin(worlds.organization());
        claimed(rita);
        claimed(rita);
        String decided = claimed(omar);
        world.submittedEnrollment(instance);
        omar.browser()
                .api("POST", "/enrollments/" + decided + "/approve", "application/json", "{}")
                .ok();
        Await.until(
                "the decision to be counted",
                () -> of(workload(), omar).path("decided").asInt() == 1);

        JsonNode workload = workload();
        assertThat(of(workload, rita).at("/claimed/reviews").asInt()).isEqualTo(2);
        assertThat(of(workload, rita).at("/claimed/oldestSince").isTextual()).isTrue();
        assertThat(of(workload, omar).at("/claimed/reviews").asInt()).isZero();
        assertThat(of(workload, omar).path("medianSeconds").isNumber()).isTrue();
        assertThat(workload.path("reviewers").path(0).path("userId").asText()).isEqualTo(rita.userId());
        assertThat(workload.at("/all/reviews").asInt()).isEqualTo(3);
        assertThat(workload.at("/unassigned/reviews").asInt()).isEqualTo(1);
        JsonNode program = workload.path("programs").path(0);
        assertThat(workload.path("programs")).hasSize(1);
        assertThat(program.path("programInstanceId").asText()).isEqualTo(instance);
        assertThat(program.at("/open/reviews").asInt()).isEqualTo(3);
        assertThat(program.path("unassigned").asInt()).isEqualTo(1);
        assertThat(program.path("decided").asInt()).isEqualTo(1);
        assertThat(program.path("p90Seconds").isNumber()).isTrue();

        // the same figures as in the reports
        JsonNode step = world.api()
                .get("/reports/durations?programInstanceId=" + instance)
                .ok()
                .path("steps")
                .path(2);
        assertThat(step.path("step").asText()).isEqualTo("decision");
        assertThat(program.path("medianSeconds")).isEqualTo(step.path("p50Seconds"));
        assertThat(program.path("p90Seconds")).isEqualTo(step.path("p90Seconds"));
    }

    @Test
    void costsTheSameForManyReviewsAndPrograms() {
        begin(worlds.organization());
        int few = statements.during("http-nio", this::workload).size();
        for (int i = 0; i < 5; i++) {
            world.submittedEnrollment(world.instance());
            claimed(rita);
        }
        List<String> many = statements.during("http-nio", this::workload);
        assertThat(many).as(String.join("\n", many)).hasSizeLessThanOrEqualTo(few);
    }

    @Test
    void anAbsentReviewerIsAssignedNothing() {
        String id = claimed(omar);
        JsonNode absence =
                world.api().post("/absences", absence(rita, 0, 2, "keep")).created();
        assertThat(absence.path("current").asBoolean()).isTrue();
        assertThat(of(workload(), rita).at("/absence/current").asBoolean()).isTrue();

        world.api()
                .post("/enrollments/" + id + "/reassign", Json.object("{}").put("userId", rita.userId()))
                .problem(409, "reviewer-absent");
        world.api()
                .post(
                        "/reviews/reassign",
                        Json.object("{}").put("fromUserId", omar.userId()).put("userId", rita.userId()))
                .problem(409, "reviewer-absent");
        assertThat(holder(id)).isEqualTo(omar.userId());

        world.api().delete("/absences/" + absence.path("id").asText()).expect(204);
        world.api()
                .post("/enrollments/" + id + "/reassign", Json.object("{}").put("userId", rita.userId()))
                .ok();
        assertThat(holder(id)).isEqualTo(rita.userId());
    }

    @Test
    void claimedReviewsAreReleasedAtTheStartOfAnAbsenceIfItSaysSo() {
        List<String> mine = List.of(claimed(rita), claimed(rita));
        String kept = claimed(omar);
        world.api().post("/absences", absence(omar, 0, 1, "keep")).created();
        String id = world.api()
                .post("/absences", absence(rita, 0, 1, "release"))
                .created()
                .path("id")
                .asText();
        Await.until(
                "the claims to be released",
                () -> world.api().get("/absences/" + id).ok().path("releasedAt").isTextual());
        assertThat(mine).allSatisfy(enrollment -> assertThat(holder(enrollment)).isEmpty());
        assertThat(holder(kept)).isEqualTo(omar.userId());
        JsonNode assignments =
                world.api().get("/enrollments/" + mine.get(0) + "/history").ok().path("assignments");
        assertThat(assignments.path(assignments.size() - 1).at("/reason").asText())
                .isEqualTo("The reviewer is absent");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void laterAbsencesReleaseNothingToday() {
        String id = claimed(rita);
        JsonNode absence =
                world.api().post("/absences", absence(rita, 3, 4, "release")).created();
        assertThat(absence.path("current").asBoolean()).isFalse();
        world.api()
                .post("/enrollments/" + id + "/reassign", Json.object("{}").put("userId", rita.userId()))
                .ok();
        assertThat(holder(id)).isEqualTo(rita.userId());
        assertThat(of(workload(), rita).at("/absence/from").asText())
                .isEqualTo(absence.path("from").asText());
    }

    @Test
    void allReviewsOfAPersonGoToAnotherWithAResultForEach() {
        List<String> ids = new ArrayList<>(List.of(claimed(rita), claimed(rita), claimed(rita)));
        JsonNode result = world.api()
                .post(
                        "/reviews/reassign",
                        Json.object("{\"reason\": \"On leave\"}")
                                .put("fromUserId", rita.userId())
                                .put("userId", omar.userId()))
                .ok();
        assertThat(result.path("reassigned").asInt()).isEqualTo(3);
        assertThat(result.path("remaining").asInt()).isZero();
        assertThat(ids).allSatisfy(id -> assertThat(holder(id)).isEqualTo(omar.userId()));

        String done = ids.remove(0);
        omar.browser()
                .api("POST", "/enrollments/" + done + "/approve", "application/json", "{}")
                .ok();
        ObjectNode named = Json.object("{}").putNull("userId");
        named.putArray("enrollmentIds").add(done).add(ids.get(0));
        JsonNode released = world.api().post("/reviews/reassign", named).ok();
        assertThat(released.path("reassigned").asInt()).isEqualTo(1);
        assertThat(released.path("refused").asInt()).isEqualTo(1);
        assertThat(released.at("/data/0/code").asText()).isEqualTo("not-in-review");
        assertThat(holder(ids.get(0))).isEmpty();
        assertThat(holder(ids.get(1))).isEqualTo(omar.userId());
        assertThat(world.isConsistent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                | /enrollmentIds
                    {"fromUserId": "x"}                               | /fromUserId
                    {"enrollmentIds": []}                             | /enrollmentIds
                    {"enrollmentIds": ["x"], "userId": "unknown"}      | /userId
                    {"enrollmentIds": ["x"], "fromUserId": "x"}       | /enrollmentIds
                    """)
    void faultyAssignmentsAreRefused(String body, String pointer) {
        assertThat(world.api()
                        .post("/reviews/reassign", body)
                        .problem(400, "invalid-input")
                        .path("errors")
                        .findValuesAsText("pointer"))
                .contains(pointer);
    }

    @Test
    void faultyAbsencesAreRefused() {
        world.api().post("/absences", absence(rita, 2, 1, "keep")).problem(400, "invalid-input");
        world.api().post("/absences", absence(rita, -3, -1, "keep")).problem(400, "invalid-input");
        world.api().post("/absences", absence(rita, 0, 400, "keep")).problem(400, "invalid-input");
        world.api().post("/absences", absence(rita, 0, 1, "burn")).problem(400, "invalid-input");
        world.api()
                .post("/absences", absence(rita, 0, 1, "keep").put("userId", instance))
                .problem(400, "invalid-input");
        world.api()
                .post("/absences", absence(rita, 0, 1, "keep").put("from", "+999999999-12-31"))
                .problem(400, "invalid-input");
        assertThat(world.api()
                        .post(
                                "/absences",
                                absence(rita, 0, 1, "keep")
                                        .put("from", "2026-13-01")
                                        .put("to", 5))
                        .problem(400, "invalid-input")
                        .path("errors")
                        .findValuesAsText("message"))
                .containsExactly("must be a date, such as 2026-01-31", "must be a date, such as 2026-01-31");
        JsonNode first =
                world.api().post("/absences", absence(rita, 5, 8, "keep")).created();
        world.api().post("/absences", absence(rita, 8, 9, "keep")).problem(409, "absence-overlaps");
        world.api().post("/absences", absence(omar, 8, 9, "keep")).created();
        JsonNode second =
                world.api().post("/absences", absence(rita, 9, 9, "keep")).created();
        world.api()
                .patch(
                        "/absences/" + second.path("id").asText(),
                        Json.object("{}").put("from", first.path("to").asText()))
                .problem(409, "absence-overlaps");
        assertThat(world.api().get("/absences?userId=" + rita.userId()).ok().path("data"))
                .hasSize(2);
    }

    @Test
    void changesOfAbsencesAndAssignmentsAreAudited() {
        begin(worlds.organization());
        claimed(rita);
        String id = world.api()
                .post("/absences", absence(rita, 3, 4, "keep").put("note", "Surgery"))
                .created()
                .path("id")
                .asText();
        world.api()
                .patch("/absences/" + id, Json.object("{\"claimedReviews\": \"release\"}"))
                .ok();
        world.api().delete("/absences/" + id).expect(204);
        world.api()
                .post(
                        "/reviews/reassign",
                        Json.object("{}").put("fromUserId", rita.userId()).put("userId", omar.userId()))
                .ok();
        JsonNode entries = world.api().get("/audit?perPage=100").ok().path("data");
        assertThat(entries.findValuesAsText("action"))
                .contains("absence.create", "absence.update", "absence.delete", "task.reassign");
        assertThat(entries.toString()).doesNotContain("Surgery");
    }

    @Test
    void reviewersSeeNeitherLoadNorAbsences() {
        assertThat(rita.browser().get("/reviews/workload").status()).isEqualTo(403);
        assertThat(rita.browser().get("/absences").status()).isEqualTo(403);
    }

    @Test
    void aLimitedCoordinatorSeesTheirProgramsAlone() {
        begin(worlds.organization());
        String other = world.instance();
        String elsewhere = world.submittedEnrollment(other);
        String theirs = world.submittedEnrollment(instance);
        Person coordinator = person(Role.COORDINATOR);
        limit(coordinator, instance);
        limit(omar, other);
        world.api().post("/absences", absence(omar, 0, 1, "keep")).created();
        world.api().post("/absences", absence(rita, 0, 1, "keep")).created();

        JsonNode seen = coordinator.browser().get("/reviews/workload").ok();
        assertThat(seen.path("programs").findValuesAsText("programInstanceId")).containsExactly(instance);
        assertThat(seen.at("/all/reviews").asInt()).isEqualTo(1);
        assertThat(seen.path("reviewers").findValuesAsText("userId"))
                .contains(rita.userId(), coordinator.userId())
                .doesNotContain(omar.userId());
        assertThat(coordinator.browser().get("/absences").ok().path("data").findValuesAsText("userId"))
                .containsExactly(rita.userId());
        coordinator
                .browser()
                .api(
                        "POST",
                        "/absences",
                        "application/json",
                        absence(rita, 5, 6, "keep").toString())
                .problem(403, "other-program-instance");

        Reply assigned = coordinator
                .browser()
                .api(
                        "POST",
                        "/reviews/reassign",
                        "application/json",
                        "{\"enrollmentIds\": [\"%s\", \"%s\"], \"userId\": \"%s\"}"
                                .formatted(elsewhere, theirs, coordinator.userId()));
        assertThat(assigned.ok().path("reassigned").asInt()).isEqualTo(1);
        assertThat(holder(theirs)).isEqualTo(coordinator.userId());
        assertThat(holder(elsewhere)).isEmpty();
    }

    private void limit(Person person, String programInstanceId) {
        ObjectNode change = Json.object("{}");
        change.putArray("programInstanceIds").add(programInstanceId);
        world.api().patch("/users/" + person.userId(), change).ok();
    }
}
