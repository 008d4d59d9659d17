package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Enlist as its clients use it. */
final class Product {

    static final String KEY = "a-key-of-the-benchmark-of-32-characters";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final String ADMINISTRATOR = "admin@localhost";
    static final String PASSWORD = "benchmark-administrator";

    private static final int BULK = 1000;
    private static final Map<String, String> HEADERS = Map.of("Authorization", "Bearer " + KEY);

    private final Server server;
    private final AtomicLong people = new AtomicLong();
    private String instance;

    Product(Server server) {
        this.server = server;
    }

    /** @param instance that {@link #prepare} opened in an earlier start; null before */
    Product(Server server, String instance) {
        this.server = server;
        this.instance = instance;
    }

    /** Publishes the table of the benchmark and opens a program instance that decides by it. */
    void prepare(String rules) {
        post("/ruleSets", "{\"slug\": \"bench\", \"name\": \"Benchmark\"}");
        call(new Load.Request(
                "PUT",
                server.url() + "/ruleSets/bench/draft",
                HEADERS,
                "application/xml",
                rules.getBytes(StandardCharsets.UTF_8)));
        post("/ruleSets/bench/draft/publish", "{\"note\": \"For the benchmark\"}");
        post("/programs", """
                {"slug": "bench", "name": "Benchmark", "description": "For measuring", "states": ["NY"],
                 "type": "rebate", "year": 2026}""");
        instance = newInstance();
    }

    /** One more instance under the same rules; its id. */
    String newInstance() {
        return post("/programInstances", """
                {"programSlug": "bench", "title": "Benchmark", "description": "For measuring",
                 "eligibilityCriteria": "Everybody", "programTerms": "None",
                 "ruleSet": {"slug": "bench", "version": "latest"}}""")
                .path("id")
                .asText();
    }

    String instance() {
        return instance;
    }

    String url() {
        return server.url();
    }

    static Map<String, String> headers() {
        return HEADERS;
    }

    /** Somebody new, with a key that makes the call safe to repeat. */
    Load.Request create() {
        return create(instance);
    }

    /** The same, with an e-mail that no earlier start has used. */
    Load.Request createNew(String programInstanceId) {
        return create(programInstanceId, "p" + UUID.randomUUID() + "@example.com");
    }

    Load.Request create(String programInstanceId) {
        return create(programInstanceId, "p" + people.incrementAndGet() + "@example.com");
    }

