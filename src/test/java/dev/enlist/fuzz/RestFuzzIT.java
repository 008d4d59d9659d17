package dev.enlist.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Random requests for every operation of the OpenAPI document, with parameters and bodies from its schemas and examples.
 * Ids that answers contain are used again, so that requests meet what earlier ones made. Every answer is one that the
 * contract allows: no status of 500 or above, no stack trace, a problem document for each refusal, and no hang.
 */
@EnlistIT
@Tag("resilience")
class RestFuzzIT {

    private static final Logger log = LoggerFactory.getLogger(RestFuzzIT.class);

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Pattern TRACE = Pattern.compile(
            "(?m)^\\s+at [a-z]+\\.|Exception\\b|org\\.(postgresql|hibernate|camunda|springframework)\\.");

    private static final Pattern ID = Pattern.compile("\"(?:id|slug|enrollmentId|customerId)\":\"([a-z0-9-]{3,40})\"");

    /** Answers that last, and what ends the key of the test. */
    private static final Set<String> LEFT_OUT =
            Set.of("GET /events/stream", "DELETE /apiKeys/{id}", "POST /apiKeys/{id}/rotate", "PATCH /apiKeys/{id}");

    /** What a server may answer while another request deploys. */
    private static final Set<String> BUSY = Set.of("deployment-in-progress");

    @Autowired
    Worlds worlds;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> wrong = new TreeMap<>();
    private final Map<Integer, Integer> byStatus = new TreeMap<>();

    private World world;
    private ValueGenerator values;

