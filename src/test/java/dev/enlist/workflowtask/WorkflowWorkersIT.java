package dev.enlist.workflowtask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Patience;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Requests of a running workflow: workers complete them, die, are late, and give up; the process goes on or ends. */
@EnlistIT
class WorkflowWorkersIT {

    private static final Logger log = LoggerFactory.getLogger(WorkflowWorkersIT.class);

    private static final String ACCOUNT = "verify-account";
    private static final String DEVICE = "verify-device";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    @Autowired
    WorkerTaskService tasks;

    World world;
    String instance;

    @BeforeEach
    void anInstanceThatVerifies() {
        world = worlds.organization();
        instance = world.instance(
                world.program(),
                i -> i.set(
                        "config",
                        Json.object("{\"review\": {\"workflow\": {\"slug\": \"review-verify-then-single\"}}}")));
    }

    private JsonNode fetch(String worker, int most, int lock, int wait) {
        ObjectNode body =
                Json.object("{}").put("workerId", worker).put("maxTasks", most).put("asyncResponseTimeout", wait);
        for (String topic : List.of(ACCOUNT, DEVICE)) {
            body.withArray("topics").addObject().put("topic", topic).put("lockDuration", lock);
        }
        return world.api().post("/workflowTasks/fetchAndLock", body).ok().path("data");
    }

    private JsonNode one() {
        return fetch("w", 1, 60_000, 0).get(0);
    }

    private Reply complete(JsonNode task, String worker) {
        String result = task.path("topic").asText().equals(ACCOUNT) ? "found" : "verified";
        return world.api()
                .post(
                        "/workflowTasks/" + task.path("id").asText() + "/complete",
                        "{\"workerId\": \"%s\", \"variables\": {\"%s\": true}}".formatted(worker, result));
    }

    private List<String> places(String enrollment) {
        return world.api()
                .get("/enrollments/" + enrollment + "/process")
                .ok()
                .path("places")
                .findValuesAsText("name");
    }

