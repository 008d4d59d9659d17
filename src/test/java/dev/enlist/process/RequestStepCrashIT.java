package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.workflow.WorkflowXml;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Eight workers do the request steps of workflows on two nodes, of which one is killed five times: each request is done once,
 * and none is lost. Larger with {@code -Dworkflow.requests=100000}, and then with {@code -Denlist.node.options=-XX:+UseSerialGC}:
 * nodes that live for minutes gain from the better compiler.
 */
@EnlistIT
@Tag("resilience")
class RequestStepCrashIT {

    private static final Logger log = LoggerFactory.getLogger(RequestStepCrashIT.class);

    private static final int REQUESTS = Integer.getInteger("workflow.requests", 240);
    private static final int WORKERS = 8;
    private static final int KILLS = 5;

    /** A node is killed in each part of the requests but the last. */
    private static final int PARTS = KILLS + 1;

    /** Tasks that a worker fetches at once. Few of all, so that each kill meets workers in the middle of their work. */
    private static final int FETCH = Math.max(3, Math.min(40, REQUESTS / 500));

    /** Tasks that a worker does at the same time. */
    private static final int AT_ONCE = 8;

    /** Of so many fetches one worker dies with its tasks, which others get after the end of the lock. */
    private static final int DEATH = 50;

    private static final int LOCK_MILLIS = 15_000;
    private static final int UNAVAILABLE = 503;
    static final String TOPIC = "verify-account";

    @Autowired
    Databases databases;

    private final AtomicReference<Node> doomed = new AtomicReference<>();
    private final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Workers wait at this number until the killed node is back, so that each kill meets a node that works. */
    private final AtomicInteger mayBeDone = new AtomicInteger();

