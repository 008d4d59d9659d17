package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Whatever a caller sends, the fault is the caller's: some hundred spoilt requests, and never a 5xx. Other ones in each build;
 * the name of the test has the seed with which they come again.
 */
@EnlistIT
class MutationIT {

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e308",
            "1e-400",
            "-0.0",
            "99999999999999999999999999",
            "9223372036854775808",
            "2147483648",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uffff\"",
            "\"\\u202e\"",
            "\"🐎\"",
            "\"' or 1=1 --\"",
            "\"${7*7}\"",
            "\"#{7*7}\"",
            "\"<script>\"",
            "\"../../etc/passwd\"",
            "\"%\"",
            "\"2025-02-30\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"0000-01-01\"",
            "\"P1D\"",
            "\"latest\"",
            "[]",
            "{}",
            "[null]",
            "[[[[]]]]",
            "{\"\": {}}",
            "{\"\\u0000\": 1}",
            "{\"\\ud800\": 1}",
            "{\"a\": [1, {\"b\": null}]}");

    private static final List<String> PARAMETERS = List.of(
            "page",
            "perPage",
            "after",
            "sort",
            "q",
            "status",
            "state",
            "tag",
            "manufacturer",
            "createdFrom",
            "createdTo",
            "year",
            "active",
            "visibility",
            "type",
            "programSlug",
            "unknown");

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "-1",
            "1.5",
            "2147483648",
            "99999999999999999999",
            "true",
            "null",
            "NaN",
            "\0",
            "a\0b",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "\uffff",
            "🐎",
            "createdAt",
            "-createdAt",
            "createdAt,desc",
            "eligible",
            "eligible,approved",
            "NY",
            "public",
            "2026-01-01",
            "9999-12-31",
            "0001-01-01",
            "+999999999-12-31T23:59:59Z",
            "cllgn0u4r000008l7eazybfbo",
            "x".repeat(3000));

    @Autowired
    Worlds worlds;

    World world;
    Random random;

    static LongStream newSeed() {
        return LongStream.of(System.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("newSeed")
    void neverFailsOnOurSide(long seed) {
        sendSpoiltRequests(seed);
    }

    @Tag("resilience")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverFailsOnOurSideWithOtherSeeds(long seed) {
        sendSpoiltRequests(seed);
    }

    private void sendSpoiltRequests(long seed) {
        random = new Random(seed);
        world = worlds.organization();
        String instance = world.instance();
        ObjectNode rich = World.applicant().put("phone", "+12125550100").put("serialNumber", "S");
        rich.set("metadata", Json.read("{\"monthlyKwh\": 640.5, \"list\": [1, {\"a\": \"b\"}]}"));
        String enrollment = world.enroll(instance, rich).path("id").asText();
        String customer = world.api()
                .get("/enrollments/" + enrollment)
                .ok()
                .path("customerId")
                .asText();
        String lead = world.api()
                .post("/leads", Json.object("{}").put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
        ObjectNode program = Json.object("""
                {"name": "n", "description": "d", "states": ["NY"], "type": "rebate", "year": 2026,
                 "active": true, "visibility": "private", "endTime": "2030-01-01"}
                """);
        ObjectNode config = Json.object("""
                {"title": "t", "description": "d", "eligibilityCriteria": "e", "programTerms": "p",
                 "logoUrl": "https://example.com/x.png", "customFields": {"a": [1]},
                 "config": {"eligibility": {"manufacturers": ["tesla"], "minMonthlyKwh": 3.5, "customerTypes": ["x"],
                                            "requiresSerialNumber": true, "postalCodePrefixes": ["1"],
                                            "exclusiveWith": ["y"]},
                            "review": {"reminderAfter": "P3D"}, "exit": {"process": "exit-default"},
                            "custom": {"a": 1}},
                 "ruleSet": {"slug": "eligibility-default", "version": 1, "from": "2030-01-01", "inFlight": "keep"},
                 "active": true, "startDate": "2020-01-01", "endDate": "2040-01-01"}
                """).put("programSlug", world.program());
        ObjectNode person = rich.deepCopy();
        person.remove(List.of("identificationType", "manufacturerSlugs", "tags", "serialNumber"));
        ObjectNode step = Json.object("{\"reason\": \"r\", \"metadata\": {\"a\": 1}}");
        ObjectNode inputs = Json.object("""
                {"inputs": {"state": "NY", "programStates": ["NY"], "programActive": true, "metadata": {"monthlyKwh": 1},
                            "config": {"eligibility": {"minMonthlyKwh": 1, "exclusiveWith": ["a"]}},
                            "manufacturerSlugs": ["a"], "activeProgramSlugs": []}, "version": 1}
                """);
        for (int i = 0; i < 25; i++) {
            String enrollments = "/programInstances/" + instance + "/enrollments";
            harmless("POST", enrollments, fresh(rich));
            harmless("POST", "/customers", fresh(person));
            harmless("POST", "/leads", fresh(person));
            harmless("POST", "/programs", program.deepCopy());
            harmless("POST", "/programInstances", config.deepCopy());
            harmless("POST", "/ruleSets", Json.object("{\"name\": \"n\"}").put("slug", "s-" + Cuid.next()));
            harmless("POST", "/ruleSets/eligibility-default/evaluate", inputs.deepCopy());
            harmless("POST", "/leads/" + lead + "/convert", Json.object("{\"firstName\": \"a\", \"lastName\": \"b\"}"));
            harmless(
                    "POST",
                    "/enrollments/" + enrollment + "/"
                            + oneOf(List.of("evaluate", "submit", "approve", "reject", "unenroll")),
                    step.deepCopy());
            harmless("PATCH", "/enrollments/" + enrollment, fresh(person));
            harmless("PATCH", "/customers/" + customer, fresh(person));
            harmless("PATCH", "/leads/" + lead, fresh(person));
            harmless("PATCH", "/programInstances/" + world.instance(), config.deepCopy());
            harmless("PATCH", "/programs/" + world.program(), program.deepCopy());
            for (String list :
                    List.of(enrollments, "/customers", "/leads", "/programs", "/programInstances", "/ruleSets")) {
                String path = list + "?" + parameters();
                expectNo5xx("GET " + path, world.api().get(path));
            }
        }
        assertThat(world.isConsistent()).isTrue();
    }

    private static ObjectNode fresh(ObjectNode person) {
        return person.deepCopy().put("email", Cuid.next() + "@example.com");
    }

    private void harmless(String method, String path, ObjectNode body) {
        String sent = body.toString();
        for (int i = 0; i <= random.nextInt(3); i++) {
            sent = spoilt(sent);
        }
        String text = sent;
        expectNo5xx(
                method + " " + path + " " + text,
                world.api()
                        .send(
                                path,
                                r -> r.header("Content-Type", "application/json")
                                        .method(method, BodyPublishers.ofString(text))));
    }

    private static void expectNo5xx(String request, Reply reply) {
        assertThat(reply.status()).as(request + " -> " + reply.text()).isLessThan(500);
        assertThat(reply.text()).as(request).doesNotContain("<html", "\tat ", "java.lang", "org.hibernate");
        if (reply.status() >= 400) {
            assertThat(reply.header("Content-Type").orElse("")).as(request).startsWith("application/problem+json");
        }
    }

    /** One value swapped, dropped or doubled, somewhere; now and then the text itself is broken. */
    private String spoilt(String body) {
        if (random.nextInt(12) == 0) {
            int at = random.nextInt(Math.max(1, body.length()));
            return body.substring(0, at) + oneOf(List.of("", "\"", "}", ",", "\\", "\0", "ž")) + body.substring(at);
        }
        JsonNode document;
        try {
            document = Json.read(body);
        } catch (IllegalArgumentException e) {
            return body;
        }
        List<Runnable> swaps = new ArrayList<>();
        String marker = "@" + random.nextInt(1_000_000) + "@";
        collect(document, marker, swaps);
        if (swaps.isEmpty()) {
            return body;
        }
        oneOf(swaps).run();
        return document.toString().replace("\"" + marker + "\"", oneOf(ODD));
    }

    private void collect(JsonNode node, String marker, List<Runnable> swaps) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                swaps.add(() -> object.put(name, marker));
                swaps.add(() -> object.remove(name));
                collect(object.path(name), marker, swaps);
            }
            swaps.add(() -> object.put("added" + random.nextInt(9), marker));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                swaps.add(() -> array.set(index, marker));
                collect(array.get(i), marker, swaps);
            }
            swaps.add(() -> array.add(marker));
        }
    }

    private String parameters() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            query.append(i == 0 ? "" : "&")
                    .append(oneOf(PARAMETERS))
                    .append('=')
                    .append(URLEncoder.encode(oneOf(VALUES), StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
