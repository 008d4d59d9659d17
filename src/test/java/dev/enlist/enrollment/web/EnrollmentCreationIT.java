package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Creation of enrollments by each kind of identification, and refusals. */
@EnlistIT
class EnrollmentCreationIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @Test
    void answersWithTheVerdictAsInTheContract() {
        ObjectNode person = World.applicant();
        person.put("phone", "+12125550100").put("serialNumber", "SN1").put("referenceId", "R1");
        person.put("referenceDescription", "Tesla Grid Services id.");
        person.withObject("/metadata").put("monthlyKwh", 640);
        Reply reply = enroll(person);
        JsonNode created = reply.created();
        String id = created.path("id").asText();

        assertThat(reply.header("Location")).contains("/enrollments/" + id);
        assertThat(reply.header("ETag")).contains("\"" + created.path("version").asInt() + "\"");
        for (String name : List.of(
                "identificationType",
                "firstName",
                "lastName",
                "email",
                "phone",
                "address",
                "manufacturerSlugs",
                "serialNumber",
                "referenceId",
                "referenceDescription",
                "tags")) {
            assertThat(created.path(name)).as(name).isEqualTo(person.path(name));
        }
        assertThat(created.path("meta")).isEqualTo(person.path("metadata"));
        assertThat(created.has("metadata")).isFalse();
        assertThat(created.path("programInstanceId").asText()).isEqualTo(instance);
        assertThat(created.at("/eligibility/programInstanceId").asText()).isEqualTo(instance);
        assertThat(created.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(created.at("/eligibility/reason").asText()).isNotEmpty();
        assertThat(created.path("allowedTransitions").toString()).isEqualTo("[\"candidate\",\"submitted\"]");
        assertThat(created.path("customerId").asText()).isNotEmpty();
        assertThat(world.api().get("/enrollments/" + id).ok()).isEqualTo(created);
    }

    @Test
    void customerInfoCreatesOrLinksTheCustomerOfTheEMail() {
        int before = customers();
        ObjectNode person = World.applicant().put("phone", "+12125550100");
        JsonNode first = enroll(person).created();
        JsonNode customer = world.api()
                .get("/customers/" + first.path("customerId").asText())
                .ok();
        assertThat(customer.path("firstName").asText()).isEqualTo("Suzie");
        assertThat(customer.path("phone").asText()).isEqualTo("+12125550100");
        assertThat(customer.at("/address/city").asText()).isEqualTo("New York");

        String upper = person.path("email").asText().toUpperCase(Locale.ROOT);
        JsonNode second = world.enroll(world.instance(), person.deepCopy().put("email", upper));
        assertThat(second.path("customerId")).isEqualTo(first.path("customerId"));
        assertThat(customers()).isEqualTo(before + 1);
    }

    @Test
    void customerIdCopiesTheDataOfTheCustomer() {
        String customer =
                world.api().post("/customers", known()).created().path("id").asText();
        JsonNode created = enroll(
                        Json.object("{\"identificationType\": \"customerId\"}").put("customerId", customer))
                .created();
        for (String name : List.of("firstName", "lastName", "email", "phone", "address")) {
            assertThat(created.path(name))
                    .as(name)
                    .isEqualTo(world.api().get("/customers/" + customer).ok().path(name));
        }
        assertThat(created.path("customerId").asText()).isEqualTo(customer);
        assertThat(created.at("/eligibility/status").asText()).isEqualTo("eligible");

        JsonNode sent = world.enroll(world.instance(), Json.object("""
                        {"identificationType": "customerId", "firstName": "Sue", "address": {"state": "CA"}}
                        """).put("customerId", customer));
        assertThat(sent.path("firstName").asText()).isEqualTo("Sue");
        assertThat(sent.path("address").toString()).isEqualTo("{\"state\":\"CA\"}");
        assertThat(sent.at("/eligibility/status").asText()).isEqualTo("ineligible");
    }

    @Test
    void leadIdCopiesTheDataOfTheLeadAndRequiresTheRest() {
        ObjectNode bare = Json.object("{}").put("email", Cuid.next() + "@example.com");
        String lead = world.api().post("/leads", bare).created().path("id").asText();
        ObjectNode request = Json.object("{\"identificationType\": \"leadId\"}").put("leadId", lead);
        assertThat(enroll(request).faults()).containsExactlyInAnyOrder("/firstName", "/lastName");
        request.put("firstName", "Suzie")
                .put("lastName", "Homeowner")
                .withObject("/address")
                .put("state", "NY");
        JsonNode created = enroll(request).created();
        assertThat(created.path("email")).isEqualTo(bare.path("email"));
        assertThat(created.path("leadId").asText()).isEqualTo(lead);
        assertThat(created.has("customerId")).isFalse();
    }

    @Test
    void enrollmentIdRenewsWithAllItsData() {
        ObjectNode person = World.applicant().put("referenceId", "R9").put("phone", "+12125550100");
        person.withObject("/metadata").put("monthlyKwh", 640);
        JsonNode old = enroll(person).created();
        String oldId = old.path("id").asText();
        String next = world.instance();
        JsonNode renewed = world.enroll(
                next, Json.object("{\"identificationType\": \"enrollmentId\"}").put("enrollmentId", oldId));
        assertThat(renewed.path("previousEnrollmentId").asText()).isEqualTo(oldId);
        assertThat(renewed.path("enrollmentId").asText()).isEqualTo(oldId);
        assertThat(renewed.path("identificationType").asText()).isEqualTo("enrollmentId");
        for (String name : List.of(
                "firstName",
                "lastName",
                "email",
                "phone",
                "address",
                "manufacturerSlugs",
                "referenceId",
                "tags",
                "meta",
                "customerId")) {
            assertThat(renewed.path(name)).as(name).isEqualTo(old.path(name));
        }
        assertThat(renewed.path("programInstanceId").asText()).isEqualTo(next);
        assertThat(world.api()
                        .get("/enrollments/" + renewed.path("id").asText() + "/decision")
                        .ok()
                        .at("/inputs/previousStatus")
                        .asText())
                .isEqualTo("eligible");

        // after the erasure of the old enrollment the new one stays, without the reference
        world.api().delete("/enrollments/" + oldId).expect(204);
        JsonNode alone =
                world.api().get("/enrollments/" + renewed.path("id").asText()).ok();
        assertThat(alone.has("previousEnrollmentId") || alone.has("enrollmentId"))
                .isFalse();
    }

    @Test
    void renewalDoesNotCopyTheExit() {
        String old = world.unenrolledEnrollment(instance);
        JsonNode renewed = enroll(Json.object("{\"identificationType\": \"enrollmentId\"}")
                        .put("enrollmentId", old))
                .created();
        assertThat(renewed.path("meta").has("exit")).isFalse();
        assertThat(renewed.path("previousEnrollmentId").asText()).isEqualTo(old);
    }

    @Test
    void needsExactlyOneIdentification() {
        assertThat(enroll(Json.object("{}")).faults()).containsExactly("/identificationType");
        assertThat(enroll(Json.object("{\"identificationType\": \"passport\"}")).faults())
                .containsExactly("/identificationType");
        assertThat(enroll(Json.object("{\"identificationType\": \"customerInfo\"}"))
                        .faults())
                .containsExactlyInAnyOrder("/firstName", "/lastName", "/email");
        for (String type : List.of("customerId", "leadId", "enrollmentId")) {
            assertThat(enroll(Json.object("{}").put("identificationType", type)).faults())
                    .containsExactly("/" + type);
        }
        ObjectNode all = World.applicant();
        for (String type : List.of("customerId", "leadId", "enrollmentId")) {
            all.put(type, Cuid.next());
        }
        assertThat(enroll(all).faults()).containsExactlyInAnyOrder("/customerId", "/leadId", "/enrollmentId");
        assertThat(enroll(all.put("identificationType", "leadId")).faults())
                .containsExactlyInAnyOrder("/customerId", "/enrollmentId");
        assertThat(nothingWasStored()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"customerId, /customers", "leadId, /leads", "enrollmentId, -"})
    void missingAndForeignIdentificationsAnswerAlike(String type, String people) {
        World other = worlds.other();
        String foreign = people.equals("-")
                ? other.eligibleEnrollment(other.instance())
                : other.api().post(people, known()).created().path("id").asText();
        JsonNode missing = enroll(identified(type, Cuid.next())).problem(404, "not-found");
        assertThat(enroll(identified(type, foreign)).problem(404, "not-found")).isEqualTo(missing);
        assertThat(enroll(identified(type, "1' or '1'='1")).problem(404, "not-found"))
                .isEqualTo(missing);
        assertThat(nothingWasStored()).isTrue();
    }

    @Test
    void refusesEnrollmentsInInactivePrograms() {
        int before = customers();
        String program = world.program(p -> p.put("active", false));
        refusedAsNotAccepting(world.instance(program, i -> {}));
        refusedAsNotAccepting(world.instance(world.program(p -> p.put("endTime", "2020-01-01")), i -> {}));
        refusedAsNotAccepting(world.instance(world.program(), i -> i.put("active", false)));
        refusedAsNotAccepting(world.instance(world.program(), i -> i.put("endDate", "2020-01-01")));
        refusedAsNotAccepting(world.instance(world.program(), i -> i.put("startDate", "2999-01-01")));
        world.api().delete("/programInstances/" + instance).expect(204);
        refusedAsNotAccepting(instance);
        assertThat(customers()).isEqualTo(before);
    }

    private int customers() {
        return world.api().get("/customers").ok().path("totalItems").asInt();
    }

    private void refusedAsNotAccepting(String closed) {
        world.api()
                .post("/programInstances/" + closed + "/enrollments", World.applicant())
                .problem(409, "program-not-accepting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"candidate", "eligible", "submitted", "approved"})
    void refusesADuplicateWithTheIdOfTheEnrollment(String status) {
        String existing = in(status);
        JsonNode is = world.api().get("/enrollments/" + existing).ok();
        world.api()
                .patch("/enrollments/" + existing, Json.object("{\"referenceId\": \"REF\"}"))
                .ok();

        ObjectNode sameMail =
                World.applicant().put("email", is.path("email").asText().toUpperCase(Locale.ROOT));
        ObjectNode sameCustomer =
                identified("customerId", is.path("customerId").asText()).put("email", Cuid.next() + "@example.com");
        ObjectNode sameReference = World.applicant().put("referenceId", "REF");
        ObjectNode renewal = identified("enrollmentId", existing);
        for (ObjectNode again : List.of(sameMail, sameCustomer, sameReference, renewal)) {
            assertThat(enroll(again)
                            .problem(409, "already-enrolled")
                            .path("enrollmentId")
                            .asText())
                    .as(again.toString())
                    .isEqualTo(existing);
        }
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/enrollments")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
        // another instance accepts the person
        world.enroll(world.instance(), sameMail);
        world.enroll(world.instance(), sameReference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ineligible", "rejected", "unenrolled"})
    void acceptsAPersonWithAClosedEnrollment(String status) {
        String earlier = in(status);
        JsonNode was = world.api().get("/enrollments/" + earlier).ok();
        JsonNode again = enroll(World.applicant().put("email", was.path("email").asText()))
                .created();
        assertThat(again.path("customerId")).isEqualTo(was.path("customerId"));
        assertThat(again.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(world.statusOf(earlier)).isEqualTo(status);
    }

    @Test
    void staysACandidateWithoutEvaluation() {
        String id = world.candidateEnrollment(instance);
        assertThat(world.statusOf(id)).isEqualTo("candidate");
        assertThat(world.api()
                        .get("/enrollments/" + id)
                        .ok()
                        .path("allowedTransitions")
                        .toString())
                .isEqualTo("[\"eligible\",\"ineligible\"]");
        world.api().get("/enrollments/" + id + "/decision").problem(404, "not-found");
        JsonNode evaluated =
                world.api().post("/enrollments/" + id + "/evaluate", "{}").ok();
        assertThat(evaluated.at("/eligibility/status").asText()).isEqualTo("eligible");
        world.api().get("/enrollments/" + id + "/decision").ok();
    }

    @Test
    void metaIsAnAliasOfMetadata() {
        ObjectNode person = World.applicant();
        person.putObject("meta").put("a", 1);
        assertThat(enroll(person).created().path("meta").toString()).isEqualTo("{\"a\":1}");
        ObjectNode odd = World.applicant();
        odd.put("meta", "text");
        assertThat(enroll(odd).faults()).allMatch(pointer -> pointer.matches("/meta(data)?"));
    }

    @Test
    void repeatedTagsCountOnce() {
        ObjectNode person = World.applicant();
        person.putArray("tags").add("a").add("b").add("a");
        assertThat(enroll(person).created().path("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    }

    private String in(String status) {
        return world.enrollmentIn(instance, status);
    }

    private boolean nothingWasStored() {
        return world.api()
                        .get("/programInstances/" + instance + "/enrollments")
                        .ok()
                        .path("totalItems")
                        .asInt()
                == 0;
    }

    private Reply enroll(ObjectNode person) {
        return world.api().post("/programInstances/" + instance + "/enrollments", person);
    }

    private static ObjectNode identified(String type, String id) {
        return Json.object("{}").put("identificationType", type).put(type, id);
    }

    private static ObjectNode known() {
        return Json.object("""
                {"firstName": "Suzie", "lastName": "Homeowner", "phone": "+12125550100",
                 "address": {"city": "New York", "state": "NY", "postalCode": "10001"}}
                """).put("email", Cuid.next() + "@example.com");
    }
}
