package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A review belongs to the person who claimed it, whichever way the claim or the decision comes. */
@EnlistIT
class ReviewClaimIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    World world;
    String instance;
    String enrollment;

    @BeforeEach
    void anEnrollmentUnderReview() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = world.instance();
        enrollment = world.submittedEnrollment(instance);
    }

    private record Person(String email, String userId, Browser browser) {

        Reply act(String enrollment, String step, String body) {
            return browser.api("POST", "/enrollments/" + enrollment + "/" + step, "application/json", body);
        }
    }

    private Person person(Role role) {
        String email = worlds.person(world, PASSWORD, role);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD, role != Role.VIEWER);
        return new Person(email, browser.get("/session").ok().path("id").asText(), browser);
    }

    private JsonNode read(String id) {
        return world.api().get("/enrollments/" + id).ok();
    }

    private String assignee() {
        return new Processes(engine, world)
                .task(enrollment, EnrollmentProcess.REVIEW)
                .getAssignee();
    }

    private String taskAct(Person person, String step, String body) {
        String task = new Processes(engine, world)
                .task(enrollment, EnrollmentProcess.REVIEW)
                .getId();
        person.browser()
                .post(Browser.ENGINE + "/task/" + task + "/" + step, body)
                .expect(204);
        return task;
    }

    @Test
    void aClaimBindsEveryWayToDecide() {
        Person holder = person(Role.REVIEWER);
        Person other = person(Role.COORDINATOR);
        JsonNode claimed = holder.act(enrollment, "claim", "").ok();
        assertThat(claimed.at("/claim/userId").asText()).isEqualTo(holder.userId());
        assertThat(claimed.at("/claim/name").asText()).isNotBlank();
        assertThat(assignee()).isEqualTo(holder.email());
        holder.act(enrollment, "claim", "").ok();

        other.act(enrollment, "claim", "").problem(409, "claimed-by-other");
        other.act(enrollment, "release", "").problem(409, "claimed-by-other");
        other.act(enrollment, "approve", "{}").problem(409, "claimed-by-other");
        world.api()
                .post("/enrollments/" + enrollment + "/reject", "{\"reason\": \"r\"}")
                .problem(409, "claimed-by-other");
        assertThat(new Graph(world.api())
                        .code("mutation($id: ID!) { approveEnrollment(id: $id) { id } }", Map.of("id", enrollment)))
                .isEqualTo("claimed-by-other");
        String free = world.submittedEnrollment(instance);
        JsonNode bulk = world.api()
                .post(
                        "/enrollments/bulk",
                        "{\"action\": \"approve\", \"ids\": [\"%s\", \"%s\"]}".formatted(enrollment, free))
                .ok();
        assertThat(bulk.path("moved").asInt()).isEqualTo(1);
        assertThat(bulk.path("refused").asInt()).isEqualTo(1);
        assertThat(world.statusOf(free)).isEqualTo("approved");
        assertThat(world.statusOf(enrollment)).isEqualTo("submitted");
        assertThat(world.isConsistent()).isTrue();

        JsonNode approved = holder.act(enrollment, "approve", "{}").ok();
        assertThat(approved.at("/eligibility/status").asText()).isEqualTo("approved");
        assertThat(approved.has("claim")).isFalse();
        holder.act(enrollment, "claim", "").problem(409, "not-in-review");
    }

    @Test
    void aClaimInTasklistIsTheSameClaim() {
        Person holder = person(Role.REVIEWER);
        taskAct(holder, "claim", "{\"userId\": \"" + holder.email() + "\"}");
        assertThat(read(enrollment).at("/claim/userId").asText()).isEqualTo(holder.userId());
        holder.act(enrollment, "release", "").ok();
        assertThat(assignee()).isNull();
        holder.act(enrollment, "claim", "").ok();
        taskAct(holder, "unclaim", "");
        assertThat(read(enrollment).has("claim")).isFalse();
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void coordinatorsReassignAndTheHistoryNamesBoth() {
        begin(worlds.organization());
        Person first = person(Role.REVIEWER);
        Person second = person(Role.REVIEWER);
        Person coordinator = person(Role.COORDINATOR);
        first.act(enrollment, "claim", "").ok();
        String toSecond = "{\"userId\": \"%s\", \"reason\": \"On leave\"}".formatted(second.userId());
        first.act(enrollment, "reassign", toSecond).problem(403, "insufficient-scope");
        coordinator.act(enrollment, "reassign", toSecond).ok();
        assertThat(assignee()).isEqualTo(second.email());
        first.act(enrollment, "approve", "{}").problem(409, "claimed-by-other");
        world.api()
                .post("/enrollments/" + enrollment + "/reassign", "{\"userId\": null}")
                .ok();
        assertThat(assignee()).isNull();

        JsonNode assignments =
                world.api().get("/enrollments/" + enrollment + "/history").ok().path("assignments");
        assertThat(assignments).hasSize(3);
        JsonNode reassigned = assignments.get(1);
        assertThat(reassigned.at("/from/id").asText()).isEqualTo(first.userId());
        assertThat(reassigned.at("/to/id").asText()).isEqualTo(second.userId());
        assertThat(reassigned.at("/by/id").asText()).isEqualTo(coordinator.userId());
        assertThat(reassigned.path("reason").asText()).isEqualTo("On leave");
        assertThat(assignments.get(2).has("to")).isFalse();
        List<String> trail = world
                .api()
                .get("/audit?perPage=500&subjectType=enrollment")
                .ok()
                .path("data")
                .findValuesAsText("action")
                .stream()
                .filter(action -> action.startsWith("task."))
                .toList();
        assertThat(trail).containsExactly("task.claim", "task.reassign", "task.release");
    }

    @Test
    void onlyReviewersOfTheInstanceAreAssigned() {
        Person viewer = person(Role.VIEWER);
        String stranger = worlds.person(worlds.other(), PASSWORD, Role.REVIEWER);
        Person elsewhere = person(Role.REVIEWER);
        world.api()
                .patch(
                        "/users/" + elsewhere.userId(),
                        Json.object("{\"programInstanceIds\": [\"" + world.instance() + "\"]}"))
                .ok();
        for (String unfit : List.of(viewer.userId(), stranger, elsewhere.userId(), "x")) {
            JsonNode refused = world.api()
                    .post("/enrollments/" + enrollment + "/reassign", "{\"userId\": \"" + unfit + "\"}")
                    .problem(400, "invalid-input");
            assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/userId");
        }
        world.api().post("/enrollments/" + enrollment + "/claim", "").problem(403, "person-required");
        world.api()
                .post("/enrollments/" + world.eligibleEnrollment(instance) + "/reassign", "{\"userId\": null}")
                .ok();
    }

    @Test
    void oneOfTwoWhoClaimAtOnceGetsIt() {
        List<Person> people = List.of(person(Role.REVIEWER), person(Role.REVIEWER), person(Role.REVIEWER));
        for (int round = 0; round < 5; round++) {
            enrollment = world.submittedEnrollment(instance);
            String here = enrollment;
            List<Reply> replies = Together.at(people.size(), n -> people.get(n).act(here, "claim", ""));
            assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.status() == 409)).hasSize(2);
            assertThat(world.api().get("/enrollments/" + here + "/history").ok().path("assignments"))
                    .hasSize(1);
            assertThat(world.isConsistent()).isTrue();
        }
    }

    @Test
    void aPersonWhoMayNoLongerReviewHoldsNoReview() {
        Person holder = person(Role.REVIEWER);
        holder.act(enrollment, "claim", "").ok();
        String second = world.submittedEnrollment(instance);
        holder.act(second, "claim", "").ok();
        world.api()
                .patch("/users/" + holder.userId(), Json.object("{\"roles\": [\"viewer\"]}"))
                .ok();
        assertThat(read(enrollment).has("claim")).isFalse();
        assertThat(read(second).has("claim")).isFalse();
        assertThat(assignee()).isNull();
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void theGraphClaimsAndReassigns() {
        Person holder = person(Role.REVIEWER);
        Graph graph = new Graph(world.api());
        JsonNode assigned = graph.data(
                "mutation($id: ID!, $input: ReassignmentInput!) { reassignEnrollment(id: $id, input: $input)"
                        + " { claim { userId name at } } }",
                Map.of("id", enrollment, "input", Map.of("userId", holder.userId())));
        assertThat(assigned.at("/reassignEnrollment/claim/userId").asText()).isEqualTo(holder.userId());
        assertThat(graph.code("mutation($id: ID!) { claimEnrollment(id: $id) { id } }", Map.of("id", enrollment)))
                .isEqualTo("person-required");
        assertThat(assignee()).isEqualTo(holder.email());
    }
}
