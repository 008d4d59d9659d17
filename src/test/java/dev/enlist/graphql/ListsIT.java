package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Lists are paged forwards by key, and their length adds no statement. */
@EnlistIT
class ListsIT {

    private static final String SERVER_THREADS = "http-nio-";

    private static final String PAGE = """
            query($instance: ID!, $first: Int, $after: String) {
              enrollments(programInstanceId: $instance, first: $first, after: $after) {
                edges { cursor node { id } }
                nodes {
                  id eligibilityStatus lastName
                  customer { id email }
                  programInstance { id title program { slug name } }
                }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
              }
            }
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter counter;

    World world;
    Graph graph;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        graph = new Graph(world.api());
    }

    @Test
    void walksToTheEndAndSeesEachOnce() {
        String instance = world.instance();
        List<String> enrolled = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            enrolled.add(world.eligibleEnrollment(instance));
        }
        List<String> seen = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("instance", instance, "first", 2));
        boolean more = true;
        while (more) {
            JsonNode page = graph.data(PAGE, variables).path("enrollments");
            seen.addAll(page.path("nodes").findValuesAsText("eligibilityStatus").isEmpty() ? List.of() : ids(page));
            more = page.at("/pageInfo/hasNextPage").asBoolean();
            variables.put("after", page.at("/pageInfo/endCursor").asText());
        }
        assertThat(seen).containsExactlyElementsOf(enrolled);
        assertThat(graph.data(PAGE, Map.of("instance", instance, "first", 5))
                        .at("/enrollments/pageInfo/hasNextPage")
                        .asBoolean())
                .isFalse();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("nodes").forEach(node -> ids.add(node.path("id").asText()));
        return ids;
    }

    @Test
    void filtersAsRestHasThem() {
        String instance = world.instance();
        String eligible = world.eligibleEnrollment(instance);
        String ineligible = world.ineligibleEnrollment(instance);
        String filtered = """
                query($instance: ID!, $filter: EnrollmentFilter) {
                  programInstance(id: $instance) { enrollments(filter: $filter) { nodes { id } } }
                }
                """;
        assertThat(filtered(filtered, instance, Map.of("status", List.of("ineligible"))))
                .containsExactly(ineligible);
        assertThat(filtered(filtered, instance, Map.of("state", "NY", "tag", "tag1", "manufacturer", "tesla")))
                .containsExactly(eligible);
        assertThat(filtered(filtered, instance, Map.of("createdFrom", "2100-01-01")))
                .isEmpty();
        assertThat(filtered(filtered, instance, Map.of("createdTo", "2100-01-01", "flagged", false)))
                .containsExactly(eligible, ineligible);
        String slug = world.program(program -> program.put("year", 2031).put("name", "Oddly named"));
        assertThat(graph.data("{ programs(filter: {year: 2031, q: \"ODDLY\", visibility: private, active: true,"
                                + " state: \"NY\", type: \"rebate\"}) { nodes { slug } } }")
                        .at("/programs/nodes")
                        .findValuesAsText("slug"))
                .containsExactly(slug);
        assertThat(graph.data(
                                "query($slug: String) { programInstances(filter: {programSlug: $slug}) { nodes { id } } }",
                                Map.of("slug", slug))
                        .at("/programInstances/nodes"))
                .isEmpty();
        assertThat(graph.data(
                                "{ customers(q: \"homeowner\", first: 1) { nodes { lastName } pageInfo { hasNextPage } } }")
                        .at("/customers/pageInfo/hasNextPage")
                        .asBoolean())
                .isTrue();
        assertThat(graph.data("{ leads { nodes { id } } }").at("/leads/nodes")).isEmpty();
        JsonNode error = graph.error(
                "{ programs(first: 501, after: \"x\", filter: {state: \"XX\"}) { nodes { id } } }", Map.of());
        assertThat(error.at("/extensions/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/first", "/after", "/filter/state");
    }

    private List<String> filtered(String document, String instance, Map<String, Object> filter) {
        return graph.data(document, Map.of("instance", instance, "filter", filter))
                .at("/programInstance/enrollments/nodes")
                .findValuesAsText("id");
    }

    @Test
    void statementsDoNotGrowWithThePage() {
        String instance = world.instance();
        for (int i = 0; i < 50; i++) {
            world.eligibleEnrollment(instance);
        }
        List<String> ofOne = statements(PAGE, Map.of("instance", instance, "first", 1));
        List<String> ofFifty = statements(PAGE, Map.of("instance", instance, "first", 50));
        assertThat(ofFifty).as(String.join("\n", ofFifty)).hasSameSizeAs(ofOne);
        // instance, page, instances of all, customers of all, and the SET and RESET of each connection
        assertThat(ofFifty.stream().filter(sql -> sql.startsWith("select"))).hasSizeLessThanOrEqualTo(6);

        // the same page takes no more statements than over REST
        String plain = "query($instance: ID!) { enrollments(programInstanceId: $instance, first: 50)"
                + " { nodes { id lastName email eligibilityStatus tags } } }";
        String rest = "/programInstances/" + instance + "/enrollments?perPage=50&after=";
        assertThat(statements(plain, Map.of("instance", instance)))
                .hasSameSizeAs(counter.during(
                        SERVER_THREADS, () -> world.api().get(rest).ok()));

        String deep = PAGE.replace("lastName", "history { to at by { name } } decision { code inputs }");
        assertThat(statements(deep, Map.of("instance", instance, "first", 50)))
                .hasSameSizeAs(statements(deep, Map.of("instance", instance, "first", 1)));
        // the owner of a bound key is not checked for each enrollment
        var key = world.api()
                .post("/apiKeys", dev.enlist.support.Json.object("""
                        {"name": "Bound", "programInstanceId": "%s",
                         "scopes": ["enrollments:read", "programs:read"]}
                        """.formatted(instance)))
                .created()
                .path("key")
                .asText();
        Graph bound = new Graph(world.api().with(key));
        String histories = "query($instance: ID!, $first: Int) { enrollments(programInstanceId: $instance,"
                + " first: $first) { nodes { history { to } decision { code } programInstance { title } } } }";
        bound.data(histories, Map.of("instance", instance, "first", 1));
        List<String> many =
                counter.during(SERVER_THREADS, () -> bound.data(histories, Map.of("instance", instance, "first", 50)));
        List<String> one =
                counter.during(SERVER_THREADS, () -> bound.data(histories, Map.of("instance", instance, "first", 1)));
        assertThat(many).hasSameSizeAs(one);
    }

    private List<String> statements(String document, Map<String, Object> variables) {
        graph.data(document, variables);
        return counter.during(SERVER_THREADS, () -> graph.data(document, variables));
    }
}
