package dev.enlist.webhooks.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Node;
import dev.enlist.support.Api;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on one database deliver events to an {@link UnreliableReceiver}, and are killed in turn. Clients continue
 * with a node that is running. In the end the receiver must have every event of the event log.
 */
final class DeliveryRun implements AutoCloseable {

    private static final JsonNode NOTHING = Json.object("{}");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
    private static final int STARTS = 3;
    private static final String CHANGES = "type in ('enrollment.created', 'enrollment.status_changed')";

    private final Path directory;
    private final Map<String, String> environment;
    private final JdbcClient database;
    private final AtomicReferenceArray<Node> nodes = new AtomicReferenceArray<>(2);
    final UnreliableReceiver receiver = new UnreliableReceiver(ANSWER_WITHIN.multipliedBy(2));
    private int starts;

    /** @param datasource settings of an empty database of its own */
    DeliveryRun(Path directory, Map<String, String> datasource, JdbcClient database) {
        this.directory = directory;
        this.database = database;
        this.environment = new TreeMap<>(datasource);
        environment.put("ENLIST_WEBHOOKS_ALLOW_PRIVATE", "true");
        environment.put("ENLIST_WEBHOOKS_ANSWER_WITHIN", ANSWER_WITHIN.toMillis() + "ms");
        // one of ten requests times out; after two in a row a node would send nothing for 30 seconds
        environment.put("ENLIST_WEBHOOKS_PAUSEOFHANGING", "200ms");
        environment.put("ENLIST_WEBHOOKS_LEASE", "5s");
        environment.put("ENLIST_WEBHOOKS_PAUSE", "100ms");
        // short waits, and so many attempts that no delivery is given up while three of ten requests fail
        environment.put("ENLIST_WEBHOOKS_RETRY_AFTER", "200ms,300ms,500ms" + ",1s".repeat(20));
        environment.put("ENLIST_LIMITS_CALLER_PER_SECOND", "0");
        environment.put("ENLIST_LIMITS_WORKSPACE_PER_SECOND", "0");
    }

    private Node start() {
        return Node.start(directory, "node-" + starts++, environment);
    }

    /** Starts a node with a long timeout, for machines under load. */
    private static void startWithLongTimeout(Node node) {
        for (int left = STARTS; left > 0; left--) {
            try {
                node.untilReady();
                return;
            } catch (AssertionError late) {
                if (left == 1) {
                    throw late;
                }
            }
        }
    }

    /** Starts both nodes and creates the webhook; returns the program instance to enroll in. */
    String begin() {
        nodes.set(0, start());
        startWithLongTimeout(nodes.get(0));
        nodes.set(1, start());
        startWithLongTimeout(nodes.get(1));
        World world = new World(new WorkspaceRef("", ""), nodes.get(0).api());
        String instance = world.instance();
        JsonNode webhook = world.api()
                .post(
                        "/webhooks",
                        Json.object("{\"types\": [\"enrollment.created\", \"enrollment.status_changed\"]}")
                                .put("url", receiver.url()))
                .created();
        receiver.verifiesWith(webhook.path("secret").asText());
        return instance;
    }

    /**
     * Enrolls people until approval with several clients, and kills a node each time another share of them is approved.
     */
    void work(String instance, int people, int clients, int kills) throws InterruptedException {
        AtomicInteger through = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        for (int client = 0; client < clients; client++) {
            threads.submit(() -> {
                while (through.get() < people) {
                    if (approve(instance)) {
                        through.incrementAndGet();
                    }
                }
            });
        }
        threads.shutdown();
        for (int kill = 1; kill <= kills; kill++) {
            int part = kill * people / (kills + 1);
            while (through.get() < part) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            int victim = kill % 2;
            nodes.get(victim).kill();
            nodes.set(victim, start());
            startWithLongTimeout(nodes.get(victim));
        }
        if (!threads.awaitTermination(3, TimeUnit.HOURS)) {
            throw new AssertionError("The clients do not come to an end");
        }
    }

    /** Returns false if the node was killed meanwhile; the caller then enrolls another person. */
    private boolean approve(String instance) {
        Api api = nodes.get(ThreadLocalRandom.current().nextInt(nodes.length())).api();
        try {
            JsonNode made = api.post("/programInstances/" + instance + "/enrollments", World.applicant())
                    .created();
            String step = "/enrollments/" + made.path("id").asText();
            api.post(step + "/submit", NOTHING).ok();
            api.post(step + "/approve", NOTHING).ok();
            return true;
        } catch (RuntimeException | AssertionError gone) {
            pause();
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ids of the logged events that were not delivered. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        database.sql("select id from event_log where " + CHANGES).query(row -> {
            String id = row.getString(1);
            if (!receiver.hasTaken(id)) {
                missing.add(id);
            }
        });
        return missing;
    }

    long happened() {
        return database.sql("select count(*) from event_log where " + CHANGES)
                .query(Long.class)
                .single();
    }

    long statusChanges() {
        return database.sql("select count(*) from event_log where type = 'enrollment.status_changed'")
                .query(Long.class)
                .single();
    }

    long givenUp() {
        return database.sql("select count(*) from webhook_delivery where status = 'failed'")
                .query(Long.class)
                .single();
    }

    String output() {
        return nodes.get(0).output() + nodes.get(1).output();
    }

    @Override
    public void close() {
        receiver.close();
        for (int i = 0; i < nodes.length(); i++) {
            if (nodes.get(i) != null) {
                nodes.get(i).close();
            }
        }
    }
}
