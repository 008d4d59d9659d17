package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** No request makes the server keep or answer much more than was sent. */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BoundedRequestsIT {

    private static final String KEY = "Idempotency-Key";

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    Imports imports;

    @BeforeAll
    void organization() {
        world = worlds.organization();
        instance = world.instance();
        imports = new Imports(world.api());
    }

    @Test
    void aMegabyteOfWrongElementsIsOneFault() {
        String body = "{\"identificationType\": \"customerInfo\", \"tags\": [" + "1,".repeat(90_000) + "1]}";

        Reply reply = world.api().post("/programInstances/" + instance + "/enrollments", body);

        assertThat(reply.faults()).contains("/tags").hasSizeLessThan(10);
        assertThat(reply.text()).hasSizeLessThan(2_000);
    }

    @Test
    void aHundredFaultsAreListedAndTheOthersCounted() {
        String members = IntStream.range(0, 20_000)
                .mapToObj(n -> "\"unknown" + n + "\": 1")
                .collect(Collectors.joining(","));

        JsonNode problem = world.api().post("/customers", "{" + members + "}").problem(400, "invalid-input");

        assertThat(problem.path("errors")).hasSize(101);
        assertThat(problem.at("/errors/100/message").asText())
                .startsWith("and 19")
                .contains(" more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.", "meta.", "", "address.", "m."})
    void deepColumnsAreRefused(String prefix) {
        String header = "email," + prefix + "a.".repeat(3_000) + "a";

        Reply reply = imports.csv(instance, "?dryRun=true", header + "\nx@example.com,1\n");

        assertThat(reply.problem(400, "invalid-input").at("/errors/0/message").asText())
                .contains("column 2 has");
    }

    @Test
    void columnsAreCounted() {
        String header = IntStream.range(0, 5_000).mapToObj(n -> "c" + n).collect(Collectors.joining(","));

        assertThat(imports.csv(instance, "?dryRun=true", "email," + header + "\n")
                        .problem(400, "invalid-input")
                        .at("/errors/0/message")
                        .asText())
                .contains("names 5001 columns");
    }

    @Test
    void deepMappingsAreRefused() {
        String mapping = Json.object("{}").put("email", "email").put("x", "metadata." + "a.".repeat(100) + "a") + "";
        byte[] form = form(List.of("mapping", mapping), "email,x\na@example.com,1\n");

        assertThat(imports.send(instance, "", "multipart/form-data; boundary=b", form)
                        .faults())
                .containsExactly("/mapping/x");
    }

    @Test
    void deepRowsOfJsonAreRefused() {
        String deep = "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000);
        JsonNode done = imports.completed(
                imports.ndjson(instance, "", "{\"email\": \"deep@example.com\", \"metadata\": " + deep + "}\n"));

        assertThat(Imports.counts(done)).isEqualTo("0/0/0/1");
        assertThat(imports.errors(done)).contains("at most 100 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ruleSets/eligibility-default/testCases", "/ruleSets/eligibility-default/draft/replay"})
    void otherTablesHaveTheSameBounds(String path) {
        // whichever of them exist take CSV; none of them ends in a failure
        String header = "name,expectedStatus,metadata." + "a.".repeat(3_000) + "a\nx,eligible,1\n";
        Reply reply = world.api()
                .send(
                        path,
                        request -> request.header("Content-Type", "text/csv")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(header)));
        assertThat(reply.status()).isBetween(400, 499);
    }

    @Test
    void aFormHasNoFieldsButItsOwn() {
        List<String> many = IntStream.range(0, 9_000)
                .boxed()
                .flatMap(n -> java.util.stream.Stream.of("field" + n, "x".repeat(100)))
                .toList();
        assertThat(imports.send(instance, "", "multipart/form-data; boundary=b", form(many, "email\n"))
                        .faults())
                .containsExactly("/field0");
        assertThat(imports.send(
                                instance,
                                "",
                                "multipart/form-data; boundary=b",
                                form(List.of("dryRun", "true", "dryRun", "false"), "email\n"))
                        .faults())
                .containsExactly("/dryRun");
        assertThat(imports.send(
                                instance,
                                "",
                                "multipart/form-data; boundary=b",
                                form(List.of("mapping", "x".repeat(70_000)), "email\n"))
                        .faults())
                .containsExactly("/mapping");
    }

    private static byte[] form(List<String> fields, String file) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.size(); i += 2) {
            form.append("--b\r\nContent-Disposition: form-data; name=\"" + fields.get(i) + "\"\r\n\r\n"
                    + fields.get(i + 1) + "\r\n");
        }
        form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + file + "\r\n--b--\r\n");
        return form.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A few kilobytes of names that would come back with every fault, and be kept. */
    @Test
    void refusalsAreNoLargerThanTheirRequest() {
        String nulls = "\"\\u0000\",".repeat(850) + "1";
        String body = "{\"email\": \"a@example.com\", \"metadata\": {\"" + "n".repeat(6_000) + "\": [" + nulls + "]}}";

        Reply reply = world.api().post("/leads", Json.read(body), KEY, "names-" + dev.enlist.shared.Cuid.next());

        reply.problem(400, "invalid-input");
        assertThat(reply.text().length()).isLessThan(body.length());
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKeptAndSaysSo() {
        String terms = "t".repeat(99_000);
        String large = world.instance(world.program(), i -> i.put("programTerms", terms));
        String fields =
                IntStream.range(0, 8).mapToObj(n -> "a" + n + ": programTerms").collect(Collectors.joining(" "));
        JsonNode query =
                Graph.request("query($id: ID!) { programInstance(id: $id) { " + fields + " } }", Map.of("id", large));
        String key = "large-" + dev.enlist.shared.Cuid.next();

        Reply first = world.api().post("/graphql", query, KEY, key);
        assertThat(first.ok().at("/data/programInstance/a7").asText()).isEqualTo(terms);
        Reply again = world.api().post("/graphql", query, KEY, key);

        again.problem(409, "answer-not-kept");
        assertThat(again.json().path("detail").asText()).contains("answered with status 200", "262144 bytes");
        assertThat(again.header("Idempotency-Replayed")).contains("true");
    }

    /** What is large because the request is large is kept. */
    @Test
    void anAnswerThatRepeatsItsRequestIsKept() {
        JsonNode body = Json.object("""
                        {"title": "Large", "description": "d", "eligibilityCriteria": "e"}
                        """)
                .put("programTerms", "ß".repeat(99_000) + "😀".repeat(400))
                .put("programSlug", world.program());
        String key = "echo-" + dev.enlist.shared.Cuid.next();

        Reply first = world.api().post("/programInstances", body, KEY, key);
        first.created();

        assertThat(world.api().post("/programInstances", body, KEY, key).created())
                .isEqualTo(first.json());
    }

    @Test
    void errorsOfTheGraphAreCounted() {
        JsonNode answer = new Graph(world.api()).ask("{ " + "programs(first: 0) { nodes { id } } ".repeat(400) + " }");
        assertThat(answer.path("errors").size()).isBetween(1, 101);
        String variables = "query("
                + IntStream.range(0, 400).mapToObj(n -> "$v" + n + ": Nothing").collect(Collectors.joining(" "))
                + ") { __typename }";
        assertThat(new Graph(world.api()).ask(variables).path("errors").size()).isBetween(1, 101);
    }
}
