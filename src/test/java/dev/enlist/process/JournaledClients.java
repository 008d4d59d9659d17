package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clients that enroll people over several nodes and keep a journal of their own. Each person is sent under one
 * {@code Idempotency-Key}, to one node after the other, until it is acknowledged; only then does it enter the journal. A
 * request may fail by a lost connection, a timeout or 503, and nothing else. The choice of nodes and pauses follows a seed,
 * which is logged and can be given as {@code -Dresilience.seed}.
 */
final class JournaledClients implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JournaledClients.class);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CREATED = 201;
    private static final int IN_PROGRESS = 409;
    private static final int UNAVAILABLE = 503;

    /** What was acknowledged: the id of the enrollment, by e-mail. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final long seed = Long.getLong("resilience.seed", System.nanoTime());
    private final String run = Cuid.next();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> urls;
    private final String key;
    private final String instance;
    private final Duration timeout;
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

    void start(int clients) {
        for (int client = 0; client < clients; client++) {
            int number = client;
            threads.submit(() -> work(number));
        }
    }

    private void work(int client) {
        Random random = new Random(seed + client);
        for (int person = 0; !stopped && unexpected.isEmpty(); person++) {
            String email = "%s-%d-%d@example.com".formatted(run, client, person);
            try {
                enroll(email, random);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                unexpected.add(email + ": " + e);
            }
        }
    }

    private void enroll(String email, Random random) throws InterruptedException {
        String idempotencyKey = Cuid.next();
        String body = World.applicant().put("email", email).toString();
        Instant bound = Instant.now().plus(PATIENCE);
        for (int node = random.nextInt(urls.size()); Instant.now().isBefore(bound); node++) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(urls.get(node % urls.size()) + "/programInstances/" + instance
                                        + "/enrollments"))
                                .timeout(timeout)
                                .header("Authorization", "Bearer " + key)
                                .header("Idempotency-Key", idempotencyKey)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (answer.statusCode() == CREATED) {
                    acknowledged.put(email, Json.read(answer.body()).path("id").asText());
                    lastAcknowledged = Instant.now();
                    return;
                }
                if (!mayBeRepeated(answer)) {
                    unexpected.add(email + " was answered " + answer.statusCode() + ": " + answer.body());
                    return;
                }
                refusals.add(Json.read(answer.body()).path("code").asText());
            } catch (IOException lost) {
                refusals.add(lost.getClass().getSimpleName());
            }
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(200));
        }
        unexpected.add(email + " was not acknowledged within " + PATIENCE);
    }

    private static boolean mayBeRepeated(HttpResponse<String> answer) {
        return answer.statusCode() == UNAVAILABLE
                || answer.statusCode() == IN_PROGRESS
                        && Set.of("idempotency-key-in-progress", "concurrent-change")
                                .contains(Json.read(answer.body()).path("code").asText());
    }

    int acknowledged() {
        return acknowledged.size();
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
        int enough = acknowledged.size() + count;
        Await.until(
                enough + " acknowledged",
                () -> acknowledged.size() >= enough || !unexpected.isEmpty(),
                () -> acknowledged.size() + " are, refusals " + refusals());
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

    /** Differences between the journal and the database: e-mails that are lost, doubled, or there without acknowledgement. */
    List<String> differences(JdbcClient database) {
        Map<String, List<String>> stored = new TreeMap<>();
        database.sql("select email, id from enrollment where email like ?")
                .param(run + "-%")
                .query(row -> {
                    stored.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                            .add(row.getString(2));
                });
        List<String> differences = new ArrayList<>();
        acknowledged.forEach((email, id) -> {
            if (!stored.getOrDefault(email, List.of()).contains(id)) {
                differences.add("lost: " + email);
            }
        });
        stored.forEach((email, ids) -> {
            if (ids.size() > 1) {
                differences.add("doubled: " + email);
            } else if (!acknowledged.containsKey(email)) {
                differences.add("stored and not acknowledged: " + email);
            }
        });
        return differences;
    }

    /** The control: with an acknowledged enrollment deleted past the application, the comparison finds exactly this one. */
    void provesThatItSeesALoss(JdbcClient owner) {
        String email = acknowledged.keySet().iterator().next();
        owner.sql("""
                        with as_replica as materialized (select set_config('session_replication_role', 'replica', true))
                        delete from enrollment using as_replica where email = ?
                        """).param(email).update();
        assertThat(differences(owner)).containsExactly("lost: " + email);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