    @Test
    void eachRequestIsDoneOnceAndNoneIsLost() {
        TestDatabase database = databases.migrated("requests");
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        environment.put("ENLIST_BULK_CONFIRMABOVE", String.valueOf(REQUESTS));
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        doomed.set(Node.start(directory, "doomed-0", environment).untilReady());
        try (Node survivor = Node.start(directory, "survivor", environment).untilReady()) {
            World world = new World(new WorkspaceRef("", ""), survivor.api());
            publish(world.api());
            String instance = world.instance(
                    world.program(),
                    i -> i.withObject("/config/review/workflow").put("slug", "account-review"));
            submitted(world.api(), instance);

            CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> {
                for (int kill = 1; kill <= KILLS; kill++) {
                    // in the middle of a part of the work, of which the rest goes on at the other node meanwhile
                    int done = part(2 * kill - 1, 2 * PARTS);
                    mayBeDone.set(part(kill, PARTS));
                    while (effects.size() < done && !over.get()) {
                        pause();
                    }
                    doomed.get().kill();
                    log.info("kill {} at {} requests", kill, effects.size());
                    doomed.set(Node.start(directory, "doomed-" + kill, environment));
                    doomed.get().untilReady();
                }
                mayBeDone.set(REQUESTS);
            });
            Progress progress = new Progress("requests done");
            try {
                Together.at(WORKERS, worker -> work(worker, survivor, killing, progress));
            } finally {
                over.set(true);
            }
            killing.join();
            progress.at(effects.size());
            log.info(
                    "{} requests by {} workers on two nodes, one killed {} times: {} calls repeated on the other node, {}"
                            + " workers died with their tasks, {} completions after the end of a lock",
                    REQUESTS,
                    WORKERS,
                    KILLS,
                    repeated,
                    deaths,
                    late);

            assertThat(effects).hasSize(REQUESTS);
            assertThat(effects.values()).allSatisfy(times -> assertThat(times).hasValue(1));
            assertEachDoneOnce(database);
            assertThat(world.isConsistent()).isTrue();
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.ofEnrollments());
            PlantedFault.failsBy(
                    database.dataSource(),
                    "update workflow_task set state = 'open', due_at = now(), finished_at = null where id = (select id from workflow_task limit 1)",
                    () -> assertEachDoneOnce(database),
                    "tasks completed");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from act_ru_task where id_ = (select id_ from act_ru_task limit 1)",
                    () -> assertEachDoneOnce(database),
                    "processes at the next step");
        } finally {
            doomed.get().close();
            database.close();
        }
    }

    private static void assertEachDoneOnce(TestDatabase database) {
        count(database, "tasks completed", "select count(*) from workflow_task where state = 'completed'");
        count(database, "tasks", "select count(*) from workflow_task");
        count(
                database,
                "steps completed",
                "select count(*) from workflow_step where kind = 'request' and outcome = 'completed'");
        count(
                database,
                "processes at the next step",
                "select count(*) from act_ru_task where task_def_key_ = 'user_decide__decision'");
    }

    private static void count(TestDatabase database, String what, String query) {
        long found = database.count(query);
        log.info("{}: {} of {}", what, found, REQUESTS);
        assertThat(found).as(what).isEqualTo(REQUESTS);
    }

    private static int part(int parts, int all) {
        return (int) ((long) REQUESTS * parts / all);
    }

    static void publish(Api api) {
        String xml = new WorkflowXml()
                .start()
                .service("verify", "request:" + TOPIC, Map.of("results", "found: boolean", "result", "account"))
                .decision("user_decide", Map.of())
                .service("decide", "decide", Map.of("outcome", "reviewer"))
                .end("end")
                .flow("f1", "start", "verify")
                .flow("f2", "verify", "user_decide")
                .flow("f3", "user_decide", "decide")
                .flow("f4", "decide", "end")
                .xml();
        api.post("/workflows", Json.object("{\"slug\": \"account-review\", \"name\": \"Review\"}"))
                .created();
        api.putXml("/workflows/account-review/draft", xml).ok();
        api.post("/workflows/account-review/draft/publish", Json.object("{\"note\": \"First\"}"))
                .created();
    }

    /** Imports the applications and submits them as one bulk decision; the process of each waits at its request then. */
    private static void submitted(Api api, String instance) {
        StringBuilder file = new StringBuilder("firstName,lastName,email,state,zip,make\n");
        for (int row = 0; row < REQUESTS; row++) {
            file.append("Nora,Field,person").append(row).append("@example.com,NY,10001,tesla\n");
        }
        JsonNode imported =
                new Imports(api).csv(instance, "", file.toString()).expect(202).json();
        assertThat(untilOver(api, "/imports/" + imported.path("id").asText(), "applications imported")
                        .path("created")
                        .asInt())
                .isEqualTo(REQUESTS);
        String order = "{\"action\": \"submit\", \"filter\": {\"programInstanceId\": \"%s\", \"status\": \"eligible\"}}"
                .formatted(instance);
        JsonNode ordered = api.post("/enrollments/bulk", order).json();
        assertThat(untilOver(api, "/bulkDecisions/" + ordered.path("id").asText(), "applications submitted")
                        .path("moved")
                        .asInt())
                .isEqualTo(REQUESTS);
    }

    /** However long it takes, as long as it goes on: as one or the other it is processed in the background. */
    private static JsonNode untilOver(Api api, String path, String what) {
        Progress progress = new Progress(what);
        while (true) {
            JsonNode state = api.get(path).ok();
            progress.at(state.path("processed").asInt());
            if (!state.path("status").asText().matches("queued|running")) {
                assertThat(state.path("status").asText()).as(state.toString()).isEqualTo("completed");
                return state;
            }
            pause();
        }
    }

    /** Logs each twentieth of the requests with the rate since the beginning. */
    private static final class Progress {

        private final String what;
        private final long began = System.nanoTime();
        private int logged;

        private Progress(String what) {
            this.what = what;
        }

        synchronized void at(int done) {
            if (done >= REQUESTS ? logged < REQUESTS : done - logged >= Math.max(1, REQUESTS / 20)) {
                logged = done;
                double seconds = (System.nanoTime() - began) / 1e9;
                log.info(
                        "{}: {} of {} in {} s, {} per second",
                        what,
                        done,
                        REQUESTS,
                        Math.round(seconds),
                        Math.round(done / seconds));
            }
        }
    }

    /** Works until all requests are done and the last kill is over; half of the workers begin with each node. */
    private int work(int number, Node survivor, CompletableFuture<Void> killing, Progress progress) {
        Random random = new Random(number);
        String worker = "w" + number;
        while (effects.size() < REQUESTS) {
            if (killing.isCompletedExceptionally()) {
                killing.join();
            }
            if (effects.size() >= mayBeDone.get()) {
                pause();
                continue;
            }
            String fetch =
                    "{\"workerId\": \"%s\", \"maxTasks\": %d, \"topics\": [{\"topic\": \"%s\", \"lockDuration\": %d}]}"
                            .formatted(worker, FETCH, TOPIC, LOCK_MILLIS);
            JsonNode tasks = send(number, survivor, api -> api.post("/workflowTasks/fetchAndLock", fetch))
                    .ok()
                    .path("data");
            if (tasks.isEmpty()) {
                pause();
            } else if (random.nextInt(DEATH) == 0) {
                worker = "w" + number + "-" + deaths.incrementAndGet();
                continue;
            }
            List<String> ids = new ArrayList<>();
            tasks.forEach(task -> ids.add(task.path("id").asText()));
            AtomicInteger next = new AtomicInteger();
            String holder = worker;
            Together.at(Math.min(AT_ONCE, Math.max(1, ids.size())), one -> {
                for (int at = next.getAndIncrement(); at < ids.size(); at = next.getAndIncrement()) {
                    complete(number, survivor, holder, ids.get(at));
                    progress.at(effects.size());
                }
                return one;
            });
        }
        return number;
    }

    private void complete(int number, Node survivor, String worker, String id) {
        String completion = "{\"workerId\": \"%s\", \"variables\": {\"found\": true}}".formatted(worker);
        Reply reply = send(number, survivor, api -> api.post("/workflowTasks/" + id + "/complete", completion));
        if (reply.status() == 200) {
            effects.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
        } else {
            reply.problem(409, "lock-lost");
            late.incrementAndGet();
        }
    }

    /**
     * A request whose node was killed, or has just begun to start, is repeated on the other one, which may find it done.
     */
    private Reply send(int worker, Node survivor, Function<Api, Reply> request) {
        if (worker % 2 == 0) {
            return request.apply(survivor.api());
        }
        try {
            Reply reply = request.apply(doomed.get().api());
            if (reply.status() != UNAVAILABLE) {
                return reply;
            }
        } catch (UncheckedIOException e) {
            log.debug("the node is gone", e);
        }
        repeated.incrementAndGet();
        return request.apply(survivor.api());
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
