package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.shared.problem.Fault;
import dev.enlist.support.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which schemas may be used, and what they say of documents. */
class ConfigSchemaTests {

    private static final String INCENTIVE = "{'type': 'object', 'properties': {'incentive': {'type': 'object',"
            + " 'properties': {'amount': {'type': 'number', 'minimum': 0}, 'code': {'type': 'string', 'pattern': '^[a-z]+$'}},"
            + " 'required': ['amount']}, 'from': {'type': 'string', 'format': 'date'},"
            + " 'shared': {'$ref': '#/$defs/pair'}, 'free': {'type': 'object', 'additionalProperties': true}, 'any': {}},"
            + " '$defs': {'pair': {'properties': {'left': {'type': 'integer'}}}}}";

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "{};                                                   none",
                "{'incentive': {'amount': 1}, 'from': '2026-01-31'};   none",
                "{'free': {'x': {'y': 1}}, 'any': {'x': 1}};           none",
                "{'shared': {'left': 1}};                              none",
                "{'incentive': {}};                                    /incentive/amount",
                "{'incentive': {'amount': -1}};                        /incentive/amount",
                "{'incentive': {'amount': 'many'}};                    /incentive/amount",
                "{'incentive': {'amount': 1, 'code': 'A'}};            /incentive/code",
                "{'incentive': {'amount': 1, 'amuont': 2}};            /incentive/amuont",
                "{'incentive': 5};                                     /incentive",
                "{'colour': 'red'};                                    /colour",
                "{'from': '2026-02-30'};                               /from",
                "{'shared': {'left': 'x'}};                            /shared/left",
                "{'shared': {'right': 1}};                             /shared/right",
                "{'a/b': 1};                                           /a~1b",
            })
    void judges(String document, String pointer) {
        List<Fault> faults = ConfigSchema.of(json(INCENTIVE)).judge(json(document));
        assertThat(faults).extracting(Fault::pointer).isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    @Test
    void tellsEveryMisfitAtOnce() {
        assertThat(ConfigSchema.of(json(INCENTIVE))
                        .judge(json("{'incentive': {'amount': -1, 'code': 'A', 'x': 1}, 'colour': 1, 'from': 2}")))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder("/incentive/amount", "/incentive/code", "/incentive/x", "/colour", "/from");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'type': 'objekt'};                                              /type",
                "5;                                                               ``",
                "{'$ref': 'http://localhost:1/schema'};                           /$ref",
                "{'properties': {'default': {'$ref': 'file:///etc/passwd'}}};     /properties/default/$ref",
                "{'properties': {'a': {'$ref': 'classpath:/application.yaml'}}};  /properties/a/$ref",
                "{'$ref': '#/$defs/nowhere'};                                     /$ref",
                "{'$ref': '#'};                                                   ``",
                "{'properties': {'a': {'$ref': '#'}}};                            ``",
                "{'$defs': {'a': {'allOf': [{'$ref': '#/$defs/a'}]}}};            /$defs/a",
                "{'$id': 'http://example.com/schema'};                            /$id",
                "{'properties': {'a': {'$dynamicRef': 'http://localhost:1/'}}};   /properties/a/$dynamicRef",
                "{'$schema': 'http://json-schema.org/draft-07/schema#'};          /$schema",
                "{'properties': {'a': {'pattern': '('}}};                         /properties/a/pattern",
                "{'patternProperties': {'(?=x)': {}}};                            /patternProperties",
            })
    void refusesSchemasThatLeadAstray(String schema, String pointer) {
        assertThat(ConfigSchema.faults(json(schema))).extracting(Fault::pointer).contains(pointer);
        assertThatThrownBy(() -> ConfigSchema.of(json(schema))).isInstanceOf(IllegalArgumentException.class);
    }

    /** A schema of a few lines that would ask a thousand million times. */
    @Test
    void refusesASchemaThatDoublesAtEveryStep() {
        ObjectNode schema = Json.object("{\"$ref\": \"#/$defs/a0\"}");
        for (int step = 0; step < 30; step++) {
            String next = "{\"$ref\": \"#/$defs/a" + (step + 1) + "\"}";
            schema.withObject("/$defs").set("a" + step, Json.read("{\"anyOf\": [" + next + ", " + next + "]}"));
        }
        schema.withObject("/$defs").putObject("a30").put("type", "integer");
        assertThat(ConfigSchema.faults(schema))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("asks too much"));
    }

    @Test
    void fetchesNothing() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            calls.incrementAndGet();
            call.sendResponseHeaders(200, 2);
            call.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            call.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/schema";
            for (String keyword : List.of("$ref", "$dynamicRef", "$schema", "$id")) {
                ConfigSchema.faults(json("{'properties': {'a': {'" + keyword + "': '" + url + "'}}}"));
                ConfigSchema.faults(json("{'" + keyword + "': '" + url + "'}"));
            }
            ConfigSchema.of(json("{'properties': {'a': {'const': {'$ref': '" + url + "'}}}}"))
                    .judge(json("{'a': 1}"));
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(0);
    }

    /** With a backtracking matcher this would take longer than anybody waits. */
    @Test
    void patternsTakeTheirTimeByTheTextAlone() {
        ConfigSchema schema = ConfigSchema.of(json("{'properties': {'a': {'type': 'string', 'pattern': '^(a+)+$'}}}"));
        String text = "a".repeat(20_000) + "!";
        assertThat(schema.judge(json("{'a': '" + text + "'}"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incentive", "/incentive/amount", "/shared/left", "/from"})
    void knowsItsFields(String pointer) {
        assertThat(ConfigSchema.of(json(INCENTIVE)).declares(JsonPaths.path(pointer)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incentive/amuont", "/shared/right", "/colour", "/incentive/amount/x", "/free/x"})
    void knowsWhatIsNone(String pointer) {
        assertThat(ConfigSchema.of(json(INCENTIVE)).declares(JsonPaths.path(pointer)))
                .isFalse();
    }
}
