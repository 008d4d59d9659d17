package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.shared.Cuid;
import dev.enlist.support.BatchBlocker;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent steps of one caller share a transaction, and nothing else. */
@EnlistIT
class SteppingTogetherIT {

    /** The status before each action and after it. */
    private static final Map<Action, List<String>> STATUSES = Map.of(
            Action.SUBMIT, List.of("eligible", "submitted"),
            Action.APPROVE, List.of("submitted", "approved"),
            Action.REJECT, List.of("submitted", "rejected"),
            Action.UNENROLL, List.of("approved", "unenrolled"));

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    @Autowired
    StatementCounter statements;

    private BatchBlocker<Reply> batches;

    World world;
    String instance;

    @BeforeEach
    void anInstanceThatPays() throws SQLException {
        world = worlds.shared(this);
        instance = world.instance(
                world.program(), body -> body.set("config", Json.object("{\"incentive\": {\"amount\": 100}}")));
        batches = new BatchBlocker<>(jdbc);
    }

    @AfterEach
    void close() throws SQLException {
        batches.close();
    }

    @ParameterizedTest
    @EnumSource(names = "EVALUATE", mode = EnumSource.Mode.EXCLUDE)
    void waitingStepsShareATransaction(Action action) throws Exception {
        List<String> ids =
                enrollments(BatchBlocker.BATCHES + 6, STATUSES.get(action).get(0));
        hold(action, ids);
        List<String> waiting = ids.subList(BatchBlocker.BATCHES, ids.size());
        List<Future<Reply>> sent = sent(action, waiting);
        List<String> asked = statements.during("http-nio", () -> {
            batches.release();
            BatchBlocker.answers(sent);
            batches.blocked();
        });
        for (Reply reply : BatchBlocker.answers(sent)) {
            String id = reply.ok().path("id").asText();
            assertThat(reply.ok().at("/eligibility/status").asText())
                    .isEqualTo(STATUSES.get(action).get(1));
            Reply read = world.api().get("/enrollments/" + id);
            assertThat(reply.ok()).isEqualTo(read.ok());
            assertThat(reply.header("ETag")).isPresent().isEqualTo(read.header("ETag"));
        }
        batches.blocked().forEach(Reply::ok);
        assertThat(batches.transactions("enrollment", waiting)).hasSize(1);
        assertThat(batches.transactions("enrollment", ids)).hasSize(1 + BatchBlocker.BATCHES);
        assertThat(asked.stream().filter(sql -> sql.contains("insert into status_change")))
                .as("the history of six enrollments, in batches")
                .hasSizeLessThan(waiting.size());
        assertThat(world.isConsistent()).isTrue();
    }

    /** What belongs to an enrollment, such as its payout, too. */
    @ParameterizedTest
    @EnumSource(names = {"APPROVE", "UNENROLL"})
    void eachStepHasItsOwnAuditEntries(Action action) throws Exception {
        List<String> ids =
                enrollments(BatchBlocker.BATCHES + 3, STATUSES.get(action).get(0));
        hold(action, ids);
        List<Future<Reply>> sent = sent(action, ids.subList(BatchBlocker.BATCHES, ids.size()));
        batches.release();
        BatchBlocker.answers(sent).forEach(Reply::ok);
        batches.blocked().forEach(Reply::ok);
        for (String id : ids) {
            assertThat(requestsOf(id)).contains(action.wire() + "-" + id);
            String payout = world.api()
                    .get("/payouts?enrollmentId=" + id)
                    .ok()
                    .at("/data/0/id")
                    .asText();
            assertThat(requestsOf(payout)).contains(action.wire() + "-" + id);
        }
    }

