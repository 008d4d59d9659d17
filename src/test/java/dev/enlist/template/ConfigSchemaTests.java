package dev.enlist.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.LinearRegex;
import dev.enlist.support.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** Schemas that are cheap to send and would be dear to make or to judge by; each with a document to judge. */
    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of(
                        "patterns that are written out",
                        "{'properties': {'s': {'pattern': '((a{0,100}){0,100}){0,100}$'}}}",
                        "{'s': '" + "a".repeat(1_000) + "b'}"),
                Arguments.of(
                        "patterns side by side",
                        "{'properties': {'s': {'pattern': '" + "(a{0,1000})".repeat(20) + "$'}}}",
                        "{'s': '" + "a".repeat(10_000) + "b'}"),
                Arguments.of(
                        "many patterns",
                        "{'patternProperties': {" + list(300, n -> "'(a{0,900}b{0,900})" + n + "': {}") + "}}",
                        "{}"),
                Arguments.of(
                        "patterns by members",
                        "{'patternProperties': {" + list(200, n -> "'a*b" + n + "': {}") + "}}",
                        "{" + list(2_000, n -> "'aaaaaaaa" + n + "': 1") + "}"),
                Arguments.of(
                        "patterns of names",
                        "{'propertyNames': {'pattern': '^(a{0,500})(a{0,500})$'}, 'additionalProperties': true}",
                        "{" + list(300, n -> "'" + "a".repeat(300) + n + "': 1") + "}"),
                Arguments.of(
                        "unique elements of one hash",
                        "{'properties': {'l': {'uniqueItems': true}}}",
                        "{'l': [" + list(8_000, n -> "[" + n + "," + (1_000_000 - 31 * n) + "]") + "]}"),
                Arguments.of(
                        "long enumerations",
                        "{'properties': {'l': {'items': {'enum': [" + list(10_000, n -> "'" + n + "'") + "]}}}}",
                        "{'l': [" + list(10_000, n -> "'x" + n + "'") + "]}"),
                Arguments.of(
                        "many wrong elements",
                        "{'properties': {'l': {'items': {'type': 'string'}}}}",
                        "{'l': [" + list(60_000, n -> "1") + "]}"),
                Arguments.of(
                        "alternatives by elements",
                        "{'properties': {'l': {'items': {'anyOf': [" + list(500, n -> "{'type': 'string'}") + "]}}}}",
                        "{'l': [" + list(1_000, n -> "1") + "]}"),
                Arguments.of(
                        "elements that nothing evaluates",
                        "{'properties': {'l': {'allOf': [{'prefixItems': [{}]}], 'unevaluatedItems': {'type': 'string'}}}}",
                        "{'l': [" + list(10_000, n -> "1") + "]}"),
                Arguments.of(
                        "contained in vain",
                        "{'properties': {'l': {'contains': {'type': 'string'}}}}",
                        "{'l': [" + list(60_000, n -> "1") + "]}"),
                Arguments.of(
                        "unknown members",
                        "{'allOf': [{'properties': {}}]}",
                        "{" + list(5_000, n -> "'a" + n + "': 1") + "}"),
                Arguments.of(
                        "dependencies that hold for all",
                        "{'additionalProperties': true, 'dependentRequired': {"
                                + list(300, n -> "'a" + n + "': [" + list(300, m -> "'b" + m + "'") + "]") + "}}",
                        "{" + list(300, n -> "'a" + n + "': 1") + "}"),
                Arguments.of("required names", "{'required': [" + list(30_000, n -> "'p" + n + "'") + "]}", "{}"),
                Arguments.of(
                        "references that branch",
                        "{'$ref': '#/$defs/a0', '$defs': {"
                                + list(
                                        9,
                                        n -> "'a" + n
                                                + "': {'unevaluatedProperties': true, 'anyOf': [{'$ref': '#/$defs/a"
                                                + (n + 1) + "'}, {'$ref': '#/$defs/a" + (n + 1) + "'}]}")
                                + ", 'a9': {'properties': {'x': {}}}}}",
                        "{'x': 1}"),
                Arguments.of(
                        "schemas that are all wrong",
                        "{'properties': {" + list(5_000, n -> "'p" + n + "': {'type': 1}") + "}}",
                        "{}"),
                Arguments.of("figures beyond any", "{'properties': {'n': {'enum': [1e400000000]}}}", "{'n': 1.5}"));
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    @Timeout(value = 4, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void takesBoundedWork(String name, String schema, String document) {
        List<Fault> faults = ConfigSchema.faults(json(schema));
        if (faults.isEmpty()) {
            faults = ConfigSchema.of(json(schema)).judge(json(document));
        }
        assertThat(faults).hasSizeLessThanOrEqualTo(InvalidInput.MAX_FAULTS + 1);
    }

    @Test
    void namesThePlaceOfTheSchemaThatTakesTooMuch() {
        List<Fault> faults = ConfigSchema.of(json("{'properties': {'l': {'uniqueItems': true}}}"))
                .judge(json("{'l': [" + list(8_000, String::valueOf) + "]}"));

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/l");
            assertThat(fault.message()).contains("1000000 steps", "#/properties/l/uniqueItems");
        });
    }

    @Test
    void writesNumbersAsPeopleDo() {
        assertThat(ConfigSchema.of(json("{'properties': {'n': {'minimum': 5E+3, 'multipleOf': 2.50}}}"))
                        .judge(json("{'n': 1}")))
                .extracting(Fault::message)
                .noneMatch(message -> message.contains("E+"))
                .anyMatch(message -> message.contains("5000"));
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        ConfigSchema schema = ConfigSchema.of(json("{'properties': {'l': {'items': {'type': 'integer'}}}}"));
        JsonNode document = json("{'l': [" + list(60_000, String::valueOf) + "]}");
        assertThat(schema.judge(document)).isEmpty();

        Thread.currentThread().interrupt();
        List<Fault> faults = schema.judge(document);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(faults).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"abc 3", "a{3}b 5", "(ab){10} 44", "((a{10}){10}){10} 1500", "[a-z]+ 6", "a{2,} 3", "a{x} 4"})
    void estimatesNoPatternTooSmall(String pattern, long size) {
        assertThat(LinearRegex.size(pattern)).isBetween(size / 2, size * 2);
        assertThat(LinearRegex.size(pattern) * 3 + 8)
                .isGreaterThanOrEqualTo(com.google.re2j.Pattern.compile(pattern).programSize());
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

    /** With a backtracking matcher this would take longer than any caller waits. */
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
