package dev.enlist.webhooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.support.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A receiver that fails three of ten requests: one with 500, one by cutting the connection, one without a response.
 * Verifies each signature with the reference library. Records which events it accepted, how often, in which order for
 * each subject, and with which latency.
 */
public final class UnreliableReceiver implements AutoCloseable {

    private static final int TENTH = 10;

    /** The last sequence number of one subject. */
    private static final class SubjectState {
        private int last;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Duration hang;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<String> secret = new AtomicReference<>("");
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Map<String, SubjectState> subjects = new ConcurrentHashMap<>();
    private final Map<String, Long> latencies = new ConcurrentHashMap<>();
    private final List<String> disorder = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger unsigned = new AtomicInteger();

    public UnreliableReceiver(Duration hang) {
        this.hang = hang;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        int lot = failing.get() ? ThreadLocalRandom.current().nextInt(TENTH) : TENTH;
        if (lot == 0) {
            exchange.sendResponseHeaders(500, -1);
        } else if (lot == 2) {
            long until = System.nanoTime() + hang.toNanos();
            while (System.nanoTime() < until && !over.get()) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } else if (lot != 1) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (isSigned(text, exchange)) {
                note(Json.read(text));
                exchange.sendResponseHeaders(204, -1);
            } else {
                unsigned.incrementAndGet();
                exchange.sendResponseHeaders(401, -1);
            }
        }
        exchange.close();
    }

    private boolean isSigned(String body, HttpExchange exchange) {
        try {
            new Webhook(secret.get()).verify(body, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true));
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    /** Records an event. Repeated events may arrive in any order; new ones must arrive in order. */
    private void note(JsonNode event) {
        String id = event.path("id").asText();
        int sequence = event.path("sequence").asInt();
        SubjectState state = subjects.computeIfAbsent(event.path("subject").asText(), subject -> new SubjectState());
        synchronized (state) {
            if (taken.computeIfAbsent(id, first -> new AtomicInteger()).getAndIncrement() > 0) {
                return;
            }
            if (sequence != state.last + 1) {
                synchronized (disorder) {
                    disorder.add(event.path("subject").asText() + ": " + sequence + " after " + state.last);
                }
            }
            state.last = Math.max(state.last, sequence);
        }
        latencies.put(
                id,
                Duration.between(Instant.parse(event.path("time").asText()), Instant.now())
                        .toMillis());
    }

    public void verifiesWith(String webhookSecret) {
        secret.set(webhookSecret);
    }

    public void failThreeInTen(boolean fail) {
        failing.set(fail);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    public boolean hasTaken(String eventId) {
        return taken.containsKey(eventId);
    }

    public int events() {
        return taken.size();
    }

    public int calls() {
        return calls.get();
    }

    public int unsigned() {
        return unsigned.get();
    }

    /** Accepted requests in excess of one per event. */
    int duplicates() {
        return taken.values().stream().mapToInt(count -> count.get() - 1).sum();
    }

    public List<String> disorder() {
        synchronized (disorder) {
            return List.copyOf(disorder);
        }
    }

    /** The control: an event that comes before the one in front of it, and a request without a signature. */
    void provesThatItSeesFaults() throws IOException, InterruptedException {
        note(
                Json.read(
                        "{\"id\": \"too-early\", \"subject\": \"planted\", \"sequence\": 2, \"time\": \"2026-01-01T00:00:00Z\"}"));
        assertThat(disorder()).containsExactly("planted: 2 after 0");
        failThreeInTen(false);
        HttpRequest unsignedRequest = HttpRequest.newBuilder(URI.create(url()))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(unsignedRequest, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
        assertThat(unsigned()).isEqualTo(1);
    }

    /** Milliseconds between an event and its first delivery, at these quantiles. */
    long[] latencies(double... parts) {
        long[] sorted =
                latencies.values().stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(parts)
                .mapToLong(part ->
                        sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)])
                .toArray();
    }

    void forgetLatencies() {
        latencies.clear();
    }

    @Override
    public void close() {
        over.set(true);
        server.stop(0);
        threads.shutdownNow();
    }
}
