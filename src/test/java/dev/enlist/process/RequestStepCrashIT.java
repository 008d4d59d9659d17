package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.workflow.WorkflowXml;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
 * and none is lost. Larger with {@code -Dworkflow.requests=100000}.
 */
@EnlistIT
@Tag("resilience")
class RequestStepCrashIT {

    private static final Logger log = LoggerFactory.getLogger(RequestStepCrashIT.class);

    private static final int REQUESTS = Integer.getInteger("workflow.requests", 240);
    private static final int WORKERS = 8;
    private static final int CLIENTS = 8;
    private static final int KILLS = 5;

    /** A node is killed in each part of the requests but the last. */
    private static final int PARTS = KILLS + 1;

    private static final int LOCK_MILLIS = 5_000;
    private static final int UNAVAILABLE = 503;
    private static final String TOPIC = "verify-account";

    @Autowired
    Databases databases;

    private final AtomicReference<Node> doomed = new AtomicReference<>();
    private final Map<String, AtomicInteger> effects = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Workers wait at this number until the killed node is back, so that each kill meets a node that works. */
    private final AtomicInteger mayBeDone = new AtomicInteger();

    @Test
    void eachRequestIsDoneOnceAndNoneIsLost() {
        TestDatabase database = databases.migrated("requests");
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        doomed.set(Node.start(directory, "doomed-0", environment).untilReady());
        try (Node survivor = Node.start(directory, "survivor", environment).untilReady()) {
            World world = new World(new WorkspaceRef("", ""), survivor.api());
            publish(world.api());
            String instance = world.instance(
                    world.program(),
                    i -> i.withObject("/config/review/workflow").put("slug", "account-review"));
            AtomicInteger next = new AtomicInteger();
            Together.at(CLIENTS, client -> {
                while (next.getAndIncrement() < REQUESTS) {
                    world.submittedEnrollment(instance);
                }
                return client;
            });

            CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> {
                for (int kill = 1; kill <= KILLS; kill++) {
                    // in the middle of a part of the work, of which the rest goes on at the other node meanwhile
                    int done = part(2 * kill - 1, 2 * PARTS);
                    mayBeDone.set(part(kill, PARTS));
                    while (effects.size() < done && !over.get()) {
                        pause();
                    }
                    doomed.get().kill();
                    doomed.set(Node.start(directory, "doomed-" + kill, environment));
                    doomed.get().untilReady();
                }
                mayBeDone.set(REQUESTS);
            });
            long began = System.nanoTime();
            try {
                Together.at(WORKERS, worker -> work(worker, survivor, killing));
            } finally {
                over.set(true);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            killing.join();
            log.info(
                    "{} requests by {} workers on two nodes, one killed {} times: {} s, {} per second, {} answers repeated",
                    REQUESTS,
                    WORKERS,
                    KILLS,
                    Math.round(seconds),
                    Math.round(REQUESTS / seconds),
                    repeated);

            assertThat(effects).hasSize(REQUESTS);
            assertThat(effects.values()).allSatisfy(times -> assertThat(times).hasValue(1));
            assertThat(database.count("select count(*) from workflow_task where state = 'completed'"))
                    .isEqualTo(REQUESTS);
            assertThat(database.count("select count(*) from workflow_task")).isEqualTo(REQUESTS);
            assertThat(database.count(
                            "select count(*) from workflow_step where kind = 'request' and outcome = 'completed'"))
                    .isEqualTo(REQUESTS);
            assertThat(database.count("select count(*) from act_ru_task where task_def_key_ = 'user_decide__decision'"))
                    .isEqualTo(REQUESTS);
            assertThat(world.isConsistent()).isTrue();
        } finally {
            doomed.get().close();
            database.close();
        }
    }

    private static int part(int parts, int all) {
        return (int) ((long) REQUESTS * parts / all);
    }

    private static void publish(Api api) {
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

    /** Works until all requests are done and the last kill is over; half of the workers begin with each node. */
    private int work(int number, Node survivor, CompletableFuture<Void> killing) {
        Random random = new Random(number);
        String worker = "w" + number;
        String fetch =
                "{\"workerId\": \"%s\", \"maxTasks\": 5, \"topics\": [{\"topic\": \"%s\", \"lockDuration\": %d}]}"
                        .formatted(worker, TOPIC, LOCK_MILLIS);
        while (effects.size() < REQUESTS) {
            if (killing.isCompletedExceptionally()) {
                killing.join();
            }
            if (effects.size() >= mayBeDone.get()) {
                pause();
                continue;
            }
            JsonNode tasks = send(number, survivor, api -> api.post("/workflowTasks/fetchAndLock", fetch))
                    .ok()
                    .path("data");
            for (JsonNode task : tasks) {
                String id = task.path("id").asText();
                Reply reply = send(
                        number,
                        survivor,
                        api -> api.post(
                                "/workflowTasks/" + id + "/complete",
                                "{\"workerId\": \"%s\", \"variables\": {\"found\": true}}".formatted(worker)));
                if (reply.status() == 200) {
                    effects.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
                } else {
                    reply.problem(409, "lock-lost");
                }
            }
            if (tasks.isEmpty() || random.nextInt(20) == 0) {
                pause();
            }
        }
        return number;
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
