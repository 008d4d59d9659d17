package dev.enlist.customer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.customer.CustomerReferenceSource;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two customers that are one person become one. */
@EnlistIT
class MergeIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    List<CustomerReferenceSource> references;

    World world;

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    private String customer(Consumer<ObjectNode> change) {
        ObjectNode customer = Json.object("{\"firstName\": \"Tomasz\", \"lastName\": \"Nowak\"}");
        customer.put("email", Cuid.next() + "@example.com");
        change.accept(customer);
        return world.api().post("/customers", customer).created().path("id").asText();
    }

    private String customer() {
        return customer(c -> {});
    }

    private String enroll(String customer, String instance) {
        ObjectNode application = World.applicant();
        application.retain("address", "manufacturerSlugs");
        application.put("identificationType", "customerId").put("customerId", customer);
        return world.enroll(instance, application).path("id").asText();
    }

    private String approved(String customer, String instance) {
        String id = enroll(customer, instance);
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        return id;
    }

    private Reply merge(String merged, String into) {
        return world.api()
                .post("/customers/" + merged + "/merge", Json.object("{}").put("into", into));
    }

    private JsonNode preview(String merged, String into) {
        return world.api()
                .post(
                        "/customers/" + merged + "/merge",
                        Json.object("{\"dryRun\": true}").put("into", into))
                .ok();
    }

    @Test
    void everythingMovesAndTheRemainingCustomerKeepsItsFacts() {
        world = worlds.organization();
        String lead = world.api()
                .post(
                        "/leads",
                        "{\"firstName\": \"Tom\", \"lastName\": \"Nowak\", \"email\": \"" + Cuid.next()
                                + "@example.com\", \"phone\": \"+12125550123\", \"metadata\": {\"a\": 1, \"b\": 2}}")
                .created()
                .path("id")
                .asText();
        String merged = world.api()
                .post("/leads/" + lead + "/convert", "{}")
                .ok()
                .path("id")
                .asText();
        String enrollment = enroll(merged, world.instance());
        String key = world.api()
                .post(
                        "/apiKeys",
                        Json.object("{\"name\": \"Portal\", \"scopes\": [\"enrollments:read\"]}")
                                .put("customerId", merged))
                .created()
                .path("id")
                .asText();
        String into = customer(c -> c.set("metadata", Json.object("{\"a\": 9}")));
        String own = enroll(into, world.instance());
        JsonNode before = world.api().get("/customers/" + into).ok();

        JsonNode preview = preview(merged, into);
        assertThat(world.api().get("/customers/" + merged).ok().path("id").asText())
                .isEqualTo(merged);
        assertThat(world.api().get("/customers/" + into).ok()).isEqualTo(before);
        JsonNode done = merge(merged, into).ok();

        for (JsonNode each : List.of(preview, done)) {
            assertThat(each.path("filled").toString()).isEqualTo("[\"phone\",\"metadata.b\"]");
            assertThat(each.at("/moved/enrollments").toString()).isEqualTo("[\"" + enrollment + "\"]");
            assertThat(each.at("/moved/leads").toString()).isEqualTo("[\"" + lead + "\"]");
            assertThat(each.at("/moved/apiKeys").toString()).isEqualTo("[\"" + key + "\"]");
            assertThat(each.path("conflicts")).isEmpty();
        }
        JsonNode after = world.api().get("/customers/" + into).ok();
        assertThat(after).isEqualTo(done.path("customer"));
        assertThat(after.path("email")).isEqualTo(before.path("email"));
        assertThat(after.path("firstName").asText()).isEqualTo("Tomasz");
        assertThat(after.path("phone").asText()).isEqualTo("+12125550123");
        assertThat(after.path("metadata").toString()).isEqualTo("{\"a\":9,\"b\":2}");
        for (String id : List.of(enrollment, own)) {
            assertThat(world.api()
                            .get("/enrollments/" + id)
                            .ok()
                            .path("customerId")
                            .asText())
                    .isEqualTo(into);
        }
        assertThat(world.api().get("/leads/" + lead).ok().path("customerId").asText())
                .isEqualTo(into);
        assertThat(world.api().get("/apiKeys/" + key).ok().path("customerId").asText())
                .isEqualTo(into);
        JsonNode gone = world.api().get("/customers/" + merged).problem(404, "not-found");
        assertThat(gone.path("mergedInto").asText()).isEqualTo(into);
        assertThat(merge(merged, into)
                        .problem(404, "not-found")
                        .path("mergedInto")
                        .asText())
                .isEqualTo(into);
        JsonNode event = world.events("type=customer.merged").path(0);
        assertThat(event.path("subject").asText()).isEqualTo(into);
        assertThat(event.at("/data/mergedId").asText()).isEqualTo(merged);
        JsonNode entry = world.api().get("/audit?action=customer.merge").ok().at("/data/0");
        assertThat(entry.at("/after/mergedInto").asText()).isEqualTo(into);
        assertThat(entry.at("/after/enrollments").asInt()).isEqualTo(1);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void aMergedCustomerOfAMergedCustomerPointsToTheLast() {
        String first = customer();
        String second = customer();
        String third = customer();
        merge(first, second).ok();
        merge(second, third).ok();

        assertThat(world.api()
                        .get("/customers/" + first)
                        .problem(404, "not-found")
                        .path("mergedInto")
                        .asText())
                .isEqualTo(third);
        // and is erased with it, by either id
        world.api()
                .post("/personalData/erase", "{\"reason\": \"other\", \"customerId\": \"" + first + "\"}")
                .ok();
        for (String id : List.of(first, second, third)) {
            assertThat(world.api()
                            .get("/customers/" + id)
                            .problem(404, "not-found")
                            .has("mergedInto"))
                    .isFalse();
        }
    }

    @Test
    void twoEnrollmentsInOneInstanceForbidAMerge() {
        String instance = world.instance();
        String merged = customer();
        String into = customer();
        String one = enroll(merged, instance);
        String other = enroll(into, instance);

        JsonNode conflicts = merge(merged, into).problem(409, "merge-conflict").path("conflicts");

        assertThat(conflicts).hasSize(1);
        assertThat(conflicts.at("/0/reason").asText()).isEqualTo("same-instance");
        assertThat(conflicts.at("/0/enrollmentIds").toString()).isEqualTo("[\"" + one + "\",\"" + other + "\"]");
        assertThat(conflicts.at("/0/programInstanceIds").toString()).isEqualTo("[\"" + instance + "\"]");
        assertThat(preview(merged, into).path("conflicts")).isEqualTo(conflicts);
        assertThat(world.api()
                        .get("/enrollments/" + one)
                        .ok()
                        .path("customerId")
                        .asText())
                .isEqualTo(merged);
        world.api().delete("/enrollments/" + other).expect(204);
        merge(merged, into).ok();
    }

    @Test
    void approvedEnrollmentsInProgramsThatExcludeEachOtherForbidAMerge() {
        String program = world.program();
        String merged = customer();
        String into = customer();
        String one = approved(merged, world.instance(program, i -> {}));
        String excluding = world.instance(
                world.program(),
                i -> i.withObject("/config/eligibility")
                        .putArray("exclusiveWith")
                        .add(program));
        String other = approved(into, excluding);

        JsonNode conflict = merge(merged, into).problem(409, "merge-conflict").at("/conflicts/0");

        assertThat(conflict.path("reason").asText()).isEqualTo("exclusive-programs");
        assertThat(conflict.path("enrollmentIds").toString()).isEqualTo("[\"" + one + "\",\"" + other + "\"]");
    }

    @Test
    void badRequestsAreRefused() {
        String customer = customer();
        assertThat(merge(customer, customer).faults()).containsExactly("/into");
        assertThat(world.api().post("/customers/" + customer + "/merge", "{}").faults())
                .containsExactly("/into");
        World elsewhere = worlds.other();
        String foreign = elsewhere
                .api()
                .post(
                        "/customers",
                        "{\"firstName\": \"A\", \"lastName\": \"B\", \"email\": \"" + Cuid.next() + "@example.com\"}")
                .created()
                .path("id")
                .asText();
        for (String other : List.of(foreign, Cuid.next(), "nonsense")) {
            merge(customer, other).problem(404, "not-found");
            merge(other, customer).problem(404, "not-found");
        }
        elsewhere.api().get("/customers/" + foreign).ok();
        world.api()
                .post(
                        "/customers/" + customer + "/merge",
                        Json.object("{}").put("into", customer()),
                        "If-Match",
                        "\"7\"")
                .problem(412, "precondition-failed");
    }

    /** A into B and B into A, and both into a third one: one wins, and no reference is lost. */
    @Test
    void concurrentMergesOfTheSamePeopleLeaveOneCustomer() {
        for (int round = 0; round < 4; round++) {
            List<String> people = List.of(customer(), customer(), customer());
            List<String> enrollments = people.stream()
                    .map(person -> enroll(person, world.instance()))
                    .toList();

            List<Integer> statuses = Together.at(6, caller -> {
                String merged = people.get(caller % 3);
                String into = people.get((caller + 1 + caller / 3) % 3);
                return merge(merged, into).status();
            });

            assertThat(statuses).containsOnly(200, 404);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
            List<String> left = people.stream()
                    .filter(person -> world.api().get("/customers/" + person).status() == 200)
                    .toList();
            assertThat(left).hasSize(1);
            for (String enrollment : enrollments) {
                assertThat(world.api()
                                .get("/enrollments/" + enrollment)
                                .ok()
                                .path("customerId")
                                .asText())
                        .isEqualTo(left.get(0));
            }
            people.stream()
                    .filter(person -> !left.contains(person))
                    .forEach(person -> assertThat(world.api()
                                    .get("/customers/" + person)
                                    .problem(404, "not-found")
                                    .path("mergedInto")
                                    .asText())
                            .isEqualTo(left.get(0)));
        }
    }

    /** An enrollment that is created during the merge belongs to the remaining customer, or was refused. */
    @Test
    void anEnrollmentDuringAMergeIsNotLost() {
        for (int round = 0; round < 4; round++) {
            String merged = customer();
            String into = customer();
            String instance = world.instance();
            List<Reply> replies = Together.at(
                    2,
                    caller -> caller == 0
                            ? merge(merged, into)
                            : world.api()
                                    .post(
                                            "/programInstances/" + instance + "/enrollments",
                                            Json.object("{\"identificationType\": \"customerId\"}")
                                                    .put("customerId", merged)));
            assertThat(replies.get(0).status()).isEqualTo(200);
            if (replies.get(1).status() == 201) {
                String id = replies.get(1).json().path("id").asText();
                assertThat(world.api()
                                .get("/enrollments/" + id)
                                .ok()
                                .path("customerId")
                                .asText())
                        .isEqualTo(into);
            } else {
                assertThat(replies.get(1).status()).as(replies.get(1).text()).isIn(404, 409);
            }
        }
    }

    @Test
    void theGraphMerges() {
        String merged = customer();
        String into = customer();
        Graph graph = new Graph(world.api());
        String call = "mutation { mergeCustomer(id: \"" + merged + "\", into: \"" + into + "\"%s)"
                + " { dryRun mergedId customer { id } filled enrollmentIds conflicts { reason } } }";

        assertThat(graph.data(call.formatted(", dryRun: true"))
                        .at("/mergeCustomer/dryRun")
                        .asBoolean())
                .isTrue();
        assertThat(graph.data(call.formatted(""))
                        .at("/mergeCustomer/customer/id")
                        .asText())
                .isEqualTo(into);
        assertThat(graph.code(call.formatted(""))).isEqualTo("not-found");
    }

    /** A module that begins to refer to customers must follow merges. */
    @Test
    void everyTableThatRefersToCustomersFollows() {
        List<String> ofThemselves = List.of("duplicate_key", "duplicate_pair", "customer_merge");
        List<String> referring = owner.template().queryForList("""
                        select distinct conrelid::regclass::text from pg_constraint
                        where contype = 'f' and confrelid = 'customer'::regclass
                        union
                        select table_name from information_schema.columns
                        where table_schema = 'public' and column_name = 'customer_id' and table_name <> 'duplicate_check'
                        """, String.class);
        assertThat(Stream.concat(ofThemselves.stream(), references.stream().map(CustomerReferenceSource::table)))
                .containsAll(referring);
    }
}