    private record Operation(String method, String path, JsonNode description) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @Test
    void everyAnswerIsOneOfTheContract() throws IOException {
        world = worlds.organization();
        String instance = world.instance();
        ids.add(instance);
        ids.add(world.submittedEnrollment(instance));
        ids.add(world.approvedEnrollment(instance));
        JsonNode document = world.api().document();
        FuzzBudget budget = new FuzzBudget("REST", 0.6);
        values = new ValueGenerator(document, budget.random(), ids);
        List<Operation> operations = operations(document);
        int sent = 0;
        while (sent < operations.size() || budget.isLeft()) {
            // all operations once, then any
            Operation operation = sent < operations.size() ? operations.get(sent) : values.one(operations);
            sent++;
            HttpRequest request = request(operation);
            if (request != null) {
                check(operation, request);
            }
        }
        log.info("{} requests for {} operations, by status: {}", sent, operations.size(), byStatus);
        assertThat(wrong.values()).as("with -Dfuzz.seed=%s", budget.seed()).isEmpty();
        assertThat(world.api()
                        .get("/actuator/consistency")
                        .ok()
                        .path("consistent")
                        .asBoolean())
                .as("rows, processes, histories and events after %s", budget.seed())
                .isTrue();
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        Iterator<Map.Entry<String, JsonNode>> paths = document.path("paths").fields();
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> path = paths.next();
            path.getValue().fields().forEachRemaining(method -> {
                Operation operation = new Operation(
                        method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), method.getValue());
                if (Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(operation.method)
                        && !LEFT_OUT.contains(operation.toString())) {
                    operations.add(operation);
                }
            });
        }
        return operations;
    }

    /** Null where the generated text cannot be sent over HTTP at all. */
    private HttpRequest request(Operation operation) throws IOException {
        String path = operation.path;
        List<String> query = new ArrayList<>();
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(LONGEST);
        request.header("Authorization", "Bearer " + world.api().key());
        for (JsonNode parameter : operation.description.path("parameters")) {
            String name = parameter.path("name").asText();
            String value = values.text(parameter.path("schema"), name);
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(value));
                case "query" -> {
                    if (values.chance(0.4)) {
                        query.add(encoded(name) + "=" + encoded(timeLimited(name, value)));
                    }
                }
                default -> {
                    if (values.chance(0.2) && value.matches("[!-~]([ -~]*[!-~])?")) {
                        request.header(name, value);
                    }
                }
            }
        }
        if (values.chance(0.03)) {
            query.add("unknown=1");
        }
        body(operation, request);
        try {
            return request.uri(URI.create(
                            world.api().url() + path + (query.isEmpty() ? "" : "?" + String.join("&", query))))
                    .build();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Long polls answer soon. */
    private static String timeLimited(String name, String value) {
        return name.equals("timeout") || name.equals("wait") ? "PT1S" : value;
    }

    private void body(Operation operation, HttpRequest.Builder request) throws IOException {
        JsonNode content = operation.description.path("requestBody").path("content");
        if (content.isEmpty()) {
            request.method(operation.method, BodyPublishers.noBody());
            return;
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = values.one(types);
        String sent = values.chance(0.03) ? "application/octet-stream" : type;
        byte[] body =
                switch (type) {
                    case "application/json" -> json(operation, content.path(type));
                    case "multipart/form-data" -> multipart();
                    case "application/xml", "text/xml" ->
                        values.mutated(xml(operation)).getBytes(StandardCharsets.UTF_8);
                    case "text/csv" -> values.mutated(csv()).getBytes(StandardCharsets.UTF_8);
                    case "application/x-ndjson" ->
                        values.mutated(World.applicant() + "\n" + World.applicant() + "\n")
                                .getBytes(StandardCharsets.UTF_8);
                    default ->
                        values.mutated("\u0089PNG\r\n\u001a\n<svg xmlns='http://www.w3.org/2000/svg'/>")
                                .getBytes(StandardCharsets.ISO_8859_1);
                };
        request.header("Content-Type", type.equals("multipart/form-data") ? type + "; boundary=part" : sent);
        request.method(operation.method, BodyPublishers.ofByteArray(body));
    }

    private byte[] json(Operation operation, JsonNode content) {
        JsonNode body = values.body(content);
        String text = operation.path.equals("/workflowTasks/fetchAndLock") && body.isObject()
                ? ((com.fasterxml.jackson.databind.node.ObjectNode) body)
                        .put("timeout", 1)
                        .toString()
                : body.toString();
        return (values.chance(0.03) ? values.mutated(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] multipart() {
        return values.mutated("--part\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ninvoice\r\n"
                        + "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                        + "Content-Type: text/csv\r\n\r\n" + csv() + "\r\n--part--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String csv() {
        return "identificationType,firstName,lastName,email,address.state,tags,metadata.monthlyKwh\n"
                + "customerInfo,Suzie,Homeowner,suzie@example.com,NY,a|b,400\n"
                + "customerInfo,Bob,\"Home, owner\",bob@example.com,CA,,\n";
    }

    private static String xml(Operation operation) throws IOException {
        return Files.readString(
                operation.path.startsWith("/workflows")
                        ? Path.of("bpmn", "exit-default.bpmn")
                        : Path.of("dmn", "eligibility-default.dmn"));
    }

    private void check(Operation operation, HttpRequest request) {
        String fault;
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            byStatus.merge(response.statusCode(), 1, Integer::sum);
            fault = fault(operation, response);
            if (response.statusCode() < 300 && ids.size() < 2000) {
                ID.matcher(response.body()).results().limit(20).forEach(match -> ids.add(match.group(1)));
            }
        } catch (IOException e) {
            fault = "no answer: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!fault.isEmpty()) {
            wrong.putIfAbsent(
                    operation + " " + fault.replaceAll("\\s.*", ""), operation + " " + request.uri() + " " + fault);
        }
    }

    private static String fault(Operation operation, HttpResponse<String> response) {
        int status = response.statusCode();
        String type = response.headers().firstValue("Content-Type").orElse("");
        String body = response.body();
        String shown = status + " " + type + " " + body.substring(0, Math.min(body.length(), 400));
        if (status >= 400) {
            if (!type.startsWith("application/problem+json")) {
                return shown + " (no problem document)";
            }
            JsonNode problem = Json.read(body);
            if (problem.path("code").asText().isEmpty()
                    || problem.path("status").asInt() != status) {
                return shown + " (no code, or another status)";
            }
            boolean busy = status == 503 && BUSY.contains(problem.path("code").asText());
            if (status >= 500 && !busy) {
                return shown;
            }
            if (TRACE.matcher(problem.path("detail").asText()).find()) {
                return shown + " (names classes)";
            }
        }
        return "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
