package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clients behind a load balancer, in one: each request goes to the next node that is ready, as the probes of Kubernetes find it,
 * and is never sent again. An answer other than the expected one is a failure. Enrollments wait between their steps, a share of
 * them until the next {@linkplain #phase phase}, so that each step is done by nodes of one release on what nodes of the other wrote. The choices
 * follow a seed, which is logged and can be given as {@code -Dresilience.seed}.
 */
final class RollingClients implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RollingClients.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PROBE_MILLIS = 200;
    private static final int MOST_WAITING = 60;
    private static final int LONGEST_PAUSE_MILLIS = 40;

    private static final int OK = 200;
    private static final int CREATED = 201;

    /** Steps by the status from which they lead, with the status after them. */
    private static final Map<String, List<Step>> STEPS = Map.of(
            "candidate", List.of(new Step("evaluate", "eligible")),
            "eligible",
                    List.of(
                            new Step("submit", "submitted"),
                            new Step("submit", "submitted"),
                            new Step("move", "ineligible")),
            "submitted",
                    List.of(
                            new Step("approve", "approved"),
                            new Step("approve", "approved"),
                            new Step("reject", "rejected")),
            "approved", List.of(new Step("unenroll", "unenrolled")));

    private record Step(String name, String status) {}

    private record Target(Node node, String release, AtomicBoolean ready) {}

    /** @param by the release of the node that did its last step */
    private record Waiting(String email, String status, String by) {}

    private final Journal journal = new Journal();
    private final List<Target> targets = new CopyOnWriteArrayList<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Waiting> held = new ConcurrentLinkedQueue<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final Set<String> pairs = ConcurrentHashMap.newKeySet();
    private final long seed = Long.getLong("resilience.seed", System.nanoTime());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String instance;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile String phase = "";
    private volatile boolean stopped;

    RollingClients(String instance) {
        this.instance = instance;
        log.warn("Rolling clients use the seed {}", seed);
    }

    /** A ready node of a release. */
    void add(Node node, String release) {
        Target target = new Target(node, release, new AtomicBoolean(true));
        targets.add(target);
        threads.submit(() -> probe(target));
    }

    void start(int clients) {
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.submit(() -> work(number));
        }
    }

    /** Names what is done from now on, continues what was held, and waits for so many answers. */
    void phase(String name, int answers) {
        phase = name;
        for (Waiting one = held.poll(); one != null; one = held.poll()) {
            waiting.add(one);
        }
        int enough = requests.get() + answers;
        Await.until(name, () -> requests.get() >= enough, () -> requests + " answers; " + failures);
        log.warn("{}: {} people, {} answers, {} failures", name, journal.size(), requests, failures.size());
    }

    /** Asks a node to end, which says that it is not ready, and goes on serving for a while. */
    void stop(Node node) {
        assertThat(node.stopsWithin(90)).as("a graceful stop").isTrue();
        targets.removeIf(target -> target.node() == node);
    }

    private void probe(Target target) {
        while (!stopped && targets.contains(target)) {
            target.ready().set(target.node().isReady());
            try {
                TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work(int client) {
        Random random = new Random(seed + client);
        for (int person = 0; !stopped; person++) {
            try {
                Waiting next = waiting.size() + random.nextInt(MOST_WAITING) < MOST_WAITING ? null : waiting.poll();
                if (next == null) {
                    create(journal.email(client + "-" + person), random);
                } else {
                    step(next, random);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                failures.add(phase + ": " + e);
            }
        }
    }

    private void create(String email, Random random) throws InterruptedException {
        boolean evaluate = random.nextInt(4) > 0;
        ObjectNode body = World.applicant().put("email", email).put("evaluate", evaluate);
        String path = "/programInstances/" + instance + "/enrollments";
        String key = Cuid.next();
        Target target = next();
        JsonNode answer = send("create", target, "POST", path, body, key, CREATED);
        if (answer == null) {
            return;
        }
        wait(email, "create", answer, evaluate ? "eligible" : "candidate", target, "", random);
        if (random.nextInt(5) == 0) {
            JsonNode again = send("create again", next(), "POST", path, body, key, CREATED);
            if (again != null && !again.path("id").equals(answer.path("id"))) {
                failures.add(phase + ": a repeated request was answered otherwise: " + again);
            }
        }
    }

    private void step(Waiting enrollment, Random random) throws InterruptedException {
        String path = "/enrollments/" + journal.id(enrollment.email());
        if (random.nextInt(3) == 0) {
            JsonNode read = send("read", next(), "GET", path, null, null, OK);
            if (read != null && !read.at("/eligibility/status").asText().equals(enrollment.status())) {
                failures.add(phase + ": " + enrollment + " was read as " + read);
            }
        }
        List<Step> possible = STEPS.get(enrollment.status());
        Step step = possible.get(random.nextInt(possible.size()));
        Target target = next();
        JsonNode answer = step.name().equals("move")
                ? send(
                        step.name(),
                        target,
                        "PATCH",
                        path,
                        Json.object("{\"address\": {\"state\": \"CA\", \"postalCode\": \"90012\"}}"),
                        null,
                        OK)
                : send(
                        step.name(),
                        target,
                        "POST",
                        path + "/" + step.name(),
                        Json.object("{\"reason\": \"Seen\"}"),
                        Cuid.next(),
                        OK);
        if (answer != null) {
            wait(enrollment.email(), step.name(), answer, step.status(), target, enrollment.by(), random);
        }
    }

    private void wait(
            String email, String step, JsonNode answer, String status, Target target, String by, Random random) {
        journal.enter(email, answer);
        if (!answer.at("/eligibility/status").asText().equals(status)) {
            failures.add(phase + ": " + step + " by " + target.release() + " was answered " + answer);
            return;
        }
        if (!by.isEmpty()) {
            pairs.add(step + " by " + target.release() + " after " + by);
        }
        if (STEPS.containsKey(status)) {
            (random.nextInt(4) == 0 ? held : waiting).add(new Waiting(email, status, target.release()));
        }
    }

    private Target next() throws InterruptedException {
        while (true) {
            List<Target> ready =
                    targets.stream().filter(target -> target.ready().get()).toList();
            if (!ready.isEmpty()) {
                return ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
            }
            TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        }
    }

    /** @return the answer, or null if it is a failure */
    private JsonNode send(
            String what, Target target, String method, String path, JsonNode body, String idempotencyKey, int expected)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target.node().url() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + Node.KEY)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        String failure;
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            requests.incrementAndGet();
            if (answer.statusCode() == expected) {
                count("%-24s %-8s %-12s".formatted(phase, target.release(), what));
                return Json.read(answer.body());
            }
            failure = answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            requests.incrementAndGet();
            failure = e.toString();
        }
        count("%-24s %-8s %-12s".formatted(phase, target.release(), what) + " FAILED");
        failures.add("%s: %s by %s: %s".formatted(phase, what, target.release(), failure));
        return null;
    }

    private void count(String what) {
        counts.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    /** Lets each client finish its request. */
    void end() {
        stopped = true;
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("all clients ended")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        StringBuilder table = new StringBuilder();
        counts.forEach((what, number) -> table.append("%n%s %5d".formatted(what, number.get())));
        log.warn("Answers by phase, release and step:{}", table);
        log.warn("{} people, {} answers, {} failures, seed {}", journal.size(), requests, failures.size(), seed);
    }

    List<String> failures() {
        return new ArrayList<>(failures);
    }

    /** Steps by the release that did them and the one that did the step before. */
    Set<String> pairs() {
        return new TreeSet<>(pairs);
    }

    List<String> differences(JdbcClient database) {
        return journal.differences(database);
    }

    void provesThatItSeesALoss(JdbcClient owner) {
        journal.provesThatItSeesALoss(owner);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
