package dev.enlist.customer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.enrollment.PossibleDuplicateQuery;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Customers that may be one person are found, listed, dismissed and flagged. */
@EnlistIT
class DuplicatesIT {

    private static final String LIST = "/customers/duplicates";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DelayedJobs jobs;

    @Autowired
    PossibleDuplicateQuery flags;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
    }

    private String customer(String first, String last, Consumer<ObjectNode> change) {
        ObjectNode customer = Json.object("{}").put("firstName", first).put("lastName", last);
        customer.put("email", Cuid.next() + "@example.com");
        change.accept(customer);
        return world.api().post("/customers", customer).created().path("id").asText();
    }

    private String withPhone(String first, String last) {
        return customer(first, last, c -> c.put("phone", "+12125550123"));
    }

    private JsonNode pairs(String query) {
        return world.api().get(LIST + query).ok().path("data");
    }

    private void checked() {
        jobs.start(DelayedJobs.DUPLICATES, world);
        Await.until(
                "the customers to be compared",
                () -> owner.template()
                                .queryForObject(
                                        "select count(*) from duplicate_check_batch where workspace_id = ?",
                                        Integer.class,
                                        world.workspace().workspaceId())
                        == 0);
    }

    private JsonNode onePair() {
        checked();
        JsonNode found = pairs("");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aPairHasAScoreReasonsAndBothCustomers() {
        String first = withPhone("Tomasz", "Nowak");
        String second = withPhone("Tom", "Nowak");
        customer("Suzie", "Homeowner", c -> {});

        JsonNode pair = onePair();

        assertThat(pair.path("score").asInt()).isEqualTo(60);
        assertThat(pair.path("reasons").findValuesAsText("code")).containsExactly("same-phone", "similar-name");
        assertThat(pair.path("customers").findValuesAsText("id")).containsExactly(first, second);
        assertThat(world.api().get(LIST + "/" + pair.path("id").asText()).ok()).isEqualTo(pair);
        assertThat(pairs("?customerId=" + first)).hasSize(1);
        assertThat(pairs("?minScore=61")).isEmpty();
        assertThat(pairs("?dismissed=true")).isEmpty();
        assertThat(pairs("?customerId=" + Cuid.next())).isEmpty();
        assertThat(pairs("?customerId=nonsense&enrollmentId=" + Cuid.next())).isEmpty();
        assertThat(world.api().get(LIST + "?minScore=101&perPage=0").faults())
                .containsExactlyInAnyOrder("/minScore", "/perPage");
        World other = worlds.stranger();
        assertThat(other.api().get(LIST).ok().path("data")).isEmpty();
        other.api().get(LIST + "/" + pair.path("id").asText()).problem(404, "not-found");
    }

    @Test
    void applicationsAreComparedByDeviceAndFlagged() {
        String instance = world.instance();
        ObjectNode one = World.applicant().put("firstName", "Henrietta").put("serialNumber", "SN-DU-7731");
        one.withObject("/address").put("streetOne", "1 First St");
        ObjectNode other = World.applicant().put("lastName", "Marchbanks").put("serialNumber", "sndu7731");
        other.withObject("/address").put("streetOne", "2 Second St");
        String first = world.enroll(instance, one).path("id").asText();
        String second = world.enroll(instance, other).path("id").asText();
        String third = world.enroll(instance, World.applicant().put("lastName", "Alone"))
                .path("id")
                .asText();

        JsonNode pair = onePair();

        assertThat(pair.path("reasons").findValuesAsText("code")).containsExactly("same-serial-number");
        assertThat(pairs("?enrollmentId=" + first)).hasSize(1);
        assertThat(pairs("?enrollmentId=" + third)).isEmpty();
        assertThat(world.in(() -> flags.among(List.of(first, second, third)))).isEmpty();
        // a second shared fact
        world.api()
                .patch("/enrollments/" + second, Json.object("{\"address\": {\"streetOne\": \"1 First Street\"}}"))
                .ok();
        checked();
        assertThat(world.in(() -> flags.among(List.of(first, second, third)))).containsExactlyInAnyOrder(first, second);
        // an erased application is compared no more
        world.api().delete("/enrollments/" + second).expect(204);
        checked();
        assertThat(pairs("")).isEmpty();
    }

    @Test
    void aPairGoesWithTheFactThatItShared() {
        withPhone("Tomasz", "Nowak");
        String second = withPhone("Tom", "Nowak");
        onePair();

        world.api()
                .patch("/customers/" + second, Json.object("{\"phone\": \"+12125550124\"}"))
                .ok();

        checked();
        assertThat(pairs("")).isEmpty();
    }

    @Test
    void theKeysOfACustomerGoWithThem() {
        String first = withPhone("Tomasz", "Nowak");
        checked();
        assertThat(keys(first)).isPositive();

        world.api().delete("/customers/" + first).expect(204);

        assertThat(keys(first)).isZero();
    }

    @Test
    void thePairsOfACustomerGoWithThem() {
        String first = withPhone("Tomasz", "Nowak");
        String second = withPhone("Thomas", "Nowak");
        checked();
        assertThat(stored(first)).isEqualTo(1);
        assertThat(stored(second)).isEqualTo(1);

        world.api().delete("/customers/" + first).expect(204);

        assertThat(stored(first)).isZero();
        assertThat(stored(second)).isZero();
    }

    private int stored(String customer) {
        return owner.template()
                .queryForObject(
                        "select count(*) from duplicate_pair where ? in (first_id, second_id)",
                        Integer.class,
                        customer);
    }

    private int keys(String customer) {
        return owner.template()
                .queryForObject("select count(*) from duplicate_key where customer_id = ?", Integer.class, customer);
    }

    @Test
    void aPairThatWasDismissedStaysDismissedAfterAMerge() {
        String other = withPhone("Anna", "Nowak");
        String merged = withPhone("Tomasz", "Nowak");
        JsonNode pair = onePair();
        world.api().post(LIST + "/" + pair.path("id").asText() + "/dismiss", "").ok();
        String into = customer("Tomasz", "Nowak", c -> {});
        checked();

        world.api()
                .post("/customers/" + merged + "/merge", Json.object("{}").put("into", into))
                .ok();

        checked();
        // the customer that is left has the telephone of the other one now
        assertThat(pairs("?dismissed=false&customerId=" + other)).isEmpty();
        JsonNode kept = pairs("?dismissed=true");
        assertThat(kept).hasSize(1);
        assertThat(kept.at("/0/customers").findValuesAsText("id")).containsExactlyInAnyOrder(other, into);
        assertThat(kept.at("/0/dismissed/by/type").asText()).isEqualTo("key");

        // and where the pair of the two that are left was known already
        String third = withPhone("Tomek", "Nowak");
        checked();
        JsonNode open = pairs("?customerId=" + third);
        assertThat(open).hasSize(2);
        for (JsonNode found : open) {
            if (found.path("customers").findValuesAsText("id").contains(other)) {
                world.api()
                        .post(LIST + "/" + found.path("id").asText() + "/dismiss", "")
                        .ok();
            }
        }
        world.api()
                .post("/customers/" + third + "/merge", Json.object("{}").put("into", into))
                .ok();
        checked();
        assertThat(pairs("")).isEmpty();
        assertThat(pairs("?dismissed=true")).hasSize(1);
    }

    @Test
    void aDismissedPairIsRememberedAndCanBeRestored() {
        withPhone("Tomasz", "Nowak");
        String second = withPhone("Anna", "Nowak");
        JsonNode pair = onePair();
        String path = LIST + "/" + pair.path("id").asText();

        world.api()
                .post(path + "/dismiss", Json.object("{}"), "If-Match", "\"99\"")
                .problem(412, "precondition-failed");
        JsonNode dismissed = world.api().post(path + "/dismiss", "").ok();

        assertThat(dismissed.at("/dismissed/by/type").asText()).isEqualTo("key");
        assertThat(world.api().post(path + "/dismiss", "").ok()).isEqualTo(dismissed);
        assertThat(pairs("")).isEmpty();
        assertThat(pairs("?dismissed=true")).hasSize(1);
        // they share more, then nothing
        world.api()
                .patch("/customers/" + second, Json.object("{\"firstName\": \"Tomasz\"}"))
                .ok();
        checked();
        assertThat(pairs("")).isEmpty();
        world.api()
                .patch("/customers/" + second, Json.object("{\"firstName\": \"Ada\", \"phone\": null}"))
                .ok();
        checked();
        assertThat(pairs("?dismissed=true")).hasSize(1);

        world.api()
                .patch("/customers/" + second, Json.object("{\"phone\": \"+12125550123\"}"))
                .ok();
        checked();
        assertThat(world.api().post(path + "/restore", "").ok().has("dismissed"))
                .isFalse();
        assertThat(pairs("")).hasSize(1);
    }

    @Test
    void aTelephoneOfManySaysNothing() {
        for (int n = 0; n < 20; n++) {
            withPhone("First" + Cuid.next().substring(15), "Last" + Cuid.next().substring(15));
        }
        checked();
        assertThat(pairs("?perPage=500")).hasSize(190);

        String twentyFirst = withPhone("Henrietta", "Marchbanks");

        checked();
        assertThat(pairs("")).isEmpty();
        // and again when one of them has another number
        world.api()
                .patch("/customers/" + twentyFirst, Json.object("{\"phone\": null}"))
                .ok();
        checked();
        assertThat(pairs("?perPage=500")).hasSize(190);
        assertThat(world.api()
                        .get(LIST + "?after=&perPage=100")
                        .ok()
                        .path("next")
                        .isNull())
                .isFalse();
    }

    @Test
    void theGraphListsAndDismisses() {
        String first = withPhone("Tomasz", "Nowak");
        withPhone("Tom", "Nowak");
        String id = onePair().path("id").asText();
        Graph graph = new Graph(world.api());

        JsonNode found = graph.data("{ customerDuplicates(customerId: \"" + first
                + "\", minScore: 50) { nodes { id score reasons { code points } customers { id } } } }");
        assertThat(found.at("/customerDuplicates/nodes/0/id").asText()).isEqualTo(id);
        assertThat(graph.data("mutation { dismissCustomerDuplicate(id: \"" + id + "\") { dismissed { by { type } } } }")
                        .at("/dismissCustomerDuplicate/dismissed/by/type")
                        .asText())
                .isEqualTo("key");
        assertThat(graph.data("mutation { restoreCustomerDuplicate(id: \"" + id + "\") { dismissed { at } } }")
                        .at("/restoreCustomerDuplicate/dismissed")
                        .isNull())
                .isTrue();
    }
}
