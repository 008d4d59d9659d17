package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Two nodes on one database, of which one has a clock ten minutes ahead and the other one ten minutes behind. Needs libfaketime
 * (Debian: {@code faketime}).
 */
@EnlistIT
@Tag("resilience")
class ClockIT {

    private static final Logger log = LoggerFactory.getLogger(ClockIT.class);

    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private static final int CLIENTS = 4;
    private static final int CREATES = Integer.getInteger("resilience.creates", 60);
    private static final int SHIFT = 600;
    private static final Pattern OFFSET = Pattern.compile("(?m)^enlist_clock_offset_seconds (.*)$");
    private static final int LOCK_MILLIS = 8_000;
    private static final Duration END = Duration.ofSeconds(20);

    /** Logged by the scheduler when a node takes the executions of another one for abandoned. */
    private static final String TAKEN_OVER = "dead execution";

    @Autowired
    Databases databases;

    private static Node shifted(Path directory, String name, Map<String, String> settings, String shift) {
        assertThat(Files.exists(FAKETIME)).as("libfaketime").isTrue();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LD_PRELOAD", FAKETIME.toString());
        environment.put("FAKETIME", shift);
        // what waits and measures in the JVM uses the monotonic clock, which a wrong clock does not move
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("DONT_FAKE_MONOTONIC", "1");
        // otherwise the ends of such waits are moved all the same: threads of the JVM never sleep, and a start takes
        // minutes
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return Node.start(directory, name, environment);
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }

    /** What the node has found of its own clock. */
    private static double offset(Node node) {
        Matcher sample = OFFSET.matcher(
                node.api().get("/actuator/prometheus").expect(200).text());
        assertThat(sample.find()).as("the metric of the clock").isTrue();
        return Double.parseDouble(sample.group(1));
    }

    @Test
    void nodesWhoseClocksDifferByTwentyMinutesHaveTheSameTime() {
        TestDatabase database = databases.migrated("clock");
        Instant began = Instant.now();
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node behind = shifted(directory, "behind", database.settings(), "-" + SHIFT);
        Node ahead = shifted(directory, "ahead", database.settings(), "+" + SHIFT);
        try {
            behind.untilReady();
            ahead.untilReady();
            assertThat(offset(behind)).isCloseTo(SHIFT, within(5.0));
            assertThat(offset(ahead)).isCloseTo(-SHIFT, within(5.0));
            String instance = world(behind).instance();
            try (JournaledClients clients = new JournaledClients(
                            List.of(behind.url(), ahead.url()), Node.KEY, instance, Duration.ofSeconds(20))
                    .deciding()) {
                clients.start(CLIENTS);
                clients.importing(CREATES);
                clients.untilFurther(2 * CREATES);
                aSessionIsValidAtBoth(behind, ahead);
                aRepetitionIsAnsweredByTheOther(behind, ahead, instance);
                aLockLastsAsLongAsItWasTaken(behind, ahead);
                aProgramEndsAtItsTime(behind, ahead);
                clients.untilFurther(CREATES);
                clients.stop();
                log.warn("clocks 20 minutes apart: {}", clients.summary());
                assertThat(clients.differences(database.client())).isEmpty();
                assertThat(eventsOutside(database, began))
                        .as("events that are not of the time of this test")
                        .isZero();
                for (Node node : List.of(behind, ahead)) {
                    assertThat(node.output())
                            .as("background work of the other node")
                            .doesNotContain(TAKEN_OVER);
                }
                assertThat(VerifyCommandIT.run(database)).as("every promise").isZero();
                clients.provesThatItSeesALoss(database.client());
            }
        } finally {
            ahead.close();
            behind.close();
            database.close();
        }
    }

