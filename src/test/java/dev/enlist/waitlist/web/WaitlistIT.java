package dev.enlist.waitlist.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Waitlists of full instances: enrollments move up in the order in which they joined. */
@EnlistIT
class WaitlistIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    /** Units, ledger, waitlist and processes are consistent after each test. */
    @AfterEach
    void consistent() {
        assertThat(world.api().get("/actuator/consistency").ok().path("checks"))
                .allSatisfy(check -> assertThat(check.asInt()).isZero());
    }

    private String instance(int seats) {
        return instance(seats, "true");
    }

    private String instance(int seats, String waitlist) {
        return world.instance(world.program(), i -> {
            i.withObject("/capacity").put("pricingModel", "seats").put("committedSeats", seats);
            i.set("waitlist", Json.read(waitlist));
        });
    }

    private Reply step(String id, String step) {
        return world.api().post("/enrollments/" + id + "/" + step, "{\"reason\": \"r\"}");
    }

    /** Submits and returns the waitlist position; 0 if the enrollment was submitted. */
    private int submit(String id) {
        JsonNode answer = step(id, "submit").ok();
        boolean waits = answer.hasNonNull("waitlistPosition");
        assertThat(answer.at("/eligibility/status").asText()).isEqualTo(waits ? "eligible" : "submitted");
        return answer.path("waitlistPosition").asInt();
    }

    private JsonNode line(String instance) {
        return world.api().get("/programInstances/" + instance + "/waitlist").ok();
    }

    private List<String> waiting(String instance) {
        return line(instance).path("data").findValuesAsText("enrollmentId");
    }

    private void untilSubmitted(String id) {
        Await.until("moving up", () -> world.statusOf(id).equals("submitted"));
    }

    private List<String> people(String instance, int count) {
        return IntStream.range(0, count)
                .mapToObj(person -> world.eligibleEnrollment(instance))
                .toList();
    }

    @Test
    void aPersonMovedToTheFrontGetsTheNextPlace() {
        String instance = instance(1, "true");
        List<String> people = people(instance, 4);
        people.forEach(this::submit);
        String last = people.get(3);
        String path = "/enrollments/" + last + "/promote";
        world.api().post(path, "{}").problem(400, "invalid-input");
        world.api()
                .post("/enrollments/" + people.get(0) + "/promote", "{\"reason\": \"r\"}")
                .problem(409, "not-waiting");

        JsonNode promoted = world.api()
                .post(path, "{\"reason\": \"The heating is broken\"}")
                .ok();

        assertThat(promoted.path("waitlistPosition").asInt()).isEqualTo(1);
        assertThat(waiting(instance)).containsExactly(last, people.get(1), people.get(2));
        assertThat(world.statusOf(last)).isEqualTo("eligible");
        step(people.get(0), "reject").ok();
        untilSubmitted(last);
        assertThat(waiting(instance)).containsExactly(people.get(1), people.get(2));
        // the order of the others is as before, also after a further move
        world.api()
                .post("/enrollments/" + people.get(2) + "/promote", "{\"reason\": \"r\"}")
                .ok();
        assertThat(waiting(instance)).containsExactly(people.get(2), people.get(1));
    }

    @Test
    void movesUpInOrderAndRecordsItInTheHistory() {
        String instance = instance(1, "{\"offerHours\": 24}");
        List<String> people = people(instance, 4);
        assertThat(people.stream().map(this::submit)).containsExactly(0, 1, 2, 3);
        // a second submission changes nothing
        assertThat(submit(people.get(2))).isEqualTo(2);
        assertThat(waiting(instance)).containsExactlyElementsOf(people.subList(1, 4));
        assertThat(line(instance).path("offerHours").asInt()).isEqualTo(24);

        step(people.get(0), "approve").ok();
        step(people.get(0), "unenroll").ok();

        untilSubmitted(people.get(1));
        JsonNode moves = world.api()
                .get("/enrollments/" + people.get(1) + "/history")
                .ok()
                .path("data");
        JsonNode last = moves.get(moves.size() - 1);
        assertThat(last.path("to").asText()).isEqualTo("submitted");
        assertThat(last.path("reason").asText()).isEqualTo("Moved up from position 1 of the waitlist.");
        assertThat(last.at("/by/id").asText()).isEqualTo("waitlist");
        JsonNode moved = world.api().get("/enrollments/" + people.get(1)).ok();
        assertThat(moved.has("waitlistPosition")).isFalse();
        assertThat(moved.path("termsVersionAccepted").asInt()).isEqualTo(1);
        assertThat(waiting(instance)).containsExactlyElementsOf(people.subList(2, 4));
        assertThat(world.api()
                        .get("/enrollments/" + people.get(3))
                        .ok()
                        .path("waitlistPosition")
                        .asInt())
                .isEqualTo(2);
        JsonNode list = world.api()
                .get("/programInstances/" + instance + "/enrollments?status=eligible")
                .ok()
                .path("data");
        assertThat(list.findValues("waitlistPosition"))
                .extracting(JsonNode::asInt)
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void doesNotSubmitPastTheWaitlist() {
        String instance = instance(1);
        List<String> people = people(instance, 3);
        people.forEach(this::submit);
        // stops the waitlist: an inactive instance accepts no enrollments
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": false}"))
                .ok();
        world.api().delete("/enrollments/" + people.get(0)).expect(204);
        world.api()
                .patch("/programInstances/" + instance, Json.object("{\"active\": true}"))
                .ok();
        String late = world.eligibleEnrollment(instance);

        submit(late);

        untilSubmitted(people.get(1));
        assertThat(world.statusOf(late)).isEqualTo("eligible");
        assertThat(waiting(instance)).containsExactly(people.get(2), late);
    }

    @Test
    void movesUpAsManyAsAHigherLimitAllows() {
        String instance = instance(1);
        List<String> people = people(instance, 5);
        people.forEach(this::submit);

        world.api()
                .patch("/programInstances/" + instance + "/capacity", Json.object("{\"committedSeats\": 3}"))
                .ok();

        untilSubmitted(people.get(2));
        assertThat(world.statusOf(people.get(1))).isEqualTo("submitted");
        assertThat(waiting(instance)).containsExactlyElementsOf(people.subList(3, 5));
    }

    @Test
    void skipsEnrollmentsThatLeftTheWaitlist() {
        String instance = instance(1);
        List<String> people = people(instance, 4);
        people.forEach(this::submit);

        JsonNode withdrawn = step(people.get(1), "withdraw").ok();
        assertThat(withdrawn.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(withdrawn.has("waitlistPosition")).isFalse();
        step(people.get(1), "withdraw").problem(409, "not-waiting");
        world.api().delete("/enrollments/" + people.get(2)).expect(204);
        assertThat(waiting(instance)).containsExactly(people.get(3));
        step(people.get(0), "reject").ok();

        untilSubmitted(people.get(3));
        assertThat(submit(people.get(1))).isEqualTo(1);
    }

    @Test
    void passesAnExpiredOfferToTheNext() {
        String instance = instance(1, "{\"offerHours\": 6}");
        List<String> people = people(instance, 3);
        people.forEach(this::submit);
        step(people.get(0), "reject").ok();
        untilSubmitted(people.get(1));

        int changed = jdbc.sql("update capacity_hold set expires_at = now() where enrollment_id = ?"
                        + " and expires_at between now() + interval '5 hours' and now() + interval '6 hours'")
                .param(people.get(1))
                .update();
        assertThat(changed).isEqualTo(1);

        untilSubmitted(people.get(2));
        assertThat(world.statusOf(people.get(1))).isEqualTo("submitted");
        step(people.get(1), "approve").problem(409, "capacity-exhausted");
        step(people.get(2), "approve").ok();
    }

    /** An enrollment that needs no units of the full pool does not wait for it. */
    @Test
    void aFullSegmentBlocksOnlyItsOwnEnrollments() {
        String instance = instance(10);
        world.api()
                .post("/programInstances/" + instance + "/capacity/segments", """
                        {"segment": {"by": "tag", "value": "vip"},
                         "capacity": {"pricingModel": "seats", "committedSeats": 1}}
                        """)
                .created();
        List<String> important = IntStream.range(0, 3)
                .mapToObj(person -> {
                    var applicant = World.applicant();
                    applicant.putArray("tags").add("vip");
                    return world.enroll(instance, applicant).path("id").asText();
                })
                .toList();

        assertThat(important.stream().map(this::submit)).containsExactly(0, 1, 2);
        assertThat(submit(world.eligibleEnrollment(instance))).isZero();
        step(important.get(0), "reject").ok();

        untilSubmitted(important.get(1));
        assertThat(waiting(instance)).containsExactly(important.get(2));
    }

    @Test
    void keepsTheOrderUnderConcurrentSubmissions() {
        String instance = instance(2);
        List<String> people = people(instance, 24);

        List<Integer> positions = Together.at(people.size(), person -> submit(people.get(person)));

        assertThat(positions.stream().filter(position -> position == 0)).hasSize(2);
        List<String> order = waiting(instance, 22);
        assertThat(positions.stream().filter(position -> position > 0).sorted())
                .as("each position is given once")
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 22).boxed().toList());
        Map<Integer, String> reported = new TreeMap<>();
        for (int person = 0; person < people.size(); person++) {
            reported.put(positions.get(person), people.get(person));
        }
        reported.remove(0);
        assertThat(order).containsExactlyElementsOf(reported.values());

        List<String> inside = new ArrayList<>(people);
        inside.removeAll(order);
        List<String> late = people(instance, 6);
        Together.at(8, caller -> {
            if (caller < 2) {
                return step(inside.get(caller), "reject").ok();
            }
            return step(late.get(caller - 2), "submit").ok();
        });

        untilSubmitted(order.get(0));
        untilSubmitted(order.get(1));
        late.forEach(each -> assertThat(world.statusOf(each)).isEqualTo("eligible"));
        assertThat(waiting(instance, 26).subList(0, 20)).isEqualTo(order.subList(2, 22));
    }

    private List<String> waiting(String instance, int expected) {
        JsonNode line = world.api()
                .get("/programInstances/" + instance + "/waitlist?perPage=100")
                .ok();
        assertThat(line.path("totalItems").asInt()).isEqualTo(expected);
        List<Integer> positions = new ArrayList<>();
        line.path("data").forEach(place -> positions.add(place.path("position").asInt()));
        assertThat(positions)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .startsWith(1)
                .endsWith(expected);
        return line.path("data").findValuesAsText("enrollmentId");
    }

    @Test
    void switchesTheWaitlistOnAndOff() {
        String instance = instance(1, "false");
        String path = "/programInstances/" + instance + "/waitlist";
        assertThat(line(instance).path("enabled").asBoolean()).isFalse();
        submit(world.eligibleEnrollment(instance));
        String second = world.eligibleEnrollment(instance);
        step(second, "submit").problem(409, "capacity-exhausted");

        Reply on = world.api().patch(path, Json.object("{\"enabled\": true}"));
        assertThat(on.ok().path("offerHours").asInt()).isEqualTo(72);
        assertThat(submit(second)).isEqualTo(1);
        assertThat(world.api()
                        .patch(path, Json.object("{\"offerHours\": 12}"))
                        .ok()
                        .path("offerHours")
                        .asInt())
                .isEqualTo(12);
        world.api()
                .patch(
                        path,
                        Json.object("{\"enabled\": false}"),
                        on.header("ETag").orElseThrow())
                .problem(412, "precondition-failed");
        assertThat(world.api()
                        .patch(path, Json.object("{\"enabled\": false}"))
                        .ok()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        step(world.eligibleEnrollment(instance), "submit").problem(409, "capacity-exhausted");
        assertThat(waiting(instance)).containsExactly(second);
        assertThat(world.api()
                        .patch(path, Json.object("{\"enabled\": 1, \"offerHours\": 0}"))
                        .faults())
                .containsExactlyInAnyOrder("/enabled", "/offerHours");
        assertThat(world.api().get(path + "?after=" + second).faults()).containsExactly("/after");
        assertThat(world.api()
                        .patch(
                                "/programInstances/" + instance + "/capacity",
                                Json.object("{\"waitlist\": {\"enabled\": true, \"offerHours\": 5}}"))
                        .ok()
                        .at("/waitlist/offerHours")
                        .asInt())
                .isEqualTo(5);
    }
}
