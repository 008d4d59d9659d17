package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clients that enroll people over several nodes and keep a journal of their own. Each person is sent under one
 * {@code Idempotency-Key}, to one node after the other, until it is acknowledged; only then does it enter the journal. A
 * request may fail by a lost connection, a timeout or 503, and nothing else. The choice of nodes and pauses follows a seed,
 * which is logged and can be given as {@code -Dresilience.seed}.
 *
 * <p>On request the clients also {@linkplain #deciding decide} and {@linkplain #importing import}, under the same rules.
 */
final class JournaledClients implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JournaledClients.class);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 2_000;
    private static final long PAUSE_OF_IMPORTS_MILLIS = 20_000;
    private static final String JSON = "application/json";

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int IN_PROGRESS = 409;
    private static final int UNAVAILABLE = 503;

    private final Journal journal = new Journal();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final long seed = Long.getLong("resilience.seed", System.nanoTime());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> urls;
    private final String key;
    private final String instance;
    private final Duration timeout;
    private final AtomicInteger decisions = new AtomicInteger();
    private final AtomicInteger repetitions = new AtomicInteger();
    private final AtomicInteger imports = new AtomicInteger();
    private IntSupplier enough = () -> Integer.MAX_VALUE;
    private boolean deciding;
    private volatile boolean stopped;
    private volatile Instant lastAcknowledged = Instant.EPOCH;

    /** @param timeout after which a client gives up an answer and asks the next node */
    JournaledClients(List<String> urls, String key, String instance, Duration timeout) {
        this.urls = urls;
        this.key = key;
        this.instance = instance;
        this.timeout = timeout;
        log.warn("Journaled clients use the seed {}", seed);
    }

    /** From now on each second person is submitted, and each fourth approved. */
    JournaledClients deciding() {
        deciding = true;
        return this;
    }

    /** While so many people are acknowledged each client pauses after a person or a file, so that what else happens has its part of the creates. */
    JournaledClients pausingAt(IntSupplier enough) {
        this.enough = enough;
        return this;
    }

    private void pause(long milliseconds) throws InterruptedException {
        if (journal.size() > enough.getAsInt()) {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        }
    }

    void start(int clients) {
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.submit(() -> work(number));
        }
    }

    /** Starts a further client, which sends files of so many people and enters them when their import is completed. */
    void importing(int rows) {
        threads.submit(() -> importFiles(rows));
    }

    private void work(int client) {
        Random random = new Random(seed + client);
        for (int person = 0; !stopped && unexpected.isEmpty(); person++) {
            String email = journal.email(client + "-" + person);
            try {
                if (enroll(email, random) && deciding && person % 2 == 0) {
                    if (decide(email, "submit", random) && person % 4 == 0) {
                        decide(email, "approve", random);
                    }
                }
                pause(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                unexpected.add(email + ": " + e);
            }
        }
    }

    /** @return whether it was acknowledged */
    private boolean enroll(String email, Random random) throws InterruptedException {
        String body = World.applicant().put("email", email).toString();
        return posted(email, "/programInstances/" + instance + "/enrollments", JSON, body, CREATED, random)
                .map(answer -> enter(email, answer))
                .isPresent();
    }

    /** @return whether it was acknowledged */
    private boolean decide(String email, String action, Random random) throws InterruptedException {
        String path = "/enrollments/" + journal.id(email) + "/" + action;
        boolean decided = posted(email + " " + action, path, JSON, "{}", OK, random)
                .map(answer -> enter(email, answer))
                .isPresent();
        if (decided) {
            decisions.incrementAndGet();
        }
        return decided;
    }

    private JsonNode enter(String email, JsonNode answer) {
        journal.enter(email, answer);
        lastAcknowledged = Instant.now();
        return answer;
    }

    private void importFiles(int rows) {
        Random random = new Random(seed - 1);
        for (int file = 0; !stopped && unexpected.isEmpty(); file++) {
            try {
                importFile("file-" + file, rows, random);
                pause(PAUSE_OF_IMPORTS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                unexpected.add("file " + file + ": " + e);
            }
        }
    }

    private void importFile(String name, int rows, Random random) throws InterruptedException {
        StringBuilder csv = new StringBuilder("firstName,lastName,email,state,zip\n");
        for (int row = 0; row < rows; row++) {
            csv.append("Nora,Field,%s,NY,10001\n".formatted(journal.email(name + "-" + row)));
        }
        String path = "/programInstances/" + instance + "/imports";
        Optional<JsonNode> sent = posted(name, path, "text/csv", csv.toString(), ACCEPTED, random);
        if (sent.isEmpty()) {
            return;
        }
        String id = sent.get().path("id").asText();
        Instant bound = Instant.now().plus(PATIENCE);
        JsonNode state = sent.get();
        while (state.path("status").asText().matches("queued|running")
                && Instant.now().isBefore(bound)) {
            TimeUnit.MILLISECONDS.sleep(250);
            state = answered(name, get("/imports/" + id), OK, random)
                    .map(Json::read)
                    .orElse(state);
        }
        if (!state.path("status").asText().equals("completed")
                || state.path("created").asInt() != rows) {
            unexpected.add(name + ": " + state);
            return;
        }
        for (int row = 0; row < rows; row++) {
            journal.enterImported(journal.email(name + "-" + row), "eligible");
        }
        lastAcknowledged = Instant.now();
        imports.incrementAndGet();
    }

    private static Function<String, HttpRequest.Builder> get(String path) {
        return url -> HttpRequest.newBuilder(URI.create(url + path)).GET();
    }

    private Optional<JsonNode> posted(String what, String path, String type, String body, int expected, Random random)
            throws InterruptedException {
        String idempotencyKey = Cuid.next();
        return answered(
                        what,
                        url -> HttpRequest.newBuilder(URI.create(url + path))
                                .header("Idempotency-Key", idempotencyKey)
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString(body)),
                        expected,
                        random)
                .map(Json::read);
    }

    /** Sends a request to one node after the other until it is answered. */
    private Optional<String> answered(
            String what, Function<String, HttpRequest.Builder> request, int expected, Random random)
            throws InterruptedException {
        Instant bound = Instant.now().plus(PATIENCE);
        for (int node = random.nextInt(urls.size()); Instant.now().isBefore(bound); node++) {
            try {
                HttpResponse<String> answer = http.send(
                        request.apply(urls.get(node % urls.size()))
                                .timeout(timeout)
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() == expected) {
                    return Optional.of(answer.body());
                }
                if (!mayBeRepeated(answer)) {
                    unexpected.add(what + " was answered " + answer.statusCode() + ": " + answer.body());
                    return Optional.empty();
                }
                refusals.add(Json.read(answer.body()).path("code").asText());
            } catch (IOException lost) {
                refusals.add(lost.getClass().getSimpleName());
            }
            repetitions.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(200));
        }
        unexpected.add(what + " was not acknowledged within " + PATIENCE);
        return Optional.empty();
    }

    private static boolean mayBeRepeated(HttpResponse<String> answer) {
        return answer.statusCode() == UNAVAILABLE
                || answer.statusCode() == IN_PROGRESS
                        && Set.of("idempotency-key-in-progress", "concurrent-change")
                                .contains(Json.read(answer.body()).path("code").asText());
    }

    /** People who were acknowledged. */
    int acknowledged() {
        return journal.size();
    }

    /** What was acknowledged and how often a request was repeated, for the log. */
    String summary() {
        return journal.size() + " people, " + imports + " files and " + decisions + " decisions acknowledged, "
                + repetitions + " requests repeated, refusals " + refusals();
    }

    long seed() {
        return seed;
    }

    /** Fails at once if a client was answered what is not allowed. */
    void assertNothingUnexpected() {
        assertThat(unexpected).as("answers that are not allowed").isEmpty();
    }

    Instant lastAcknowledged() {
        return lastAcknowledged;
    }

    /** Codes and exceptions after which requests were repeated. */
    Set<String> refusals() {
        return new TreeSet<>(refusals);
    }

    /** Waits for so many further acknowledgements. */
    void untilFurther(int count) {
        int enough = journal.size() + count;
        Await.until(
                enough + " acknowledged",
                () -> journal.size() >= enough || !unexpected.isEmpty(),
                () -> journal.size() + " are, refusals " + refusals());
        assertThat(unexpected).isEmpty();
    }

    /** Lets each client finish its request. */
    void stop() {
        stopped = true;
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(PATIENCE.toSeconds() + 30, TimeUnit.SECONDS))
                    .as("all clients ended")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(unexpected).as("answers that are not allowed").isEmpty();
    }

    /** @see Journal#differences */
    List<String> differences(JdbcClient database) {
        return journal.differences(database);
    }

    /** @see Journal#provesThatItSeesALoss */
    void provesThatItSeesALoss(JdbcClient owner) {
        journal.provesThatItSeesALoss(owner);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
