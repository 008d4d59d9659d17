package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.BatchBlocker;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent requests to enroll share a transaction, and nothing else. */
@EnlistIT
class EnrollingTogetherIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private BatchBlocker<Reply> batches;

    World world;
    String instance;
    String enrollments;

    @BeforeEach
    void organization() throws SQLException {
        world = worlds.shared(this);
        instance = world.instance();
        enrollments = "/programInstances/" + instance + "/enrollments";
        batches = new BatchBlocker<>(jdbc);
    }

    @AfterEach
    void close() throws SQLException {
        batches.close();
    }

    @Test
    void waitingRequestsShareATransaction() throws Exception {
        hold();
        List<Future<Reply>> waiting =
                sent(Stream.generate(World::applicant).limit(8).toList(), "together");
        batches.release();
        List<String> together = created(BatchBlocker.answers(waiting));
        List<String> before = created(batches.blocked());
        assertThat(transactions(together)).hasSize(1);
        assertThat(transactions(before))
                .hasSize(BatchBlocker.BATCHES)
                .doesNotContainAnyElementsOf(transactions(together));
        assertThat(together).allSatisfy(id -> assertThat(world.statusOf(id)).isEqualTo("eligible"));
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void eachRequestHasItsOwnAuditEntry() throws Exception {
        hold();
        List<Future<Reply>> waiting =
                sent(Stream.generate(World::applicant).limit(3).toList(), "audited");
        batches.release();
        List<String> ids = created(BatchBlocker.answers(waiting));
        for (int i = 0; i < ids.size(); i++) {
            String customer = world.api()
                    .get("/enrollments/" + ids.get(i))
                    .ok()
                    .path("customerId")
                    .asText();
            assertThat(entries(ids.get(i))).containsExactly("enrollment.create audited" + i);
            assertThat(entries(customer)).containsExactly("customer.create audited" + i);
        }
    }

    @Test
    void refusesOnlyTheInvalidRequestsOfABatch() throws Exception {
        ObjectNode enrolled = World.applicant();
        world.enroll(instance, enrolled);
        ObjectNode twice = World.applicant();
        ObjectNode stranger =
                Json.object("{\"identificationType\": \"customerId\"}").put("customerId", Cuid.next());
        hold();
        List<Future<Reply>> waiting =
                sent(List.of(World.applicant(), enrolled, stranger, twice, World.applicant(), twice), "mixed");
        batches.release();
        List<Reply> replies = BatchBlocker.answers(waiting);
        replies.get(1).problem(409, "already-enrolled");
        replies.get(2).problem(404, "not-found");
        assertThat(List.of(replies.get(3).status(), replies.get(5).status())).containsExactlyInAnyOrder(201, 409);
        assertThat(transactions(List.of(id(replies.get(0)), id(replies.get(4)))))
                .hasSize(1);
        created(batches.blocked());
    }

    @Test
    void keepsTheIdempotentResponses() throws Exception {
        // an ineligible person may enroll again, so only the stored response prevents a second enrollment
        ObjectNode answered = World.applicant();
        answered.withObject("/address").put("state", "CA").put("postalCode", "90012");
        Reply earlier = send(answered, "kept2");
        earlier.created();
        ObjectNode person = World.applicant();
        ObjectNode other = World.applicant();
        hold();
        List<Future<Reply>> waiting = sent(List.of(person, other, answered), "kept");
        batches.release();
        List<Reply> replies = BatchBlocker.answers(waiting);
        assertThat(replies.get(2).text()).isEqualTo(earlier.text());
        assertThat(replies.get(2).header("Idempotency-Replayed")).contains("true");
        Reply again = send(other, "kept1");
        assertThat(again.text()).isEqualTo(replies.get(1).text());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(again.header(header))
                    .as(header)
                    .isPresent()
                    .isEqualTo(replies.get(1).header(header));
        }
        send(person, "kept1").problem(422, "idempotency-key-reused");
        assertThat(jdbc.sql("select count(*) from enrollment where program_instance_id = ?")
                        .param(instance)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3 + BatchBlocker.BATCHES);
        created(batches.blocked());
    }

    @Test
    void runsEachRequestOfAFailedBatchAlone() throws Exception {
        ObjectNode person = World.applicant();
        ObjectNode overtaken = World.applicant();
        batches.refuse(
                "enrollment",
                "insert",
                "new.email = '" + overtaken.path("email").asText() + "'");
        try {
            hold();
            List<Future<Reply>> waiting = sent(List.of(person, overtaken, World.applicant()), "failing");
            batches.release();
            List<Reply> replies = BatchBlocker.answers(waiting);
            replies.get(1).problem(409, "concurrent-change");
            assertThat(transactions(List.of(id(replies.get(0)), id(replies.get(2)))))
                    .hasSize(2);
        } finally {
            batches.release();
            batches.refuseNoLonger("enrollment");
        }
        created(batches.blocked());
        assertThat(world.isConsistent()).isTrue();
    }

    /** Blocks the batches at the insert of the customer. */
    private void hold() {
        batches.block(
                "customer",
                Stream.generate(() -> request(World.applicant(), "first" + Cuid.next()))
                        .limit(BatchBlocker.BATCHES)
                        .toList());
    }

    /** Sends each request after the one before waits. Numbers the idempotency keys and request ids. */
    private List<Future<Reply>> sent(List<ObjectNode> people, String key) {
        return batches.send(IntStream.range(0, people.size())
                .mapToObj(n -> request(people.get(n), key + n))
                .toList());
    }

    private Callable<Reply> request(ObjectNode person, String key) {
        return () -> send(person, key);
    }

    private Reply send(ObjectNode person, String key) {
        return world.api()
                .send(
                        enrollments,
                        request -> request.header("Idempotency-Key", key)
                                .header("X-Request-Id", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(person.toString())));
    }

    private static List<String> created(List<Reply> replies) {
        return replies.stream().map(EnrollingTogetherIT::id).toList();
    }

    private static String id(Reply reply) {
        return reply.created().path("id").asText();
    }

    private List<String> transactions(List<String> ids) {
        return batches.transactions("enrollment", ids);
    }

    private List<String> entries(String subject) {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry :
                world.api().get("/audit?subjectId=" + subject).ok().path("data")) {
            assertThat(entry.at("/by/type").asText()).isEqualTo("key");
            entries.add(entry.path("action").asText() + " "
                    + entry.path("requestId").asText());
        }
        return entries;
    }
}
