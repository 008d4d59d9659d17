package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The requests of a federation gateway to the subgraph. */
@EnlistIT
class FederationIT {

    private static final String ENTITIES = """
            query($keys: [_Any!]!) {
              _entities(representations: $keys) {
                __typename
                ... on Program { id slug }
                ... on ProgramInstance { id title program { slug } }
                ... on Enrollment { id eligibilityStatus }
                ... on Customer { id email }
              }
            }
            """;

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter counter;

    World world;
    Graph graph;
    String instance;
    String slug;
    JsonNode enrollment;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
        graph = new Graph(world.api());
        slug = world.program();
        instance = world.instance(slug, i -> {});
        enrollment = world.enroll(instance, World.applicant());
    }

    private List<Map<String, String>> keys() {
        return List.of(
                Map.of("__typename", "Enrollment", "id", enrollment.path("id").asText()),
                Map.of(
                        "__typename",
                        "Customer",
                        "id",
                        enrollment.path("customerId").asText()),
                Map.of("__typename", "ProgramInstance", "id", instance),
                Map.of("__typename", "Enrollment", "id", Cuid.next()),
                Map.of("__typename", "Program", "slug", slug));
    }

    private static JsonNode entities(Graph graph, List<Map<String, String>> keys) {
        return graph.ask(ENTITIES, Map.of("keys", keys));
    }

    @Test
    void entitiesComeInTheOrderOfTheirKeys() {
        JsonNode found = entities(graph, keys()).at("/data/_entities");
        assertThat(found.at("/0/eligibilityStatus").asText()).isEqualTo("eligible");
        assertThat(found.at("/1/email").asText())
                .isEqualTo(enrollment.path("email").asText());
        assertThat(found.at("/2/program/slug").asText()).isEqualTo(slug);
        assertThat(found.get(3).isNull()).isTrue();
        assertThat(found.at("/4/slug").asText()).isEqualTo(slug);
        JsonNode byId = entities(
                        graph,
                        List.of(Map.of(
                                "__typename", "Program", "id", found.at("/4/id").asText())))
                .at("/data/_entities/0/slug");
        assertThat(byId.asText()).isEqualTo(slug);
    }

    @Test
    void aStrangerGetsNoneOfThem() {
        JsonNode answer = entities(new Graph(worlds.stranger().api()), keys());
        assertThat(answer.at("/data/_entities")).hasSize(5).allMatch(JsonNode::isNull);
        assertThat(answer.path("errors")).isEmpty();
    }

    @Test
    void scopesHoldTypeByType() {
        Api key = key("\"scopes\": [\"programs:read\"]");
        JsonNode answer = entities(new Graph(key), keys());
        assertThat(answer.at("/data/_entities/0").isNull()).isTrue();
        assertThat(answer.at("/data/_entities/1").isNull()).isTrue();
        assertThat(answer.at("/data/_entities/2/title").isTextual()).isTrue();
        assertThat(answer.at("/data/_entities/4/slug").asText()).isEqualTo(slug);
        assertThat(answer.path("errors")).hasSize(3);
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("insufficient-scope");
    }

    @Test
    void boundKeysReachWhatIsTheirs() {
        String scopes = "\"scopes\": [\"programs:read\", \"enrollments:read\", \"people:read\"]";
        Graph ofInstance = new Graph(key(scopes + ", \"programInstanceId\": \"" + instance + "\""));
        assertThat(reached(ofInstance)).containsExactly("Enrollment", "ProgramInstance");
        Graph ofAnother = new Graph(key(scopes + ", \"programInstanceId\": \"" + world.instance() + "\""));
        assertThat(reached(ofAnother)).isEmpty();
        Graph ofCustomer = new Graph(key(
                scopes + ", \"customerId\": \"" + enrollment.path("customerId").asText() + "\""));
        assertThat(reached(ofCustomer)).containsExactly("Enrollment", "Customer");
        // nor any further through the fields of an entity
        JsonNode round = ofCustomer.ask(
                "query($id: ID!) { enrollment(id: $id) { id customer { id } history { to } decision { code explanation }"
                        + " programInstance { enrollments { nodes { id } } } lead { id } } }",
                Map.of("id", enrollment.path("id").asText()));
        assertThat(round.at("/data/enrollment/customer/id").asText())
                .isEqualTo(enrollment.path("customerId").asText());
        assertThat(round.at("/data/enrollment/decision/explanation").isObject()).isTrue();
        assertThat(round.at("/data/enrollment/programInstance").isNull()).isTrue();
        assertThat(round.at("/data/enrollment/lead").isNull()).isTrue();
        assertThat(round.path("errors").findValuesAsText("code")).containsOnly("key-bound");
    }

    private List<String> reached(Graph bound) {
        List<String> types = new ArrayList<>();
        entities(bound, keys()).at("/data/_entities").forEach(entity -> {
            if (!entity.isNull()) {
                types.add(entity.path("__typename").asText());
            }
        });
        return types;
    }

    private Api key(String how) {
        return world.api()
                .with(world.api()
                        .post("/apiKeys", Json.object("{\"name\": \"Gateway\", " + how + "}"))
                        .created()
                        .path("key")
                        .asText());
    }

    @Test
    void asManyAsOneInAsManyStatements() {
        List<Map<String, String>> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(Map.of("__typename", "Enrollment", "id", world.eligibleEnrollment(instance)));
        }
        List<String> ofMany = counter.during("http-nio-", () -> entities(graph, many));
        List<String> ofOne = counter.during("http-nio-", () -> entities(graph, many.subList(0, 1)));
        assertThat(ofMany).hasSameSizeAs(ofOne);
    }

    @Test
    void tellsItsSchema() {
        String sdl = graph.data("{ _service { sdl } }").at("/_service/sdl").asText();
        assertThat(sdl)
                .contains("https://specs.apollo.dev/federation/v2")
                .contains("type Enrollment @key(fields : \"id\"")
                .contains("\"One person's participation in one program instance.\"");
    }
}
