package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent requests for the same change: one succeeds, the others get a problem. */
@EnlistIT
class EnrollmentConcurrencyIT {

    private static final int CALLERS = 20;

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @AfterEach
    void consistent() {
        assertThat(world.isConsistent()).isTrue();
    }

    @RepeatedTest(3)
    void onePersonEnrollsOnce() {
        int before = customers();
        ObjectNode person = World.applicant();
        onlyOneIsIn(Together.at(CALLERS, i -> enroll(instance, person)));
        assertThat(customers()).isEqualTo(before + 1);
    }

    @RepeatedTest(3)
    void oneReferenceEnrollsOnce() {
        onlyOneIsIn(Together.at(CALLERS, i -> enroll(instance, World.applicant().put("referenceId", "REF"))));
    }

    private void onlyOneIsIn(List<Reply> replies) {
        List<Reply> in = replies.stream().filter(reply -> reply.status() == 201).toList();
        assertThat(in).hasSize(1);
        String id = in.get(0).created().path("id").asText();
        replies.stream()
                .filter(reply -> reply.status() != 201)
                .forEach(reply -> assertThat(reply.problem(409, "already-enrolled")
                                .path("enrollmentId")
                                .asText())
                        .isEqualTo(id));
        JsonNode list = world.api()
                .get("/programInstances/" + instance + "/enrollments")
                .ok();
        assertThat(list.path("totalItems").asInt()).isEqualTo(1);
    }

    @RepeatedTest(3)
    void oneApplicationIsApprovedOnce() {
        String id = world.submittedEnrollment(instance);
        List<Reply> replies =
                Together.at(CALLERS, i -> world.api().post("/enrollments/" + id + "/approve", Json.object("{}")));
        onlyOneMoved(replies, "approved");
        assertThat(world.api().get("/enrollments/" + id + "/history").ok().findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved");
    }

    @RepeatedTest(3)
    void oneApplicationIsApprovedOrRejected() {
        String id = world.submittedEnrollment(instance);
        List<Reply> replies = Together.at(
                CALLERS,
                i -> world.api()
                        .post(
                                "/enrollments/" + id + (i % 2 == 0 ? "/approve" : "/reject"),
                                Json.object("{\"reason\": \"r\"}")));
        onlyOneMoved(replies, world.statusOf(id));
        assertThat(world.api().get("/enrollments/" + id + "/history").ok().path("data"))
                .hasSize(4);
    }

    private static void onlyOneMoved(List<Reply> replies, String to) {
        List<Reply> moved =
                replies.stream().filter(reply -> reply.status() == 200).toList();
        assertThat(moved).hasSize(1);
        assertThat(moved.get(0).ok().at("/eligibility/status").asText()).isEqualTo(to);
        replies.stream()
                .filter(reply -> reply.status() != 200)
                .forEach(reply -> assertThat(reply.problem(409, "illegal-transition")
                                .path("currentStatus")
                                .asText())
                        .isEqualTo(to));
    }

    @RepeatedTest(3)
    void onePersonInSeveralInstancesIsOneCustomer() {
        int before = customers();
        List<String> instances = List.of(instance, world.instance(), world.instance(), world.instance());
        ObjectNode person = World.applicant();
        List<Reply> replies = Together.at(4, i -> enroll(instances.get(i), person));
        Set<String> customers = replies.stream()
                .map(reply -> reply.created().path("customerId").asText())
                .collect(Collectors.toSet());
        assertThat(customers).hasSize(1);
        assertThat(customers()).isEqualTo(before + 1);
    }

    @RepeatedTest(3)
    void changesAndTransitionsRunOneAfterTheOther() {
        String id = world.eligibleEnrollment(instance);
        List<Reply> replies = Together.at(
                10,
                i -> i == 0
                        ? world.api().post("/enrollments/" + id + "/submit", "{}")
                        : world.api()
                                .patch("/enrollments/" + id, Json.object("{}").put("serialNumber", "S" + i)));
        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(world.statusOf(id)).isEqualTo("submitted");
    }

    @RepeatedTest(3)
    void erasesCompletelyDuringATransition() {
        String id = world.submittedEnrollment(instance);
        List<Reply> replies = Together.at(
                6,
                i -> i % 2 == 0
                        ? world.api().delete("/enrollments/" + id)
                        : world.api().post("/enrollments/" + id + "/approve", "{}"));
        assertThat(replies)
                .extracting(Reply::status)
                .allMatch(status -> List.of(200, 204, 404, 409).contains(status));
        assertThat(replies).filteredOn(reply -> reply.status() == 204).hasSize(1);
        world.api().get("/enrollments/" + id).problem(404, "not-found");
    }

    private int customers() {
        return world.api().get("/customers").ok().path("totalItems").asInt();
    }

    private Reply enroll(String where, ObjectNode person) {
        return world.api().post("/programInstances/" + where + "/enrollments", person);
    }
}
