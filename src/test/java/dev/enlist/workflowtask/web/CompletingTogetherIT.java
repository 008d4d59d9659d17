package dev.enlist.workflowtask.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Concurrent completions of workflow tasks share a transaction, and nothing else. */
@EnlistIT
class CompletingTogetherIT {

    /** Number of batches that run at the same time; further completions wait. */
    private static final int AT_WORK = 2;

    private static final String TOPIC = "verify-account";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<Reply>> first = new ArrayList<>();
    private Connection owner;

    World world;
    String instance;

    @BeforeEach
    void anInstanceThatVerifies() throws SQLException {
        world = worlds.organization();
        instance = world.instance(
                world.program(), i -> i.withObject("/config/review/workflow").put("slug", "review-verify-then-single"));
        owner = jdbc.template().getDataSource().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
        clients.shutdownNow();
    }

    @Test
    void waitingCompletionsShareATransaction() throws Exception {
        List<String> tasks = locked(AT_WORK + 8);
        hold(tasks);
        List<String> waiting = tasks.subList(AT_WORK, tasks.size());
        List<Future<Reply>> sent = sent(waiting);
        release();
        for (Reply reply : replies(sent)) {
            assertThat(reply.ok().path("state").asText()).isEqualTo("completed");
            assertThat(reply.ok()).isEqualTo(task(reply.ok().path("id").asText()));
        }
        replies(first).forEach(Reply::ok);
        assertThat(transactions(waiting)).hasSize(1);
        assertThat(transactions(tasks)).hasSize(1 + AT_WORK);
        assertThat(fetch(50)).as("the next step of each").hasSize(tasks.size());
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void eachCompletionHasItsOwnAuditEntry() throws Exception {
        List<String> tasks = locked(AT_WORK + 3);
        hold(tasks);
        List<Future<Reply>> sent = sent(tasks.subList(AT_WORK, tasks.size()));
        release();
        replies(sent).forEach(Reply::ok);
        replies(first).forEach(Reply::ok);
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
        List<String> tasks = locked(AT_WORK + 4);
        String lost = tasks.get(AT_WORK + 1);
        String twice = tasks.get(AT_WORK + 2);
        jdbc.sql("update workflow_task set worker_id = 'other' where id = ?")
                .param(lost)
                .update();
        hold(tasks);
        List<String> waiting = new ArrayList<>(tasks.subList(AT_WORK, tasks.size()));
        waiting.add(Cuid.next());
        waiting.add(twice);
        List<Future<Reply>> sent = sent(waiting);
        release();
        List<Reply> replies = replies(sent);
        replies.get(1).problem(409, "lock-lost");
        replies.get(4).problem(404, "not-found");
        assertThat(replies.get(5).ok())
                .as("completing again")
                .isEqualTo(replies.get(2).ok());
        assertThat(transactions(List.of(tasks.get(AT_WORK), tasks.get(AT_WORK + 3))))
                .hasSize(1);
        replies(first).forEach(Reply::ok);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void runsEachCompletionOfAFailedBatchAlone() throws Exception {
        List<String> tasks = locked(AT_WORK + 3);
        String overtaken = tasks.get(AT_WORK + 1);
        jdbc.template().execute("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if new.id = '%s' then raise exception 'refused' using errcode = '40001'; end if;
                    return new;
                end $$""".formatted(overtaken));
        jdbc.template()
                .execute("create trigger refuse before update on workflow_task for each row execute function refuse()");
        try {
            hold(tasks);
            List<Future<Reply>> sent = sent(tasks.subList(AT_WORK, tasks.size()));
            release();
            List<Reply> replies = replies(sent);
            replies.get(1).problem(409, "concurrent-change");
            replies.get(0).ok();
            replies.get(2).ok();
            assertThat(transactions(List.of(tasks.get(AT_WORK), tasks.get(AT_WORK + 2))))
                    .hasSize(2);
        } finally {
            release();
            jdbc.template().execute("drop trigger refuse on workflow_task; drop function refuse()");
        }
        replies(first).forEach(Reply::ok);
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
    private void hold(List<String> tasks) throws SQLException {
        owner.setAutoCommit(false);
        owner.createStatement().execute("lock table workflow_step in share mode");
        for (String task : tasks.subList(0, AT_WORK)) {
            first.add(clients.submit(() -> complete(task)));
        }
        await().until(() -> jdbc.sql("select count(*) from pg_locks where not granted")
                        .query(Integer.class)
                        .single()
                == AT_WORK);
    }

    private void release() throws SQLException {
        owner.rollback();
    }

    /** Sends each completion after the one before waits. */
    private List<Future<Reply>> sent(List<String> tasks) {
        List<Future<Reply>> sent = new ArrayList<>();
        for (String task : tasks) {
            sent.add(clients.submit(() -> complete(task)));
            await().until(() -> inLine() == sent.size());
        }
        return sent;
    }

    private static long inLine() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith(".GroupCommit")
                                && frame.getMethodName().equals("beginOrWait")))
                .count();
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

    private static List<Reply> replies(List<Future<Reply>> sent) throws Exception {
        List<Reply> replies = new ArrayList<>();
        for (Future<Reply> one : sent) {
            replies.add(one.get(60, TimeUnit.SECONDS));
        }
        return replies;
    }

    /** The transactions that wrote these tasks last. */
    private List<String> transactions(List<String> ids) {
        return jdbc.sql("select distinct xmin::text from workflow_task where id in (:ids)")
                .param("ids", ids)
                .query(String.class)
                .list();
    }
}