    /** The others are taken as if they were alone. */
    @Test
    void refusesOnlyTheInvalidStepsOfABatch() throws Exception {
        List<String> ids = enrollments(BatchBlocker.BATCHES + 4, "submitted");
        List<String> waiting = new ArrayList<>(ids.subList(BatchBlocker.BATCHES, ids.size()));
        String eligible = world.eligibleEnrollment(instance);
        waiting.add(eligible);
        waiting.add(Cuid.next());
        waiting.add(waiting.get(0));
        hold(Action.APPROVE, ids);
        List<Callable<Reply>> requests = new ArrayList<>(requests(Action.APPROVE, waiting));
        requests.set(1, () -> take(Action.APPROVE, waiting.get(1), "\"4711\""));
        List<Future<Reply>> sent = batches.send(requests);
        batches.release();
        List<Reply> replies = BatchBlocker.answers(sent);
        replies.get(1).problem(412, "precondition-failed");
        replies.get(4).problem(409, "illegal-transition");
        replies.get(5).problem(404, "not-found");
        replies.get(6).problem(409, "illegal-transition");
        assertThat(Stream.of(0, 2, 3)
                        .map(n -> replies.get(n).ok().at("/eligibility/status").asText()))
                .containsOnly("approved");
        assertThat(batches.transactions("enrollment", List.of(waiting.get(0), waiting.get(2), waiting.get(3))))
                .hasSize(1);
        assertThat(world.statusOf(waiting.get(1))).isEqualTo("submitted");
        batches.blocked().forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void runsEachStepOfAFailedBatchAlone() throws Exception {
        List<String> ids = enrollments(BatchBlocker.BATCHES + 3, "submitted");
        List<String> waiting = ids.subList(BatchBlocker.BATCHES, ids.size());
        batches.refuse("enrollment", "update", "new.id = '" + waiting.get(1) + "'");
        try {
            hold(Action.APPROVE, ids);
            List<Future<Reply>> sent = sent(Action.APPROVE, waiting);
            batches.release();
            List<Reply> replies = BatchBlocker.answers(sent);
            replies.get(1).problem(409, "concurrent-change");
            replies.get(0).ok();
            replies.get(2).ok();
            assertThat(batches.transactions("enrollment", List.of(waiting.get(0), waiting.get(2))))
                    .hasSize(2);
        } finally {
            batches.release();
            batches.refuseNoLonger("enrollment");
        }
        batches.blocked().forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void keepsTheIdempotentResponses() throws Exception {
        List<String> ids = enrollments(BatchBlocker.BATCHES + 3, "submitted");
        List<String> waiting = new ArrayList<>(ids.subList(BatchBlocker.BATCHES, ids.size()));
        waiting.add(world.eligibleEnrollment(instance));
        hold(Action.APPROVE, ids);
        List<Future<Reply>> sent = batches.send(waiting.stream()
                .<Callable<Reply>>map(id -> () -> approve(id, "key-" + id, "{}"))
                .toList());
        batches.release();
        List<Reply> replies = BatchBlocker.answers(sent);
        List<String> approved = waiting.subList(0, 3);
        assertThat(batches.transactions("enrollment", approved)).hasSize(1);
        replies.get(3).problem(409, "illegal-transition");
        for (int i = 0; i < waiting.size(); i++) {
            Reply again = approve(waiting.get(i), "key-" + waiting.get(i), "{}");
            assertThat(again.status()).isEqualTo(replies.get(i).status());
            assertThat(again.text()).isEqualTo(replies.get(i).text());
            assertThat(again.header("ETag")).isEqualTo(replies.get(i).header("ETag"));
            assertThat(again.header("Idempotency-Replayed")).contains("true");
        }
        approve(waiting.get(0), "key-" + waiting.get(0), "{\"reason\": \"another\"}")
                .problem(422, "idempotency-key-reused");
        assertThat(jdbc.sql("select count(*) from idempotency_record where resource_id in (:ids)")
                        .param("ids", approved)
                        .query(Integer.class)
                        .single())
                .as("found when a person is erased")
                .isEqualTo(3);
        batches.blocked().forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    /** It is evaluated first, so it runs alone, in the transaction that keeps the response. */
    @Test
    void takesAStepWithMetadataAndAKeyOnce() {
        String id = world.submittedEnrollment(instance);
        Reply first = approve(id, "metadata", "{\"metadata\": {\"inspected\": true}}");
        assertThat(first.ok().at("/meta/inspected").asBoolean()).isTrue();
        Reply again = approve(id, "metadata", "{\"metadata\": {\"inspected\": true}}");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(world.api()
                        .get("/enrollments/" + id + "/history")
                        .ok()
                        .path("data")
                        .findValuesAsText("to"))
                .containsOnlyOnce("approved");
    }

    private Reply approve(String id, String key, String body) {
        return world.api()
                .send(
                        "/enrollments/" + id + "/approve",
                        request -> request.header("Idempotency-Key", key)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)));
    }

    private List<String> enrollments(int many, String status) {
        return Stream.generate(() -> world.enrollmentIn(instance, status))
                .limit(many)
                .toList();
    }

    private List<String> requestsOf(String subject) {
        return world.api().get("/audit?subjectId=" + subject).ok().path("data").findValuesAsText("requestId");
    }

    /** Takes the step with as many enrollments as batches may run, and blocks them when they write the history. */
    private void hold(Action action, List<String> ids) {
        batches.block("status_change", requests(action, ids.subList(0, BatchBlocker.BATCHES)));
    }

    /** Sends each step after the one before waits. */
    private List<Future<Reply>> sent(Action action, List<String> ids) {
        return batches.send(requests(action, ids));
    }

    private List<Callable<Reply>> requests(Action action, List<String> ids) {
        return ids.stream()
                .<Callable<Reply>>map(id -> () -> take(action, id, "*"))
                .toList();
    }

    private Reply take(Action action, String id, String ifMatch) {
        JsonNode body = Json.object("{\"reason\": \"r\"}");
        return world.api()
                .send(
                        "/enrollments/" + id + "/" + action.wire(),
                        request -> request.header("X-Request-Id", action.wire() + "-" + id)
                                .header("Content-Type", "application/json")
                                .header("If-Match", ifMatch)
                                .POST(BodyPublishers.ofString(body.toString())));
    }
}