    private static void aSessionIsValidAtBoth(Node behind, Node ahead) {
        for (Node first : List.of(behind, ahead)) {
            Node second = first == behind ? ahead : behind;
            String cookie = Browser.signedIn(first.url(), "admin@localhost", "test-administrator", false)
                    .cookie("JSESSIONID")
                    .orElseThrow();
            for (Node node : List.of(first, second, first)) {
                Browser browser = new Browser(node.url());
                assertThat(browser.send(browser.request("/session")
                                        .header("Cookie", "JSESSIONID=" + cookie)
                                        .GET())
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private static void aRepetitionIsAnsweredByTheOther(Node behind, Node ahead, String instance) {
        for (Node first : List.of(behind, ahead)) {
            Node second = first == behind ? ahead : behind;
            String path = "/programInstances/" + instance + "/enrollments";
            JsonNode person = World.applicant();
            String key = Cuid.next();
            JsonNode created =
                    first.api().post(path, person, "Idempotency-Key", key).created();
            assertThat(Instant.parse(created.path("createdAt").asText()))
                    .isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
            Reply repeated = second.api().post(path, person, "Idempotency-Key", key);
            assertThat(repeated.header("Idempotency-Replayed")).hasValue("true");
            assertThat(repeated.created().path("id")).isEqualTo(created.path("id"));
        }
    }

    /** A request of a workflow that a worker locked at one node is given to no other worker before its time, and then is. */
    private static void aLockLastsAsLongAsItWasTaken(Node behind, Node ahead) {
        World world = world(behind);
        RequestStepCrashIT.publish(world.api());
        String instance = world.instance(
                world.program(), i -> i.withObject("/config/review/workflow").put("slug", "account-review"));
        for (Node first : List.of(behind, ahead)) {
            Node second = first == behind ? ahead : behind;
            String id = world.submittedEnrollment(instance);
            Await.until(
                    "the request",
                    () -> fetched(first, "first").path("enrollmentId").asText().equals(id));
            Instant locked = Instant.now();
            assertThat(fetched(second, "second")).as("locked by another worker").isEmpty();
            AtomicReference<JsonNode> task = new AtomicReference<>();
            Await.until("the end of the lock", () -> {
                task.set(fetched(second, "second"));
                return !task.get().isEmpty();
            });
            assertThat(Duration.between(locked, Instant.now()))
                    .as("length of the lock")
                    .isBetween(Duration.ofMillis(LOCK_MILLIS - 1_500), Duration.ofMillis(LOCK_MILLIS + 10_000));
            assertThat(task.get().path("enrollmentId").asText()).isEqualTo(id);
            first.api()
                    .post(
                            "/workflowTasks/" + task.get().path("id").asText() + "/complete",
                            "{\"workerId\": \"second\", \"variables\": {\"found\": true}}")
                    .expect(200);
        }
    }

    /** @return the request that the worker got, or nothing */
    private static JsonNode fetched(Node node, String worker) {
        return node.api()
                .post("/workflowTasks/fetchAndLock", Json.object("""
                        {"workerId": "%s", "maxTasks": 1, "topics": [{"topic": "%s", "lockDuration": %d}]}
                        """.formatted(
                                worker, RequestStepCrashIT.TOPIC, LOCK_MILLIS)))
                .ok()
                .at("/data/0");
    }

    private static void aProgramEndsAtItsTime(Node behind, Node ahead) {
        World world = world(ahead);
        String instance = world.instance();
        String id = world.approvedEnrollment(instance);
        Instant end = Instant.now().plus(END);
        Api api = world.api();
        api.patch("/programInstances/" + instance, Json.object("{}").put("endDate", end.toString()))
                .ok();
        Await.until("the end of the program", () -> !world(behind).statusOf(id).equals("approved"));
        assertThat(Instant.now()).as("the end of the program").isBetween(end, end.plusSeconds(60));
    }

    /** Each event was written during this test. */
    private static long eventsOutside(TestDatabase database, Instant began) {
        return database.sql("select count(*) from event_log where time < ? or time > now()")
                .param(Timestamp.from(began.minusSeconds(5)))
                .query(Long.class)
                .single();
    }
}