    private Load.Request create(String programInstanceId, String email) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return Load.Request.post(
                server.url() + "/programInstances/" + programInstanceId + "/enrollments",
                headers,
                person(email));
    }

    /** The same for every contender that takes an enrollment as JSON. */
    static String person(String email) {
        return """
                {"identificationType": "customerInfo", "firstName": "Suzie", "lastName": "Homeowner", "email": "%s",
                 "address": {"streetOne": "123 Main St", "city": "New York", "state": "NY", "postalCode": "10001",
                             "country": "USA"},
                 "manufacturerSlugs": ["tesla"], "metadata": {"monthlyKwh": 800}}""".formatted(email);
    }

    Load.Request step(String enrollmentId, String step) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return Load.Request.post(
                server.url() + "/enrollments/" + enrollmentId + "/" + step, headers, "{\"reason\": \"benchmark\"}");
    }

    /** Imports a file and waits for its end. */
    JsonNode importCsv(String programInstanceId, String csv) {
        JsonNode accepted = call(new Load.Request(
                "POST",
                server.url() + "/programInstances/" + programInstanceId + "/imports",
                HEADERS,
                "text/csv",
                csv.getBytes(StandardCharsets.UTF_8)));
        return untilDone("/imports/" + accepted.path("id").asText());
    }

    /** Decides on all of an instance that are in a status, and waits for the end. */
    void bulk(String action, String programInstanceId, String status) {
        JsonNode accepted = post("/enrollments/bulk", """
                {"action": "%s", "reason": "benchmark", "filter": {"programInstanceId": "%s", "status": ["%s"]}}"""
                .formatted(action, programInstanceId, status));
        if (!accepted.path("status").asText().equals("completed")) {
            untilDone("/bulkDecisions/" + accepted.path("id").asText());
        }
    }

    /** The same for the first so many that are eligible, a thousand at a time. */
    void bulkSome(String action, String programInstanceId, int count) {
        for (int done = 0; done < count; done += BULK) {
            List<String> ids = eligible(programInstanceId, Math.min(BULK, count - done));
            JsonNode accepted = post("/enrollments/bulk", """
                    {"action": "%s", "reason": "benchmark", "ids": ["%s"]}"""
                    .formatted(action, String.join("\", \"", ids)));
            if (!accepted.path("status").asText().equals("completed")) {
                untilDone("/bulkDecisions/" + accepted.path("id").asText());
            }
        }
    }

    /** The first so many that are submitted, a thousand at a time. */
    void approveSome(String programInstanceId, int count) {
        for (int done = 0; done < count; done += BULK) {
            List<String> ids = enrollments(programInstanceId, "submitted", Math.min(BULK, count - done));
            JsonNode accepted = post("/enrollments/bulk", """
                    {"action": "approve", "reason": "benchmark", "ids": ["%s"]}""".formatted(String.join("\", \"", ids)));
            if (!accepted.path("status").asText().equals("completed")) {
                untilDone("/bulkDecisions/" + accepted.path("id").asText());
            }
        }
    }

    /** Waits until the reports have counted everything. */
    void untilCounted() {
        while (get("/reports/funnel").path("pending").asBoolean()) {
            pause();
        }
    }

    private List<String> eligible(String programInstanceId, int count) {
        return enrollments(programInstanceId, "eligible", count);
    }

    /** Ids of the first so many of an instance that are open. */
    List<String> enrollments(String programInstanceId, int count) {
        return enrollments(programInstanceId, "eligible,submitted", count);
    }

    /** Ids of the first so many of an instance that are in one of these statuses. */
    List<String> enrollments(String programInstanceId, String status, int count) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (ids.size() < count) {
            JsonNode page = get("/programInstances/" + programInstanceId
                    + "/enrollments?status=" + status + "&perPage=" + Math.min(500, count - ids.size()) + after);
            page.path("data").forEach(row -> ids.add(row.path("id").asText()));
            if (page.path("data").isEmpty()) {
                break;
            }
            after = "&after=" + ids.get(ids.size() - 1);
        }
        return ids;
    }

    /** The id of the enrollment with this e-mail. */
    String middle(String email) {
        return get("/programInstances/" + instance + "/enrollments?q=" + email)
                .path("data")
                .path(0)
                .path("id")
                .asText();
    }

    /** Waits for the end of long work; fails where it failed. */
    JsonNode untilDone(String path) {
        while (true) {
            JsonNode work = get(path);
            switch (work.path("status").asText()) {
                case "completed" -> {
                    return work;
                }
                case "failed", "cancelled" -> throw new IllegalStateException(path + " ended as " + work);
                default -> pause();
            }
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode post(String path, String json) {
        return call(Load.Request.post(server.url() + path, HEADERS, json));
    }

    /** HttpURLConnection knows no PATCH. */
    void patch(String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("PATCH " + path + " answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode get(String path) {
        return call(get(server.url(), path));
    }

    static Load.Request get(String url, String path) {
        return Load.Request.get(url + path, HEADERS);
    }

    static JsonNode call(Load.Request request) {
        try {
            Load.Answer answer = Load.send(request);
            if (answer.status() >= 300) {
                throw new IllegalStateException(request.method() + " " + request.url() + " answered "
                        + answer.status() + ": " + answer.body());
            }
            return answer.body().startsWith("{") || answer.body().startsWith("[")
                    ? MAPPER.readTree(answer.body())
                    : MAPPER.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
