package dev.enlist.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.enlist.bulk.file.WorkbookFile;
import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.RequestSender;
import dev.enlist.support.Uploads;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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
class RestFuzzIT {

    private static final Logger log = LoggerFactory.getLogger(RestFuzzIT.class);

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Pattern TRACE = Pattern.compile(
            "(?m)^\\s+at [a-z]+\\.|Exception\\b|org\\.(postgresql|hibernate|camunda|springframework)\\.");

    private static final Pattern FRAME = Pattern.compile("\\bat [a-z]+(\\.[\\w$]+)+\\(\\w+\\.java:\\d+\\)");

    private static final Pattern ID = Pattern.compile("\"(?:id|slug|enrollmentId|customerId)\":\"([a-z0-9-]{3,40})\"");

    private static final int KEPT = 2_000;

    /** How often the build tries each operation. */
    private static final int TURNS = 3;

    private static final String SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Answers that last, and what ends the key of the test. */
    private static final Set<String> LEFT_OUT =
            Set.of("GET /events/stream", "DELETE /apiKeys/{id}", "POST /apiKeys/{id}/rotate", "PATCH /apiKeys/{id}");

    /** What a server may answer while another request deploys. */
    private static final Set<String> BUSY = Set.of("deployment-in-progress");

    @Autowired
    Worlds worlds;

    private final List<String> ids = new ArrayList<>();
    private final Map<String, List<String>> idsByCollection = new TreeMap<>();
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

    private record Sent(HttpRequest request, byte[] body) {}

