package dev.enlist.workflowtask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.workflow.request.RequestStep;
import dev.enlist.workflow.request.RequestStepHandler;
import dev.enlist.workflow.request.ResultType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Workers fetch, lock, extend and fail tasks; who gets which. */
@EnlistIT
class WorkflowTaskQueueIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    RequestStepHandler steps;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    StatementCounter statements;

    final String topic = "verify-account-" + Cuid.next();
    World world;
    String instance;
    String enrollment;

    @BeforeEach
    void anApplication() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = world.instance();
        enrollment = world.submittedEnrollment(instance);
    }

    /** A process reaches a request step. */
    private void request(String topic) {
        request(topic, 3);
    }

    private void request(String topic, int retries) {
        world.in(() -> transaction.execute(status -> {
            steps.started(new RequestStep(
                    Cuid.next(),
                    enrollment,
                    instance,
                    "account-review",
                    1,
                    "request_account",
                    "Verify account",
                    topic,
                    Map.of("metadata.account", "4711", "email", "a@example.com"),
                    Map.of("found", ResultType.BOOLEAN),
                    retries,
                    Duration.ofMinutes(1),
                    Instant.now()));
            return status;
        }));
    }

    private Reply fetch(Api api, Consumer<ObjectNode> change, String... topics) {
        ObjectNode body = Json.object("{\"workerId\": \"w1\"}");
        for (String topic : topics) {
            body.withArray("topics").addObject().put("topic", topic).put("lockDuration", 60_000);
        }
        change.accept(body);
        return api.post("/workflowTasks/fetchAndLock", body);
    }

    private JsonNode fetch(String worker) {
        return fetch(world.api(), body -> body.put("workerId", worker), topic)
                .ok()
                .path("data");
    }

    private Reply act(String id, String act, String body) {
        return world.api().post("/workflowTasks/" + id + "/" + act, body);
    }

    @Test
    void aTaskIsLockedByOneWorkerWithTheVariablesOfItsStep() {
        request(topic);
        JsonNode task = fetch("w1").get(0);
        assertThat(task.path("topic").asText()).isEqualTo(topic);
        assertThat(task.path("enrollmentId").asText()).isEqualTo(enrollment);
        assertThat(task.path("variables"))
                .isEqualTo(Json.object("{\"metadata.account\": \"4711\", \"email\": \"a@example.com\"}"));
        assertThat(task.path("workerId").asText()).isEqualTo("w1");
        assertThat(task.path("attempts").asInt()).isEqualTo(1);
        assertThat(fetch("w2")).isEmpty();
        assertThat(world.api().get("/workflowTasks/" + task.path("id").asText()).ok())
                .isEqualTo(world.api()
                        .get("/workflowTasks?topic=" + topic + "&state=open&enrollmentId=" + enrollment)
                        .ok()
                        .at("/data/0"));
    }

    @Test
    void aWorkerGetsTheVariablesThatItAsksFor() {
        request(topic);
        JsonNode task = fetch(
                        world.api(),
                        body -> ((ObjectNode) body.at("/topics/0"))
                                .putArray("variables")
                                .add("email"),
                        topic)
                .ok()
                .at("/data/0");
        assertThat(task.path("variables")).isEqualTo(Json.object("{\"email\": \"a@example.com\"}"));
    }

    @Test
    void aLockThatEndsLeavesTheTaskToTheNextWorker() {
        request(topic);
        String id = fetch(world.api(), body -> ((ObjectNode) body.at("/topics/0")).put("lockDuration", 300), topic)
                .ok()
                .at("/data/0/id")
                .asText();
        Patience.until("the lock to end", () -> !fetch("w2").isEmpty());
        assertThat(world.api().get("/workflowTasks/" + id).ok().path("attempts").asInt())
                .isEqualTo(2);
        for (String act : List.of("complete", "extendLock", "fail")) {
            act(
                            id,
                            act,
                            "{\"workerId\": \"w1\"%s}"
                                    .formatted(
                                            act.equals("extendLock")
                                                    ? ", \"lockDuration\": 1000"
                                                    : act.equals("fail") ? ", \"errorMessage\": \"x\"" : ""))
                    .problem(409, "lock-lost");
        }
    }

    @Test
    void aLockIsExtended() {
        request(topic);
        JsonNode task = fetch("w1").get(0);
        JsonNode longer = act(
                        task.path("id").asText(), "extendLock", "{\"workerId\": \"w1\", \"lockDuration\": 3600000}")
                .ok();
        assertThat(Instant.parse(longer.path("lockedUntil").asText()))
                .isAfter(Instant.parse(task.path("lockedUntil").asText()).plusSeconds(3_000));
    }

    @Test
    void aFailureIsTriedAgainAfterAPauseThatDoubles() {
        request(topic);
        String id = fetch("w1").at("/0/id").asText();
        String failure = "{\"workerId\": \"w1\", \"errorMessage\": \"503\"}";
        JsonNode failed = act(id, "fail", failure).ok();
        assertThat(failed.path("state").asText()).isEqualTo("open");
        assertThat(failed.path("retries").asInt()).isEqualTo(2);
        assertThat(failed.path("errorMessage").asText()).isEqualTo("503");
        assertThat(pause(failed)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
        assertThat(fetch("w1")).isEmpty();
        owner.sql("update workflow_task set due_at = now() - interval '1 second' where id = ?")
                .param(id)
                .update();
        assertThat(fetch("w1")).hasSize(1);
        assertThat(pause(act(id, "fail", failure).ok())).isBetween(Duration.ofSeconds(115), Duration.ofSeconds(120));
    }

    private static Duration pause(JsonNode task) {
        return Duration.between(Instant.now(), Instant.parse(task.path("dueAt").asText()));
    }

    @Test
    void aWorkerWaitsForATaskAndGetsItAtOnce() throws Exception {
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(
                () -> fetch(world.api(), body -> body.put("asyncResponseTimeout", 20_000), "other", topic)
                        .ok());
        Thread.sleep(500);
        assertThat(waiting).isNotDone();
        request(topic);
        assertThat(waiting.get(5, java.util.concurrent.TimeUnit.SECONDS).path("data"))
                .hasSize(1);
    }

    @Test
    void aWorkerThatWaitsInVainGetsNothing() {
        Instant begin = Instant.now();
        assertThat(fetch(world.api(), body -> body.put("asyncResponseTimeout", 1_000), topic)
                        .ok()
                        .path("data"))
                .isEmpty();
        assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
    }

    @Test
    void aKeyBoundToTopicsReachesItsOwn() {
        begin(worlds.organization());
        request(topic);
        request("pay");
        Api bound = world.api()
                .with(world.api().post("/apiKeys", """
                                {"name": "Pay", "scopes": ["workflowTasks:work"], "topics": ["pay"]}
                                """).created().path("key").asText());
        fetch(bound, body -> {}, topic).problem(403, "topic-not-allowed");
        JsonNode seen = bound.get("/workflowTasks").ok();
        assertThat(seen.path("data").findValuesAsText("topic")).containsExactly("pay");
        String other = fetch("w1").at("/0/id").asText();
        bound.get("/workflowTasks/" + other).problem(404, "not-found");
        bound.post("/workflowTasks/" + other + "/complete", "{\"workerId\": \"w1\"}")
                .problem(404, "not-found");
        assertThat(fetch(bound, body -> {}, "pay").ok().path("data")).hasSize(1);
        assertThat(world.api()
                        .post("/apiKeys", "{\"name\": \"x\", \"scopes\": [\"rules:read\"], \"topics\": [\"pay\"]}")
                        .faults())
                .containsExactly("/topics");
    }

    @Test
    void anotherWorkspaceSeesNothing() {
        request(topic);
        String id = fetch("w1").at("/0/id").asText();
        Api other = worlds.stranger().api();
        assertThat(fetch(other, body -> {}, topic).ok().path("data")).isEmpty();
        other.get("/workflowTasks/" + id).problem(404, "not-found");
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(world.api().post("/workflowTasks/fetchAndLock", """
                                {"workerId": " ", "maxTasks": 0, "asyncResponseTimeout": 600001,
                                 "topics": [{"topic": "a b", "lockDuration": 1}]}
                                """).faults())
                .containsExactlyInAnyOrder(
                        "/workerId", "/maxTasks", "/asyncResponseTimeout", "/topics/0/topic", "/topics/0/lockDuration");
        assertThat(fetch(world.api(), body -> {}, topic, topic).faults()).containsExactly("/topics/1/topic");
        request(topic);
        String id = fetch("w1").at("/0/id").asText();
        assertThat(act(id, "complete", "{\"workerId\": \"w1\", \"variables\": {\"found\": \"yes\", \"other\": 1}}")
                        .faults())
                .containsExactlyInAnyOrder("/variables/found", "/variables/other");
        assertThat(act(id, "retry", "{}")
                        .problem(409, "task-not-failed")
                        .path("detail")
                        .asText())
                .contains("open");
        assertThat(world.api().get("/workflowTasks?state=x&enrollmentId=y").faults())
                .containsExactlyInAnyOrder("/state", "/enrollmentId");
    }

    /** The event has the variables that the step names, and after the erasure of the person none. */
    @Test
    void theEventHasTheVariablesUntilThePersonIsErased() {
        begin(worlds.organization());
        request(topic);
        JsonNode event = world.events("type=workflow.task_created").path(0);
        assertThat(event.path("subject").asText())
                .isEqualTo(fetch("w1").at("/0/id").asText());
        assertThat(event.at("/data/variables/email").asText()).isEqualTo("a@example.com");
        assertThat(owner.sql("select data::text from event_log where id = ?")
                        .param(event.path("id").asText())
                        .query(String.class)
                        .single())
                .doesNotContain("example.com");
        world.api().delete("/enrollments/" + enrollment).expect(204);
        assertThat(world.events("type=workflow.task_created").at("/0/data/variables"))
                .isEqualTo(Json.object("{}"));
        assertThat(owner.sql("select count(*)::int from workflow_task where enrollment_id = ?")
                        .param(enrollment)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void fetchingTakesAsManyStatementsForManyTasksAsForOne() {
        request(topic);
        List<String> one =
                statements.during("http-nio", () -> assertThat(fetch("w1")).hasSize(1));
        for (int i = 0; i < 40; i++) {
            request(topic);
        }
        List<String> many = statements.during(
                "http-nio",
                () -> assertThat(fetch(world.api(), body -> body.put("maxTasks", 40), topic)
                                .ok()
                                .path("data"))
                        .hasSize(40));
        assertThat(many).as(String.join("\n", many)).hasSameSizeAs(one);
    }
}
