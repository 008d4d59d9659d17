package dev.enlist.workflowtask.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent completions of workflow tasks share a transaction, and nothing else. */
@EnlistIT
class CompletingTogetherIT {

    private static final String TOPIC = "verify-account";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private BatchBlocker<Reply> batches;

    World world;
    String instance;

    @BeforeEach
    void anInstanceThatVerifies() throws SQLException {
        world = worlds.organization();
        instance = world.instance(
                world.program(), i -> i.withObject("/config/review/workflow").put("slug", "review-verify-then-single"));
        batches = new BatchBlocker<>(jdbc);
    }

    @AfterEach
    void close() throws SQLException {
        batches.close();
    }

    @Test
    void waitingCompletionsShareATransaction() throws Exception {
        List<String> tasks = locked(BatchBlocker.BATCHES + 8);
        hold(tasks);
        List<String> waiting = tasks.subList(BatchBlocker.BATCHES, tasks.size());
        List<Future<Reply>> sent = sent(waiting);
        batches.release();
        for (Reply reply : BatchBlocker.answers(sent)) {
            assertThat(reply.ok().path("state").asText()).isEqualTo("completed");
            assertThat(reply.ok()).isEqualTo(task(reply.ok().path("id").asText()));
        }
        batches.blocked().forEach(Reply::ok);
        assertThat(transactions(waiting)).hasSize(1);
        assertThat(transactions(tasks)).hasSize(1 + BatchBlocker.BATCHES);
        assertThat(fetch(50)).as("the next step of each").hasSize(tasks.size());
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void eachCompletionHasItsOwnAuditEntry() throws Exception {
        List<String> tasks = locked(BatchBlocker.BATCHES + 3);
        hold(tasks);
        List<Future<Reply>> sent = sent(tasks.subList(BatchBlocker.BATCHES, tasks.size()));
        batches.release();
        BatchBlocker.answers(sent).forEach(Reply::ok);
        batches.blocked().forEach(Reply::ok);
        for (JsonNode next : fetch(50)) {
            assertThat(world.api()
                            .get("/audit?subjectId=" + next.path("id").asText())
                            .ok()
                            .path("data")
                            .findValuesAsText("requestId"))
                    .as("the task of the next step")
                    .containsExactly(
                            "complete-" + completedOf(next.path("enrollmentId").asText()));
        }
        for (String task : tasks) {
            JsonNode entries = world.api().get("/audit?subjectId=" + task).ok().path("data");
            assertThat(entries.findValuesAsText("requestId")).contains("complete-" + task);
            assertThat(entries)
                    .allSatisfy(
                            entry -> assertThat(entry.at("/by/type").asText()).isEqualTo("key"));
        }
    }

    /** One whose lock is lost and one of an unknown task are refused; the others are completed as if they were alone. */
    @Test
    void refusesOnlyTheInvalidCompletionsOfABatch() throws Exception {
        List<String> tasks = locked(BatchBlocker.BATCHES + 4);
        String lost = tasks.get(BatchBlocker.BATCHES + 1);
        String twice = tasks.get(BatchBlocker.BATCHES + 2);
        jdbc.sql("update workflow_task set worker_id = 'other' where id = ?")
                .param(lost)
                .update();
        hold(tasks);
        List<String> waiting = new ArrayList<>(tasks.subList(BatchBlocker.BATCHES, tasks.size()));
        waiting.add(Cuid.next());
        waiting.add(twice);
        List<Future<Reply>> sent = sent(waiting);
        batches.release();
        List<Reply> replies = BatchBlocker.answers(sent);
        replies.get(1).problem(409, "lock-lost");
        replies.get(4).problem(404, "not-found");
        assertThat(replies.get(5).ok())
                .as("completing again")
                .isEqualTo(replies.get(2).ok());
        assertThat(transactions(List.of(tasks.get(BatchBlocker.BATCHES), tasks.get(BatchBlocker.BATCHES + 3))))
                .hasSize(1);
        batches.blocked().forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void runsEachCompletionOfAFailedBatchAlone() throws Exception {
        List<String> tasks = locked(BatchBlocker.BATCHES + 3);
        String overtaken = tasks.get(BatchBlocker.BATCHES + 1);
        batches.refuse("workflow_task", "update", "new.id = '" + overtaken + "'");
        try {
            hold(tasks);
            List<Future<Reply>> sent = sent(tasks.subList(BatchBlocker.BATCHES, tasks.size()));
            batches.release();
            List<Reply> replies = BatchBlocker.answers(sent);
            replies.get(1).problem(409, "concurrent-change");
            replies.get(0).ok();
            replies.get(2).ok();
            assertThat(transactions(List.of(tasks.get(BatchBlocker.BATCHES), tasks.get(BatchBlocker.BATCHES + 2))))
                    .hasSize(2);
        } finally {
            batches.release();
            batches.refuseNoLonger("workflow_task");
        }
        batches.blocked().forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    /** Tasks of different applications, locked by one worker. */
    private List<String> locked(int tasks) {
        for (int i = 0; i < tasks; i++) {
            world.submittedEnrollment(instance);
        }
        List<String> locked = new ArrayList<>();
        fetch(tasks).forEach(task -> locked.add(task.path("id").asText()));
        assertThat(locked).hasSize(tasks);
        return locked;
    }

    private JsonNode fetch(int most) {
        return world.api()
                .post("/workflowTasks/fetchAndLock", Json.object("""
                        {"workerId": "w", "maxTasks": %d, "topics": [{"topic": "%s"}, {"topic": "verify-device"}]}
                        """.formatted(most, TOPIC)))
                .ok()
                .path("data");
    }

    private String completedOf(String enrollment) {
        return world.api()
                .get("/workflowTasks?state=completed&enrollmentId=" + enrollment)
                .ok()
                .at("/data/0/id")
                .asText();
    }

    private JsonNode task(String id) {
        return world.api().get("/workflowTasks/" + id).ok();
    }

    /** Completes as many tasks as batches may run, and blocks them when they end their steps. */
    private void hold(List<String> tasks) {
        batches.block("workflow_step", requests(tasks.subList(0, BatchBlocker.BATCHES)));
    }

    /** Sends each completion after the one before waits. */
    private List<Future<Reply>> sent(List<String> tasks) {
        return batches.send(requests(tasks));
    }

    private List<Callable<Reply>> requests(List<String> tasks) {
        return tasks.stream().<Callable<Reply>>map(task -> () -> complete(task)).toList();
    }

    private Reply complete(String task) {
        return world.api()
                .send(
                        "/workflowTasks/" + task + "/complete",
                        request -> request.header("X-Request-Id", "complete-" + task)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        "{\"workerId\": \"w\", \"variables\": {\"found\": true}}")));
    }

    private List<String> transactions(List<String> ids) {
        return batches.transactions("workflow_task", ids);
    }
}