    @Test
    void theProcessGoesOnWithEachCompletion() {
        String enrollment = world.submittedEnrollment(instance);
        JsonNode account = one();
        assertThat(account.path("topic").asText()).isEqualTo(ACCOUNT);
        assertThat(account.at("/workflow/slug").asText()).isEqualTo("review-verify-then-single");
        assertThat(account.path("variables").has("applicationNumber")).isTrue();
        assertThat(account.path("variables").has("email")).isFalse();
        JsonNode done = complete(account, "w").ok();
        assertThat(done.path("state").asText()).isEqualTo("completed");
        assertThat(done.at("/results/found").asBoolean()).isTrue();
        JsonNode device = one();
        assertThat(device.path("topic").asText()).isEqualTo(DEVICE);
        assertThat(complete(account, "w").ok()).as("completing again").isEqualTo(done);
        complete(account, "other").problem(409, "lock-lost");
        complete(device, "w").ok();
        assertThat(world.api().get("/reviews?perPage=50").ok().toString()).contains(enrollment);
        world.api().post("/enrollments/" + enrollment + "/approve", "{}").ok();
        assertThat(world.statusOf(enrollment)).isEqualTo("approved");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aRequestWithoutRetriesIsAnIncidentUntilItIsTriedAgain() {
        String enrollment = world.submittedEnrollment(instance);
        String id = one().path("id").asText();
        JsonNode failed = world.api()
                .post(
                        "/workflowTasks/" + id + "/fail",
                        "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                .ok();
        assertThat(failed.path("state").asText()).isEqualTo("failed");
        assertThat(fetch("w", 1, 1_000, 0)).isEmpty();
        JsonNode incidents = world.api().get("/reports/process").ok().path("incidents");
        assertThat(incidents.toString()).contains(enrollment).contains(id);
        world.api().post("/workflowTasks/" + id + "/retry", "{}").ok();
        assertThat(world.api().get("/reports/process").ok().path("incidents")).isEmpty();
        JsonNode again = one();
        assertThat(again.path("id").asText()).isEqualTo(id);

        world.api()
                .post(
                        "/workflowTasks/" + id + "/fail",
                        "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": 0}")
                .ok();
        JsonNode retried = world.api()
                .post("/enrollments/" + enrollment + "/process/retry", "")
                .ok()
                .path("data");
        assertThat(retried.findValuesAsText("outcome")).containsExactly("requested");
        assertThat(world.api().get("/reports/process").ok().path("incidents")).isEmpty();
        JsonNode third = one();
        assertThat(third.path("id").asText()).isEqualTo(id);
        complete(third, "w").ok();
    }

    @Test
    void aTaskIsClosedWithTheApplication() {
        String enrollment = world.submittedEnrollment(instance);
        JsonNode task = one();
        world.api()
                .post("/enrollments/" + enrollment + "/reject", "{\"reason\": \"Moved away\"}")
                .ok();
        complete(task, "w").problem(409, "task-closed");
        assertThat(world.api()
                        .get("/workflowTasks/" + task.path("id").asText())
                        .ok()
                        .path("state")
                        .asText())
                .isEqualTo("closed");
    }

    @Test
    void theEventHasOnlyWhatTheStepNames() {
        String enrollment = world.submittedEnrollment(instance);
        JsonNode event = world.events("type=workflow.task_created").at("/0/data");
        assertThat(event.path("enrollmentId").asText()).isEqualTo(enrollment);
        List<String> names = new ArrayList<>();
        event.path("variables").fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactlyInAnyOrder("applicationNumber", "state", "postalCode", "metadata");
    }

    /** What each call of a worker sends to the database, whose rate bounds that of the workers. */
    @Test
    void limitsTheStatementsOfACompletionAndOfAFailure() {
        for (int i = 0; i < 3; i++) {
            world.submittedEnrollment(instance);
        }
        List<JsonNode> accounts = new ArrayList<>();
        fetch("w", 3, 60_000, 0).forEach(accounts::add);
        complete(accounts.get(0), "w").ok();
        costsAtMost(
                31,
                "complete, the next step is a request",
                () -> complete(accounts.get(1), "w").ok());
        List<JsonNode> devices = new ArrayList<>();
        fetch("w", 2, 60_000, 0).forEach(devices::add);
        complete(devices.get(0), "w").ok();
        costsAtMost(
                33,
                "complete, the next step is a task",
                () -> complete(devices.get(1), "w").ok());
        costsAtMost(4, "fail", () -> fail(accounts.get(2), 1));
        JsonNode again = one();
        costsAtMost(14, "fail without retries", () -> fail(again, 0));
    }

    /** What a batch of completions costs more with each of them. */
    @Test
    void aBatchOfCompletionsSharesItsStatements() {
        complete(submittedAndLocked(1).get(0), "w").ok();
        int few = costOf(3);
        int many = costOf(13);
        assertThat((many - few) / 10.0)
                .as("statements of each further completion")
                .isLessThanOrEqualTo(5);
    }

    private int costOf(int completions) {
        List<TaskCompletion> batch = submittedAndLocked(completions).stream()
                .map(task -> new TaskCompletion(
                        task.path("id").asText(), "w", Map.of("found", true), WorkflowTaskAccess.ALL))
                .toList();
        List<String> sent = statements.during(
                Thread.currentThread().getName(),
                () -> assertThat(world.in(() -> tasks.completeAll(batch))).hasSize(completions));
        log.info("{} completions in {} statements", completions, sent.size());
        return sent.size();
    }

    private List<JsonNode> submittedAndLocked(int applications) {
        for (int i = 0; i < applications; i++) {
            world.submittedEnrollment(instance);
        }
        List<JsonNode> locked = new ArrayList<>();
        fetch("w", 100, 60_000, 0).forEach(task -> {
            if (task.path("topic").asText().equals(ACCOUNT)) {
                locked.add(task);
            }
        });
        assertThat(locked).hasSize(applications);
        return locked;
    }

    private void fail(JsonNode task, int retries) {
        world.api()
                .post(
                        "/workflowTasks/" + task.path("id").asText() + "/fail",
                        "{\"workerId\": \"w\", \"errorMessage\": \"503\", \"retries\": %d, \"retryTimeout\": 0}"
                                .formatted(retries))
                .ok();
    }

    private void costsAtMost(int most, String what, Runnable call) {
        List<String> sent = statements.during("http-nio", call);
        assertThat(sent).as(what).isNotEmpty();
        assertThat(sent.size()).as(what + "\n" + String.join("\n", sent)).isLessThanOrEqualTo(most);
    }

    /** Of ten fetches one worker dies with its tasks, and another completes after the end of its lock. */
    @Test
    void eightWorkersDoEachTaskOnceAlsoWhereSomeDie() {
        int applications = 80;
        Together.at(4, n -> {
            for (int i = 0; i < applications / 4; i++) {
                world.submittedEnrollment(instance);
            }
            return n;
        });
        Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
        AtomicInteger deaths = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        Together.at(8, n -> {
            Random random = new Random(n);
            String worker = "w" + n;
            for (int round = 0; effects.size() < 2 * applications && round < 2_000; round++) {
                JsonNode tasks = fetch(worker, 5, 1_500, 500);
                if (!tasks.isEmpty() && random.nextInt(10) == 0) {
                    worker = "w" + n + "-" + deaths.incrementAndGet();
                    continue;
                }
                for (JsonNode task : tasks) {
                    if (random.nextInt(40) == 0) {
                        late.incrementAndGet();
                        pause(1_600);
                    }
                    Reply reply = complete(task, worker);
                    if (reply.status() == 200) {
                        effects.computeIfAbsent(task.path("id").asText(), id -> new AtomicInteger())
                                .incrementAndGet();
                    } else {
                        reply.problem(409, "lock-lost");
                    }
                }
            }
            return n;
        });
        assertThat(deaths).hasPositiveValue();
        assertThat(late).hasPositiveValue();
        assertThat(effects).hasSize(2 * applications);
        assertThat(effects.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(owner.sql("""
                                select state || ' ' || topic || ' ' || count(*) from workflow_task where workspace_id = ?
                                group by state, topic order by topic
                                """)
                        .param(world.workspace().workspaceId())
                        .query(String.class)
                        .list())
                .containsExactly("completed verify-account " + applications, "completed verify-device " + applications);
        Patience.until("all reviews to wait for a person", () -> world.isConsistent());
        assertThat(Stream.of(world.api().get("/reviews/counts").ok().toString()))
                .isNotEmpty();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
