package dev.enlist.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Capacity, waitlists and bulk decisions answer in the graph what REST answers. */
@EnlistIT
class CapacityAndBulkIT {

    @Autowired
    Worlds worlds;

    World world;
    Graph graph;
    String instance;

    @BeforeEach
    void anInstance() {
        world = worlds.shared(this);
        graph = new Graph(world.api());
        instance = world.instance();
    }

    @Test
    void capacityIsSetAndRead() {
        JsonNode set = graph.data(
                        "mutation($id: ID!) { updateCapacity(programInstanceId: $id, input: {pricingModel: \"seats\","
                                + " committedSeats: 2, waitlist: {enabled: true, offerHours: 48}}) { pool { limit } } }",
                        Map.of("id", instance))
                .at("/updateCapacity");
        assertThat(set.at("/pool/limit").asInt()).isEqualTo(2);
        world.submittedEnrollment(instance);

        JsonNode read = graph.data(
                        "query($id: ID!) { capacity(programInstanceId: $id) { level version pool { pricingModel limit"
                                + " reserved available } } }",
                        Map.of("id", instance))
                .at("/capacity");
        JsonNode rest =
                world.api().get("/programInstances/" + instance + "/capacity").ok();
        for (String figure : List.of("limit", "reserved", "available")) {
            assertThat(read.at("/pool/" + figure).decimalValue())
                    .isEqualByComparingTo(rest.path(figure).decimalValue());
        }
        assertThat(read.path("level")).isEqualTo(rest.path("level"));
        assertThat(graph.code(
                        "mutation($id: ID!) { updateCapacity(programInstanceId: $id, input: {committedSeats: 0})"
                                + " { level } }",
                        Map.of("id", instance)))
                .isNotEmpty();
    }

    @Test
    void aPlaceInTheWaitlistIsSeenAndGivenUp() {
        graph.data(
                "mutation($id: ID!) { updateCapacity(programInstanceId: $id, input: {pricingModel: \"seats\","
                        + " committedSeats: 1}) { level } updateWaitlist(programInstanceId: $id, input: {enabled: true})"
                        + " { enabled } }",
                Map.of("id", instance));
        world.submittedEnrollment(instance);
        String waiting = world.eligibleEnrollment(instance);
        world.api()
                .post("/enrollments/" + waiting + "/submit", Json.object("{}"))
                .ok();
        String query = "query($id: ID!) { waitlist(programInstanceId: $id) { enabled totalItems places { enrollmentId"
                + " position } } }";
        JsonNode line = graph.data(query, Map.of("id", instance)).at("/waitlist");
        assertThat(line.at("/places/0/enrollmentId").asText()).isEqualTo(waiting);
        assertThat(line.at("/places/0/position").asInt()).isEqualTo(1);

        JsonNode left = graph.data(
                "mutation($id: ID!) { withdrawEnrollment(id: $id) { eligibilityStatus } }", Map.of("id", waiting));
        assertThat(left.at("/withdrawEnrollment/eligibilityStatus").asText()).isEqualTo("eligible");
        assertThat(graph.data(query, Map.of("id", instance))
                        .at("/waitlist/totalItems")
                        .asInt())
                .isZero();
    }

    @Test
    void manyAreDecidedAtOnce() {
        List<String> ids = List.of(world.submittedEnrollment(instance), world.submittedEnrollment(instance));
        String decide = "mutation($input: BulkInput!) { decideEnrollments(input: $input) { id status moved } }";
        JsonNode preview = graph.data(decide, Map.of("input", Map.of("action", "approve", "ids", ids, "dryRun", true)))
                .at("/decideEnrollments");
        assertThat(preview.path("status").asText()).isEqualTo("preview");
        assertThat(preview.path("moved").asInt()).isEqualTo(2);

        JsonNode done = graph.data(decide, Map.of("input", Map.of("action", "approve", "ids", ids)))
                .at("/decideEnrollments");
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(world.statusOf(ids.get(0))).isEqualTo("approved");
        assertThat(graph.data(
                                "query($id: ID!) { bulkDecision(id: $id) { moved } }",
                                Map.of("id", done.path("id").asText()))
                        .at("/bulkDecision/moved")
                        .asInt())
                .isEqualTo(2);
        assertThat(graph.code(decide, Map.of("input", Map.of("action", "reject", "ids", ids))))
                .isEqualTo("invalid-input");
        assertThat(graph.code(
                        "mutation($id: ID!) { cancelBulkDecision(id: $id) { status } }",
                        Map.of("id", done.path("id").asText())))
                .isEqualTo("already-finished");
    }
}