    @Test
    void everyAnswerIsOneOfTheContract() throws IOException {
        world = worlds.organization();
        String instance = world.instance();
        note("programInstances", instance);
        note("enrollments", world.submittedEnrollment(instance));
        note("enrollments", world.approvedEnrollment(instance));
        JsonNode document = world.api().document();
        List<Operation> operations = operations(document);
        FuzzBudget budget = new FuzzBudget("REST", TURNS * operations.size(), 0.6);
        values = new ValueGenerator(document, budget.random(), ids);
        while (budget.next()) {
            // all operations in turn as often as the build tries them, then any
            int turn = budget.tries() - 1;
            Operation operation = turn < TURNS * operations.size()
                    ? operations.get(turn % operations.size())
                    : values.one(operations);
            Sent sent = request(operation);
            if (sent != null) {
                check(operation, sent);
            }
        }
        log.warn("{} requests for {} operations, by status: {}", budget.tries(), operations.size(), byStatus);
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
        Iterator<Map.Entry<String, JsonNode>> paths =
                document.path("paths").properties().iterator();
        while (paths.hasNext()) {
            Map.Entry<String, JsonNode> path = paths.next();
            path.getValue().properties().forEach(method -> {
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
    private Sent request(Operation operation) throws IOException {
        String path = operation.path;
        List<String> query = new ArrayList<>();
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(LONGEST);
        request.header("Authorization", "Bearer " + world.api().key());
        for (JsonNode parameter : operation.description.path("parameters")) {
            String name = parameter.path("name").asText();
            String value = values.text(parameter.path("schema"), name);
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(id(operation, name, value)));
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
        byte[] body = body(operation, request);
        request.method(operation.method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            URI uri = URI.create(world.api().url() + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
            return new Sent(request.uri(uri).build(), body);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Mostly one of the collection before the parameter. */
    private String id(Operation operation, String parameter, String otherwise) {
        String before = operation.path.substring(0, operation.path.indexOf("{" + parameter + "}"));
        List<String> known = idsByCollection.getOrDefault(lastName(before), List.of());
        return known.isEmpty() || values.chance(0.15) ? otherwise : values.one(known);
    }

    private static String lastName(String path) {
        String[] steps = path.replaceAll("/\\{[^}]*}", "").split("/");
        return steps[steps.length - 1];
    }

    private void note(String collection, String id) {
        List<String> known = idsByCollection.computeIfAbsent(collection, any -> new ArrayList<>());
        if (known.size() < KEPT) {
            known.add(id);
        }
        if (ids.size() < KEPT) {
            ids.add(id);
        }
    }

    /** Long polls answer soon. */
    private static String timeLimited(String name, String value) {
        return name.equals("timeout") || name.equals("wait") ? "PT1S" : value;
    }

    private byte[] body(Operation operation, HttpRequest.Builder request) throws IOException {
        JsonNode content = operation.description.path("requestBody").path("content");
        if (content.isEmpty()) {
            return new byte[0];
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = values.one(types);
        String sent = values.chance(0.03) ? "application/octet-stream" : type;
        byte[] body =
                switch (type) {
                    case "application/json" -> json(operation, content.path(type));
                    case "multipart/form-data" -> multipart(operation);
                    case "application/xml", "text/xml" -> mutated(xml(operation));
                    case "text/csv" -> mutated(csv());
                    case "application/x-ndjson" -> mutated(World.applicant() + "\n" + World.applicant() + "\n");
                    case SPREADSHEET -> values.mutated(workbook(operation));
                    case "image/png" -> values.mutated(Uploads.aPng());
                    case "image/jpeg" -> values.mutated(Uploads.aJpeg());
                    default -> mutated("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1v1z'/></svg>");
                };
        request.header(
                "Content-Type", type.equals("multipart/form-data") ? type + "; boundary=" + Uploads.BOUNDARY : sent);
        return body;
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

    private byte[] mutated(String text) {
        return values.mutated(text).getBytes(StandardCharsets.UTF_8);
    }

    /** A form with a file, one of which is damaged, or both are whole. */
    private byte[] multipart(Operation operation) throws IOException {
        byte[] file = values.one(List.of(
                csv().getBytes(StandardCharsets.UTF_8),
                workbook(operation),
                Uploads.aPdf("a bill"),
                Uploads.aPng(),
                Uploads.aJpeg(),
                Uploads.aHeic(),
                Uploads.aDocx()));
        byte[] body = Uploads.body(
                Uploads.Part.field("type", "invoice"),
                Uploads.Part.file(
                        values.one(List.of("a.csv", "a.xlsx", "a.pdf", "a", "..", "a.docx")),
                        values.one(List.of("text/csv", SPREADSHEET, "application/pdf", "application/octet-stream")),
                        values.chance(0.6) ? values.mutated(file) : file));
        return values.chance(0.3) ? values.mutated(body) : body;
    }

    private static byte[] workbook(Operation operation) throws IOException {
        if (operation.path.startsWith("/ruleSets")) {
            return RuleWorkbookWriter.write(Files.readString(Path.of("dmn", "eligibility-default.dmn")));
        }
        return WorkbookFile.ofRows(csv().lines().map(line -> line.split(",")).toArray(String[][]::new));
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

    private void check(Operation operation, Sent sent) {
        String fault;
        try {
            HttpResponse<String> response = RequestSender.send(sent.request);
            byStatus.merge(response.statusCode(), 1, Integer::sum);
            fault = fault(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
            if (response.statusCode() < 300) {
                String collection = lastName(operation.path);
                ID.matcher(response.body()).results().limit(20).forEach(match -> note(collection, match.group(1)));
            }
        } catch (IOException e) {
            fault = "no answer: " + e;
        }
        if (!fault.isEmpty()) {
            String shown = operation + " " + sent.request.uri() + " " + fault + " for "
                    + new String(sent.body, StandardCharsets.UTF_8);
            if (wrong.putIfAbsent(operation + " " + fault.replaceAll("\\s.*", ""), shown) == null) {
                log.error(shown);
            }
        }
    }

    /** The control. */
    @Test
    void answersThatTheContractDoesNotAllowAreFound() {
        String problem = "application/problem+json";
        assertThat(fault(400, problem, "{\"status\": 400, \"code\": \"invalid-input\", \"detail\": \"\"}"))
                .isEmpty();
        assertThat(fault(503, problem, "{\"status\": 503, \"code\": \"deployment-in-progress\"}"))
                .isEmpty();
        assertThat(List.of(
                        fault(500, problem, "{\"status\": 500, \"code\": \"internal-error\"}"),
                        fault(404, "text/html", "<h1>Not Found</h1>"),
                        fault(404, problem, "not JSON"),
                        fault(400, problem, "{\"status\": 400}"),
                        fault(400, problem, "{\"status\": 404, \"code\": \"not-found\"}"),
                        fault(
                                400,
                                problem,
                                "{\"status\": 400, \"code\": \"invalid-input\", \"detail\": \"java.lang.NullPointerException\"}"),
                        fault(200, "text/plain", "at dev.enlist.form.FormReader.read(FormReader.java:12)")))
                .doesNotContain("");
    }

    private static String fault(int status, String type, String body) {
        String shown = status + " " + type + " " + body.substring(0, Math.min(body.length(), 400));
        if (status >= 400) {
            if (!type.startsWith("application/problem+json")) {
                return shown + " (no problem document)";
            }
            JsonNode problem = parsed(body);
            if (problem.path("code").asText().isEmpty()
                    || problem.path("status").asInt() != status) {
                return shown + " (no code, or another status)";
            }
            boolean busy = status == 503 && BUSY.contains(problem.path("code").asText());
            if (status >= 500 && !busy) {
                return shown;
            }
        }
        // an answer without a refusal may name classes, as a process model does, and holds no trace either
        return (status >= 400 ? TRACE : FRAME).matcher(body).find() ? shown + " (a stack trace)" : "";
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.read(body);
        } catch (RuntimeException e) {
            return MissingNode.getInstance();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
