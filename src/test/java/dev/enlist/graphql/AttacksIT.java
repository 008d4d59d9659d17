package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Hostile and malformed requests: each gets an error with a code, none causes a server error. */
@EnlistIT
class AttacksIT {

    @Autowired
    Worlds worlds;

    World world;
    Graph graph;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        graph = new Graph(world.api());
    }

    private static String times(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern.replace("#", "" + i))
                .collect(Collectors.joining(" "));
    }

    @Test
    void deep() {
        String nested = "{ __typename }";
        for (int i = 0; i < 40; i++) {
            nested = "{ enrollments(first: 1) { nodes { programInstance " + nested + " } } }";
        }
        assertThat(graph.code("query($id: ID!) { programInstance(id: $id) " + nested + " }", Map.of("id", Cuid.next())))
                .isIn("query-too-deep", "query-too-complex", "invalid-syntax");
        assertThat(graph.code("{ " + "a { ".repeat(20) + "b" + " }".repeat(20) + " }"))
                .isEqualTo("query-too-deep");
        assertThat(graph.code("{ " + "a { ".repeat(2000) + "b" + " }".repeat(2000) + " }"))
                .isEqualTo("invalid-syntax");
    }

    @Test
    void wide() {
        String fields = times(200, "id");
        assertThat(graph.code("{ programInstances(first: 200) { nodes { " + fields + " } } }"))
                .isEqualTo("query-too-complex");
        assertThat(graph.code(
                        "query($n: Int) { programInstances(first: $n) { nodes { enrollments(first: $n) { nodes { id } } } } }",
                        Map.of("n", 200)))
                .isEqualTo("query-too-complex");
        // the default value of a variable counts as the maximum
        assertThat(graph.code("query($n: Int = 200) { programInstances(first: $n) { nodes { enrollments(first: $n)"
                        + " { nodes { id } } } } }"))
                .isEqualTo("query-too-complex");
        assertThat(graph.code("{ " + times(6000, "__typename") + " }")).isEqualTo("invalid-syntax");
        assertThat(graph.data("{ " + times(2000, "__typename") + " }")
                        .path("__typename")
                        .asText())
                .isEqualTo("Query");
    }

    @Test
    void aliases() {
        assertThat(graph.code("{ " + times(60, "a#: programs(first: 1) { nodes { id } }") + " }"))
                .isEqualTo("too-many-aliases");
        assertThat(graph.code("mutation { " + times(30, "a#: deleteProgram(slug: \"a\")") + " }"))
                .isEqualTo("too-many-mutations");
    }

    @Test
    void fragments() {
        assertThat(graph.code("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"))
                .isEqualTo("invalid-query");
        // each fragment spreads the next one twice
        String bomb = "{ ...f0 } "
                + IntStream.range(0, 40)
                        .mapToObj(i -> "fragment f" + i + " on Query { ...f" + (i + 1) + " ...f" + (i + 1) + " }")
                        .collect(Collectors.joining(" "))
                + " fragment f40 on Query { __typename }";
        assertThat(graph.code(bomb)).isEqualTo("query-too-complex");
        // each fragment spreads all others
        String web = "{ ...f0 } "
                + IntStream.range(0, 12)
                        .mapToObj(i -> "fragment f" + i + " on Query { " + times(12, "...f#") + " }")
                        .collect(Collectors.joining(" "));
        assertThat(graph.code(web)).isIn("query-too-complex", "invalid-query");
    }

    @Test
    void directives() {
        assertThat(graph.code("{ __typename " + "@include(if: true) ".repeat(80) + " }"))
                .isEqualTo("too-many-directives");
        assertThat(graph.code("{ __typename @skip(if: false) @skip(if: false) }"))
                .isEqualTo("invalid-query");
    }

    @Test
    void entities() {
        String many = "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
        var keys = IntStream.range(0, 501)
                .mapToObj(i -> Map.of("__typename", "Enrollment", "id", "x" + i))
                .toList();
        assertThat(graph.code(many, Map.of("r", keys))).isEqualTo("too-many-entities");
        JsonNode odd = graph.ask(
                many,
                Map.of(
                        "r",
                        List.of(
                                Map.of("__typename", "Nothing", "id", "x"),
                                Map.of("id", "x"),
                                Map.of("__typename", "Enrollment", "id", 7),
                                Map.of("__typename", "Enrollment", "id", Map.of("a", "b")),
                                Map.of("__typename", "Program", "slug", "' or 1=1 --"),
                                Map.of("__typename", "Enrollment", "id", "'"))));
        assertThat(odd.at("/data/_entities")).hasSize(6).allMatch(JsonNode::isNull);
        assertThat(odd.toString()).doesNotContain("internal-error", "INTERNAL_ERROR");
        for (Object none : List.of("x", 7, true, List.of(), List.of(Map.of("__typename", "Enrollment", "id", "x")))) {
            Object[] sent = {Map.of("__typename", "Enrollment", "id", "x"), none};
            assertThat(graph.code(many, Map.of("r", sent))).as("%s", none).isEqualTo("invalid-input");
        }
        assertThat(graph.code("{ _entities(representations: [\"x\"]) { __typename } }"))
                .isEqualTo("invalid-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"query\": \"{ __typename }\"}, {\"query\": \"{ __typename }\"}]",
                "",
                "null",
                "7",
                "{",
                "{}",
                "{\"query\": null}",
                "{\"query\": 7}",
                "{\"query\": {\"a\": 1}}",
                "{\"query\": \"{ __typename }\", \"variables\": []}",
                "{\"query\": \"{ __typename }\", \"variables\": \"x\"}",
                "{\"query\": \"{ __typename }\", \"operationName\": 7}",
                "{\"query\": \"query a { __typename } query b { __typename }\"}",
                "{\"query\": \"{ __typename }\", \"operationName\": \"unknown\"}",
                "{\"query\": \"{ __typename }\", \"extensions\": {\"persistedQuery\": {\"version\": 1}}}",
                "{\"extensions\": {\"persistedQuery\": {\"version\": 1, \"sha256Hash\": \"abc\"}}}",
                "{\"query\": \"\\u0000\"}",
                "{\"query\": \"{ nothing }\"}",
                "{\"query\": \"{ program }\"}",
                "{\"query\": \"{ program(id: 1, id: 2) { id } }\"}",
                "{\"query\": \"{ program(slug: 7) { id } }\"}",
                "{\"query\": \"{ program(nothing: 7) { id } }\"}",
                "{\"query\": \"subscription { enrollmentStatusChanged { id } }\"}",
                "{\"query\": \"{ programs(first: 99999999999) { nodes { id } } }\"}",
                "{\"query\": \"{ programs(first: -1) { nodes { id } } }\"}",
                "{\"query\": \"{ programs(filter: {q: \\\"\\\\u0000\\\"}) { nodes { id } } }\"}",
                "{\"query\": \"query($q: String) { programs(filter: {q: $q}) { nodes { id } } }\", \"variables\": {\"q\": \"\\ud800\"}}",
                "{\"query\": \"query($q: String) { customers(q: $q) { nodes { id } } }\", \"variables\": {\"q\": \"%'; drop table customer; --\"}}",
                "{\"query\": \"query($q: JSON) { __typename }\", \"variables\": {\"q\": 1}}",
                "{\"query\": \"{ enrollments(programInstanceId: \\\"x\\\", filter: {createdFrom: \\\"yesterday\\\"}) { nodes { id } } }\"}",
                "{\"query\": \"mutation { createProgramInstance(input: {}) { id } }\"}",
                "{\"query\": \"mutation { cloneProgramInstance(id: \\\"\\\") { id } }\"}",
                "{\"query\": \"mutation { moveProgramInstanceToTemplate(id: \\\"x\\\", templateVersion: \\\"%s\\\") { to } }\"}",
                "{\"query\": \"mutation { createProgram(input: {name: \\\"%s %n\\\", description: \\\"\\\"}) { id } }\"}"
            })
    void isAnsweredByName(String body) {
        Reply reply = world.api().post("/graphql", body);
        assertThat(reply.status()).as(reply.text()).isIn(200, 400, 415);
        if (reply.status() == 200) {
            assertThat(reply.text()).doesNotContain("internal-error", "INTERNAL_ERROR");
            reply.json()
                    .path("errors")
                    .forEach(error -> assertThat(error.at("/extensions/code").asText())
                            .as(reply.text())
                            .isNotEmpty());
        } else {
            assertThat(reply.header("Content-Type").orElse("")).startsWith("application/problem+json");
        }
        assertThat(reply.text()).doesNotContain("Exception", "at dev.enlist", "org.springframework");
    }

    @Test
    void mediaTypes() {
        var query = Graph.request("{ nothing }", Map.of()).toString();
        Reply legacy = world.api().post("/graphql", query);
        assertThat(legacy.status()).isEqualTo(200);
        assertThat(legacy.header("Content-Type").orElse("")).startsWith("application/json");
        Reply modern = world.api()
                .send(
                        "/graphql",
                        request -> request.header("Content-Type", "application/json")
                                .header("Accept", "application/graphql-response+json")
                                .POST(BodyPublishers.ofString(query)));
        assertThat(modern.status()).isEqualTo(400);
        assertThat(modern.header("Content-Type").orElse("")).startsWith("application/graphql-response+json");
        assertThat(modern.json().at("/errors/0/extensions/code").asText()).isEqualTo("invalid-query");
        var failing =
                Graph.request("{ program(slug: \"unknown\") { id } }", Map.of()).toString();
        Reply partly = world.api()
                .send(
                        "/graphql",
                        request -> request.header("Content-Type", "application/json")
                                .header("Accept", "application/graphql-response+json")
                                .POST(BodyPublishers.ofString(failing)));
        assertThat(partly.status()).isEqualTo(200);
    }

    @Test
    void noChangeByAForeignPage() {
        String slug = world.program();
        String query = "mutation { deleteProgram(slug: \"" + slug + "\") }";
        Api api = world.api();
        assertThat(api.get("/graphql?query="
                                + java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(405);
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
            Reply reply = api.send(
                    "/graphql",
                    request -> request.header("Content-Type", type)
                            .POST(BodyPublishers.ofString(
                                    Graph.request(query, Map.of()).toString())));
            assertThat(reply.status()).as(type).isEqualTo(415);
        }
        assertThat(api.get("/programs/" + slug).status()).isEqualTo(200);
    }

    @Test
    void strangersSeeNothing() {
        Api anonymous = world.api().with("");
        assertThat(anonymous
                        .post("/graphql", Graph.request("{ __schema { types { name } } }", Map.of()))
                        .status())
                .isEqualTo(401);
        assertThat(anonymous
                        .post("/graphql", Graph.request("{ _service { sdl } }", Map.of()))
                        .status())
                .isEqualTo(401);
        assertThat(anonymous.get("/graphiql").status()).isEqualTo(401);
        assertThat(world.api().get("/graphiql").status()).isEqualTo(404);
        assertThat(world.api().get("/graphql/schema").status()).isEqualTo(404);
    }

    @Test
    void aLongBodyIsRefused() {
        String query = "{ __typename #" + "x".repeat(2_000_000) + "\n}";
        assertThat(world.api().post("/graphql", Graph.request(query, Map.of())).status())
                .isEqualTo(413);
        // also for a body without Content-Length
        byte[] body = Graph.request(query, Map.of()).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Reply chunked = world.api()
                .send(
                        "/graphql",
                        request -> request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void deepJson() {
        String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
        String body = "{\"query\": \"mutation($id: ID!, $m: JSON) { updateEnrollment(id: $id, input: {metadata: $m})"
                + " { id } }\", \"variables\": {\"id\": \"" + world.eligibleEnrollment(world.instance())
                + "\", \"m\": " + deep + "}}";
        Reply reply = world.api().post("/graphql", body);
        assertThat(reply.status()).isIn(200, 400);
        assertThat(reply.text()).contains("invalid").doesNotContain("internal-error");
    }

    @Test
    void introspectionNeedsAuthentication() {
        assertThat(graph.data(graphql.introspection.IntrospectionQuery.INTROSPECTION_QUERY)
                        .at("/__schema/types"))
                .isNotEmpty();
        assertThat(graph.code("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"))
                .isNotEmpty();
    }
}
