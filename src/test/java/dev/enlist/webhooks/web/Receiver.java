package dev.enlist.webhooks.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.support.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A webhook receiver that accepts or refuses requests, and records each in the order in which they arrived. */
final class Receiver implements AutoCloseable {

    /** One request and its response: an HTTP status, or 0 if the connection was cut. */
    record Call(String body, Map<String, List<String>> headers, int answer) {

        JsonNode event() {
            return Json.read(body);
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        String subject() {
            return event().path("subject").asText();
        }

        int sequence() {
            return event().path("sequence").asInt();
        }

        boolean taken() {
            return answer >= 200 && answer < 300;
        }

        /** Whether the reference library of the specification accepts the signature. */
        boolean isSignedWith(String secret) {
            try {
                new Webhook(secret).verify(body, HttpHeaders.of(headers, (name, value) -> true));
                return true;
            } catch (Exception refused) {
                return false;
            }
        }
    }

    /** Cuts the connection without an answer. */
    static final int CUT = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicReference<Function<JsonNode, Integer>> manner = new AtomicReference<>(event -> 204);

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answer = manner.get().apply(Json.read(body));
        calls.add(new Call(body, Map.copyOf(exchange.getRequestHeaders()), answer));
        if (answer == CUT) {
            exchange.close();
            return;
        }
        byte[] text = answer >= 400 ? "x".repeat(5000).getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (answer == 302) {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
        }
        exchange.sendResponseHeaders(answer, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    /** Sets the response to further requests. */
    void answer(Function<JsonNode, Integer> answer) {
        manner.set(answer);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> taken() {
        return calls.stream().filter(Call::taken).toList();
    }

    /** Requests by subject, each in the order in which they arrived. */
    Map<String, List<Call>> bySubject() {
        return calls.stream().collect(Collectors.groupingBy(Call::subject));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
