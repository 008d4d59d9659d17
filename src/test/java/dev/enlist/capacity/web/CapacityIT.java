package dev.enlist.capacity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Capacity over the API: terms, consumption by enrollments, alerts and rejections. */
@EnlistIT
class CapacityIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    StatementCounter statements;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    /** After each test, the pools agree with the ledger. */
    @AfterEach
    void theLedgerAgrees() {
        assertThat(world.api().get("/actuator/consistency").ok().path("checks"))
                .allSatisfy(check -> assertThat(check.asInt()).isZero());
    }

    private String instance(String capacity) {
        return world.instance(world.program(), i -> i.set("capacity", Json.object(capacity)));
    }

    private JsonNode capacity(String instance) {
        return world.api().get("/programInstances/" + instance + "/capacity").ok();
    }

    private void stands(String instance, String reserved, String committed, String available) {
        JsonNode now = capacity(instance);
        assertThat(List.of(now.path("reserved"), now.path("committed"), now.path("available")))
                .extracting(JsonNode::asText)
                .containsExactly(reserved, committed, available);
    }

    private Reply step(String id, String step) {
        return world.api().post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}");
    }

    @Test
    void aUnitIsReservedThenCommittedThenReleased() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 2}");
        stands(instance, "0", "0", "2");
        String first = world.submittedEnrollment(instance);
        stands(instance, "1", "0", "1");
        step(first, "approve").ok();
        stands(instance, "0", "1", "1");
        String second = world.submittedEnrollment(instance);
        stands(instance, "1", "1", "0");

        String third = world.eligibleEnrollment(instance);
        JsonNode refused = step(third, "submit").problem(409, "capacity-exhausted");
        assertThat(refused.path("available").asText()).isEqualTo("0");
        assertThat(refused.path("limit").asText()).isEqualTo("2");
        assertThat(world.statusOf(third)).isEqualTo("eligible");
        // again, now that the pool is known to be full
        step(third, "submit").problem(409, "capacity-exhausted");

        step(second, "reject").ok();
        stands(instance, "0", "1", "1");
        step(third, "submit").ok();
        stands(instance, "1", "1", "0");
        step(first, "unenroll").ok();
        stands(instance, "1", "0", "1");
        world.api().delete("/enrollments/" + third).expect(204);
        stands(instance, "0", "0", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "rebate, '{\"pricingModel\": \"seats\", \"committedSeats\": 2}', 2",
        "mentorship, '{\"pricingModel\": \"credits\", \"creditAllocation\": 39.9}', 3",
        "language, '{\"pricingModel\": \"credits\", \"creditAllocation\": 45}', 3",
        "buddy, '{\"pricingModel\": \"credits\", \"creditAllocation\": 14.999999}', 2",
        "upskilling, '{\"pricingModel\": \"credits\", \"creditAllocation\": 6}', 3",
        "rebate, '{\"pricingModel\": \"credits\", \"creditAllocation\": 0.3, \"creditConsumptionRate\": 0.1}', 3",
        "rebate, '{\"pricingModel\": \"iaas\", \"learnersCommitted\": 1}', 1",
        "rebate, '{\"pricingModel\": \"custom\", \"creditAllocation\": 7, \"creditConsumptionRate\": 3.5}', 2",
        "rebate, '{\"pricingModel\": \"seats\", \"committedSeats\": 2, \"overagePercent\": 50}', 3",
        "rebate, '{\"pricingModel\": \"seats\", \"committedSeats\": 2, \"overagePercent\": 49.999999}', 2",
        "rebate, '{\"pricingModel\": \"seats\", \"committedSeats\": 0}', 0"
    })
    void eachPricingModelTakesWhatItSays(String type, String terms, int fit) {
        String program = world.program(p -> p.put("type", type));
        String instance = world.instance(program, i -> i.set("capacity", Json.object(terms)));
        for (int person = 0; person < fit; person++) {
            world.submittedEnrollment(instance);
        }

        step(world.eligibleEnrollment(instance), "submit").problem(409, "capacity-exhausted");
    }

    @Test
    void aBundleIsPartOfAPoolAndDrawsFromIt() {
        String parent = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 4}");
        String pool = capacity(parent).path("id").asText();
        String bundle = instance(
                "{\"pricingModel\": \"bundle\", \"allocationShare\": 0.5, \"parentPoolId\": \"" + pool + "\"}");
        assertThat(capacity(bundle).path("limit").asText()).isEqualTo("2");
        world.submittedEnrollment(bundle);
        world.submittedEnrollment(bundle);
        stands(bundle, "2", "0", "0");
        stands(parent, "2", "0", "2");
        step(world.eligibleEnrollment(bundle), "submit").problem(409, "capacity-exhausted");

        // a larger parent makes the share larger
        world.api()
                .patch("/capacityPools/" + pool, Json.object("{\"committedSeats\": 6}"))
                .ok();
        assertThat(capacity(bundle).path("limit").asText()).isEqualTo("3");
        // units taken from the parent are not available to the share
        for (int person = 0; person < 4; person++) {
            world.submittedEnrollment(parent);
        }
        JsonNode refused = step(world.eligibleEnrollment(bundle), "submit").problem(409, "capacity-exhausted");
        assertThat(refused.path("poolId").asText()).isEqualTo(pool);
        stands(bundle, "2", "0", "1");
        assertThat(world.api()
                        .patch("/capacityPools/" + pool, Json.object("{\"committedSeats\": 3}"))
                        .problem(409, "capacity-in-use")
                        .path("detail")
                        .asText())
                .contains("6 units are reserved");
    }

    @Test
    void segmentsAreDrawnFromTogetherWithTheWholeOrNotAtAll() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 10}");
        String segments = "/programInstances/" + instance + "/capacity/segments";
        JsonNode state = world.api().post(segments, """
                        {"segment": {"by": "state", "value": "NY"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 2}}
                        """).created();
        assertThat(state.path("ownerKind").asText()).isEqualTo("segment");
        world.api().post(segments, """
                        {"segment": {"by": "tag", "value": "veteran"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 1}}
                        """).created();
        world.api().post(segments, """
                        {"segment": {"by": "tag", "value": "veteran"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 1}}
                        """).problem(409, "already-exists");
        submitted(instance, p -> p.putArray("tags").add("veteran"));
        String other = eligible(instance, p -> p.putArray("tags").add("veteran"));
        step(other, "submit").problem(409, "capacity-exhausted");
        // the rejected enrollment left no rows
        stands(instance, "1", "0", "9");
        submitted(instance, p -> {});
        step(eligible(instance, p -> {}), "submit").problem(409, "capacity-exhausted");
        stands(instance, "2", "0", "8");

        assertThat(world.api().get(segments).ok().path("data")).hasSize(2);
        String pool = "/capacityPools/" + state.path("id").asText();
        assertThat(world.api().get(pool).ok().path("reserved").asText()).isEqualTo("2");
        world.api().delete(pool).expect(204);
        world.api().delete(pool).problem(404, "not-found");
        assertThat(world.api().get(segments).ok().path("data")).hasSize(1);
        submitted(instance, p -> {});
        stands(instance, "3", "0", "7");
    }

    @Test
    void aGroupIsWhoeverSharesATagWithIt() {
        String group =
                world.api().post("/participantGroups", """
                        {"slug": "veterans", "name": "Veterans", "description": "d", "tags": ["veteran", "reserve"],
                         "eligibleProgramTypes": ["rebate"]}
                        """).created().path("id").asText();
        String instance = world.instance();
        String segments = "/programInstances/" + instance + "/capacity/segments";
        ObjectNode body = Json.object("{\"capacity\": {\"pricingModel\": \"iaas\", \"learnersCommitted\": 1}}");
        body.withObject("/segment").put("by", "group").put("value", group);
        world.api().post(segments, body).created();
        assertThat(world.api()
                        .post(
                                segments,
                                body.deepCopy().set("segment", Json.object("{\"by\": \"group\", \"value\": \"x\"}")))
                        .faults())
                .containsExactly("/segment/value");
        submitted(instance, p -> p.putArray("tags").add("reserve"));

        submitted(instance, p -> p.putArray("tags").add("other"));
        step(eligible(instance, p -> p.putArray("tags").add("veteran")), "submit")
                .problem(409, "capacity-exhausted");
    }

    private String eligible(String instance, Consumer<ObjectNode> change) {
        ObjectNode person = World.applicant();
        change.accept(person);
        return world.enroll(instance, person).path("id").asText();
    }

    private void submitted(String instance, Consumer<ObjectNode> change) {
        step(eligible(instance, change), "submit").ok();
    }

    @Test
    void whoTakesPartBeforeThereIsAPoolIsCounted() {
        String instance = world.instance();
        world.approvedEnrollment(instance);
        world.submittedEnrollment(instance);
        world.eligibleEnrollment(instance);
        String path = "/programInstances/" + instance + "/capacity";
        assertThat(capacity(instance).path("level").asText()).isEqualTo("none");
        assertThat(capacity(instance).has("limit")).isFalse();

        world.api()
                .patch(path, Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 1}"))
                .problem(409, "capacity-in-use");
        assertThat(capacity(instance).has("limit")).isFalse();
        world.api()
                .patch(path, Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 3}"))
                .ok();

        stands(instance, "1", "1", "1");
    }

    @Test
    void termsChangeByMergePatchAndNeverBelowWhatIsTaken() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 3, \"overagePercent\": 10}");
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        String path = "/programInstances/" + instance + "/capacity";
        String tag = world.api().get(path).header("ETag").orElseThrow();

        assertThat(world.api()
                        .patch(path, Json.object("{\"committedSeats\": 1}"))
                        .problem(409, "capacity-in-use")
                        .path("detail")
                        .asText())
                .isEqualTo("1 units are reserved and 1 committed, more than the 1.1 there would be.");
        world.api().patch(path, Json.object("{\"committedSeats\": 2}"), tag).ok();
        world.api().patch(path, Json.object("{\"committedSeats\": 4}"), tag).problem(412, "precondition-failed");
        JsonNode credits = world.api()
                .patch(path, Json.object("{\"pricingModel\": \"credits\", \"creditAllocation\": 100.5}"))
                .ok();
        assertThat(credits.path("creditConsumptionRate").asText()).isEqualTo("10");
        assertThat(credits.path("overagePercent").asText()).isEqualTo("10");
        assertThat(credits.has("committedSeats")).isFalse();
        assertThat(credits.path("available").asText()).isEqualTo("108.55");
    }

    @Test
    void wrongTermsAreNamedFieldByField() {
        String instance = world.instance();
        String path = "/programInstances/" + instance + "/capacity";
        assertThat(faults(
                        path,
                        "{\"pricingModel\": \"seats\", \"creditAllocation\": 5, \"waitlist\": {\"offerHours\": 0}}"))
                .containsExactlyInAnyOrder("/committedSeats", "/creditAllocation", "/waitlist/offerHours");
        assertThat(faults(path, "{\"committedSeats\": 5}")).containsExactly("/pricingModel");
        assertThat(faults(path, "{\"pricingModel\": \"seats\", \"committedSeats\": -1, \"overagePercent\": 101}"))
                .containsExactlyInAnyOrder("/committedSeats", "/overagePercent");
        assertThat(faults(path, "{\"pricingModel\": \"seats\", \"committedSeats\": 1.5}"))
                .containsExactly("/committedSeats");
        assertThat(faults(path, "{\"pricingModel\": \"seats\", \"committedSeats\": 1, \"limit\": 3}"))
                .containsExactly("/limit");
        assertThat(faults(path, "{\"pricingModel\": \"bundle\", \"allocationShare\": 1.1, \"parentPoolId\": \"x\"}"))
                .containsExactlyInAnyOrder("/allocationShare", "/parentPoolId");
        assertThat(faults(
                        path,
                        "{\"pricingModel\": \"bundle\", \"allocationShare\": 1, \"parentPoolId\":"
                                + " \"c000000000000000000000000\"}"))
                .containsExactly("/parentPoolId");
        assertThat(faults(path, "{\"waitlist\": \"yes\"}")).containsExactly("/waitlist");
        assertThat(world.api()
                        .post(
                                "/programInstances",
                                Json.object("{\"title\": \"t\", \"description\": \"d\", \"eligibilityCriteria\": \"e\","
                                                + " \"programTerms\": \"p\", \"capacity\": {\"pricingModel\": \"iaas\"},"
                                                + " \"waitlist\": {\"offerHours\": -1}}")
                                        .put("programSlug", world.program()))
                        .faults())
                .containsExactlyInAnyOrder("/capacity/learnersCommitted", "/waitlist/offerHours");
        assertThat(faults("/programInstances/" + instance, "{\"capacity\": {}}"))
                .containsExactly("/capacity");
    }

    private List<String> faults(String path, String patch) {
        return world.api().patch(path, Json.object(patch)).faults();
    }

    @Test
    void thresholdsAreToldOnceAndOnlyTheHighest() {
        world = worlds.organization();
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 10, \"overagePercent\": 10}");
        List<String> people = new ArrayList<>();
        for (int person = 0; person < 11; person++) {
            people.add(world.submittedEnrollment(instance));
        }
        assertThat(told()).containsExactly("info", "warning", "error", "critical");
        step(people.get(0), "reject").ok();
        world.submittedEnrollment(instance);
        assertThat(told()).as("within its time").hasSize(4);
        assertThat(capacity(instance).path("level").asText()).isEqualTo("critical");
        assertThat(capacity(instance).path("utilisation").asText()).isEqualTo("1.1");

        String pool = capacity(instance).path("id").asText();
        jdbc.sql("update capacity_pool set critical_told_at = critical_told_at - interval '1 hour' where id = ?")
                .param(pool)
                .update();
        step(people.get(1), "reject").ok();
        world.submittedEnrollment(instance);
        assertThat(told()).containsExactly("info", "warning", "error", "critical", "critical");
    }

    private List<String> told() {
        List<String> levels = new ArrayList<>();
        for (JsonNode event : world.events()) {
            if (event.path("type").asText().equals("dev.enlist.capacity.threshold_reached")) {
                levels.add(event.at("/data/level").asText());
            }
        }
        return levels;
    }

    @Test
    void aReservationExpiresAndApprovalTakesAnewOrIsRefused() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 1, \"reservationHours\": 5}");
        String late = world.submittedEnrollment(instance);
        expire(late);
        untilAvailable(instance, "1");
        assertThat(world.statusOf(late)).isEqualTo("submitted");
        String other = world.submittedEnrollment(instance);

        step(late, "approve").problem(409, "capacity-exhausted");
        assertThat(world.statusOf(late)).isEqualTo("submitted");
        step(other, "reject").ok();
        step(late, "approve").ok();
        stands(instance, "0", "1", "0");
        assertThat(jdbc.sql("select kind from capacity_movement where enrollment_id = ? order by position")
                        .param(late)
                        .query(String.class)
                        .list())
                .containsExactly("reserve", "expire", "commit");
    }

    @ParameterizedTest
    @CsvSource({"answer, '{\"message\": \"Here it is\"}'", "cancel, ''"})
    void aReservationStandsStillWhileTheApplicantIsAsked(String end, String body) {
        String seats = "{\"pricingModel\": \"seats\", \"committedSeats\": 1, \"reservationHours\": 5}";
        String instance = instance(seats);
        String asked = world.submittedEnrollment(instance);
        String request = world.api()
                .post("/enrollments/" + asked + "/informationRequests", "{\"message\": \"Where is the bill?\"}")
                .created()
                .path("id")
                .asText();
        // six hours ago: one hour longer than the reservation
        assertThat(jdbc.sql(
                                "update information_request set requested_at = requested_at - interval '6 hours' where id = ?")
                        .param(request)
                        .update())
                .isEqualTo(1);
        String other = instance(seats);
        String late = world.submittedEnrollment(other);

        expire(asked);
        expire(late);
        // the job that released this one has seen the other, which expired before it
        untilAvailable(other, "1");
        stands(instance, "1", "0", "0");

        world.api().post("/informationRequests/" + request + "/" + end, body).ok();
        assertThat(jdbc.sql("select expires_at from capacity_hold where enrollment_id = ?")
                        .param(asked)
                        .query(Instant.class)
                        .single())
                .isCloseTo(Instant.now().plus(Duration.ofHours(6)), within(10, ChronoUnit.MINUTES));
        step(asked, "approve").ok();
        stands(instance, "0", "1", "0");
    }

    private void expire(String enrollment) {
        assertThat(jdbc.sql("update capacity_hold set expires_at = now() - interval '1 second' where enrollment_id = ?"
                                + " and expires_at > now() + interval '4 hours'")
                        .param(enrollment)
                        .update())
                .isEqualTo(1);
    }

    private void untilAvailable(String instance, String available) {
        for (int look = 0; look < 300; look++) {
            if (capacity(instance).path("available").asText().equals(available)) {
                return;
            }
            sleep();
        }
        assertThat(capacity(instance).path("available").asText()).isEqualTo(available);
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCopyHasTheTermsAndNothingConsumed() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 3}");
        world.api()
                .post("/programInstances/" + instance + "/capacity/segments", """
                        {"segment": {"by": "state", "value": "NY"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 2}}
                        """)
                .created();
        world.submittedEnrollment(instance);

        String copy = world.api()
                .post("/programInstances/" + instance + "/clone", "{}")
                .created()
                .path("id")
                .asText();

        stands(copy, "0", "0", "3");
        assertThat(world.api()
                        .get("/programInstances/" + copy + "/capacity/segments")
                        .ok()
                        .at("/data/0/reserved")
                        .asText())
                .isEqualTo("0");
    }

    @Test
    void theLedgerIsNotRewritten() {
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 3}");
        world.submittedEnrollment(instance);
        String pool = capacity(instance).path("id").asText();

        for (String change : List.of("update capacity_movement set reserved = 5", "delete from capacity_movement")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                            jdbc.sql(change + " where pool_id = ?").param(pool).update()))
                    .as(change)
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void aDriftIsFound() {
        world = worlds.organization();
        String instance = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 3}");
        world.submittedEnrollment(instance);
        String pool = capacity(instance).path("id").asText();
        jdbc.sql("update capacity_pool set reserved = 2 where id = ?")
                .param(pool)
                .update();

        JsonNode checks = world.api().get("/actuator/consistency").ok();

        assertThat(checks.path("consistent").asBoolean()).isFalse();
        assertThat(checks.at("/checks/capacityLedgerDisagrees").asInt()).isEqualTo(1);
        assertThat(checks.at("/checks/capacityHoldsDisagree").asInt()).isEqualTo(1);
        jdbc.sql("update capacity_pool set reserved = 1 where id = ?")
                .param(pool)
                .update();
    }

    @Test
    void aPoolCostsOneStatement() {
        String limited = instance("{\"pricingModel\": \"seats\", \"committedSeats\": 1000}");
        String free = world.instance();
        world.unenrolledEnrollment(limited);
        world.unenrolledEnrollment(free);
        for (String move : List.of("submit", "approve", "unenroll")) {
            int without = cost(free, move);
            assertThat(cost(limited, move)).as(move).isEqualTo(without);
        }
    }

    private int cost(String instance, String move) {
        String from = move.equals("submit") ? "eligible" : move.equals("approve") ? "submitted" : "approved";
        String id = world.enrollmentIn(instance, from);
        return statements.during("http-nio", () -> step(id, move).ok()).size();
    }

    @Test
    void anothersPoolIsNoParent() {
        World stranger = worlds.other();
        String theirs = stranger.instance(
                stranger.program(),
                i -> i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 3}")));
        String pool = stranger.api()
                .get("/programInstances/" + theirs + "/capacity")
                .ok()
                .path("id")
                .asText();

        world.api().get("/capacityPools/" + pool).problem(404, "not-found");
        assertThat(faults(
                        "/programInstances/" + world.instance() + "/capacity",
                        "{\"pricingModel\": \"bundle\", \"allocationShare\": 1, \"parentPoolId\": \"" + pool + "\"}"))
                .containsExactly("/parentPoolId");
    }
}
