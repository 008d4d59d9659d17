package dev.enlist.customer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Leads, customers, and the conversion of a lead. */
@EnlistIT
class PeopleIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customers", "/leads"})
    void areCreatedReadPatchedAndDeleted(String people) {
        ObjectNode person = person();
        Reply reply = world.api().post(people, person);
        JsonNode created = reply.created();
        String path = people + "/" + created.path("id").asText();
        assertThat(reply.header("Location")).contains(path);
        assertThat(reply.header("ETag")).contains("\"0\"");
        person.fieldNames()
                .forEachRemaining(name -> assertThat(created.path(name)).isEqualTo(person.path(name)));
        assertThat(world.api().get(path).ok()).isEqualTo(created);

        JsonNode patched = world.api().patch(path, Json.object("""
                        {"phone": null, "address": {"city": "Buffalo", "streetTwo": null}, "metadata": {"a": null, "b": 2}}
                        """)).ok();
        assertThat(patched.has("phone")).isFalse();
        assertThat(patched.at("/address/city").asText()).isEqualTo("Buffalo");
        assertThat(patched.path("address").has("streetTwo")).isFalse();
        assertThat(patched.at("/address/state").asText()).isEqualTo("NY");
        assertThat(patched.path("metadata").toString()).isEqualTo("{\"b\":2}");
        assertThat(patched.path("version").asInt()).isEqualTo(1);
        assertThat(world.api().get(path).ok()).isEqualTo(patched);
        world.api()
                .patch(path, Json.object("{\"phone\": \"+12125550199\"}"), "\"0\"")
                .problem(412, "precondition-failed");
        assertThat(world.api()
                        .patch(path, Json.object("{\"address\": null, \"metadata\": null}"), "\"1\"")
                        .ok()
                        .has("address"))
                .isFalse();
        assertThat(world.api()
                        .patch(path, Json.object("{\"email\": null, \"bogus\": 1, \"phone\": \"1\", \"firstName\": 7}"))
                        .faults())
                .containsExactlyInAnyOrder("/email", "/bogus", "/phone", "/firstName");

        world.api().send(path, r -> r.header("If-Match", "\"0\"").DELETE()).problem(412, "precondition-failed");
        world.api().delete(path).expect(204);
        world.api().get(path).problem(404, "not-found");
        world.api().delete(path).problem(404, "not-found");
        world.api().patch(path, Json.object("{}")).problem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customers", "/leads"})
    void takeMetaForMetadata(String people) {
        ObjectNode person = person();
        person.remove("metadata");
        person.set("meta", Json.object("{\"a\": 1}"));
        JsonNode created = world.api().post(people, person).created();
        assertThat(created.path("metadata").toString()).isEqualTo("{\"a\":1}");
        String path = people + "/" + created.path("id").asText();
        assertThat(world.api()
                        .patch(path, Json.object("{\"meta\": {\"b\": 2, \"a\": null}}"))
                        .ok()
                        .path("metadata")
                        .toString())
                .isEqualTo("{\"b\":2}");
        assertThat(world.api()
                        .patch(path, Json.object("{\"meta\": {}, \"metadata\": {}}"))
                        .faults())
                .containsExactly("/meta");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customers", "/leads"})
    void haveOneEMailEachWhateverItsCase(String people) {
        ObjectNode person = person();
        String email = person.path("email").asText();
        world.api().post(people, person).created();
        world.api()
                .post(people, person().put("email", email.toUpperCase(Locale.ROOT)))
                .problem(409, "already-exists");
        String other = world.api().post(people, person()).created().path("id").asText();
        world.api()
                .patch(people + "/" + other, Json.object("{}").put("email", email.toUpperCase(Locale.ROOT)))
                .problem(409, "already-exists");
        worlds.other().api().post(people, person).created();
        worlds.workspace(world.workspace().organizationId(), "sandbox-" + people.substring(1))
                .api()
                .post(people, person)
                .created();
        String both = people.equals("/leads") ? "/customers" : "/leads";
        world.api().post(both, person).created();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/customers", "/leads"})
    void areListedFilteredSortedAndWalked(String people) {
        world = worlds.organization();
        List<String> ids = new ArrayList<>();
        for (String name : List.of("Bob", "Dan", "Ann", "Cid")) {
            ids.add(world.api()
                    .post(people, person().put("firstName", name).put("lastName", "100%_" + name))
                    .created()
                    .path("id")
                    .asText());
        }
        Walk.reachesExactly(world.api(), people, ids);
        Walk.refusesWrongNumbers(world.api(), people);
        assertThat(firstNames(people, "sort=firstName")).containsExactly("Ann", "Bob", "Cid", "Dan");
        assertThat(firstNames(people, "sort=-lastName")).containsExactly("Dan", "Cid", "Bob", "Ann");
        assertThat(firstNames(people, "q=aN")).containsExactly("Ann");
        assertThat(firstNames(people, "q=an%20100%25")).containsExactly("Ann");
        assertThat(firstNames(people, "q=100%25_b")).containsExactly("Bob");
        assertThat(firstNames(people, "q=100%25_")).hasSize(4);
        assertThat(firstNames(people, "q=%25b")).isEmpty();
        assertThat(firstNames(people, "q=A_n")).isEmpty();
        assertThat(firstNames(people, "q=%5C")).isEmpty();
        assertThat(firstNames(people, "q=EXAMPLE.com")).isEmpty();
        assertThat(firstNames(people, "q=%20")).hasSize(4);
        assertThat(worlds.stranger().api().get(people).ok().path("totalItems").asInt())
                .isZero();
    }

    @Test
    void leadNeedsOnlyAnEMailAndACustomerItsNamesToo() {
        ObjectNode anonymous = Json.object("{}").put("email", Cuid.next() + "@example.com");
        assertThat(world.api().post("/leads", anonymous).created().has("firstName"))
                .isFalse();
        assertThat(world.api().post("/customers", anonymous).faults())
                .containsExactlyInAnyOrder("/firstName", "/lastName");
        assertThat(world.api().post("/leads", Json.object("{}")).faults()).containsExactly("/email");
    }

    @Test
    void leadBecomesANewCustomerAndItsEnrollmentsFollow() {
        ObjectNode person = person();
        String lead = world.api().post("/leads", person).created().path("id").asText();
        String instance = world.instance();
        ObjectNode request =
                World.applicant().put("identificationType", "leadId").put("leadId", lead);
        request.remove(List.of("firstName", "lastName", "email"));
        String enrollment = world.enroll(instance, request).path("id").asText();

        JsonNode customer =
                world.api().post("/leads/" + lead + "/convert", "{}").ok();
        String id = customer.path("id").asText();
        person.fieldNames()
                .forEachRemaining(name -> assertThat(customer.path(name)).isEqualTo(person.path(name)));
        assertThat(world.api().get("/customers/" + id).ok()).isEqualTo(customer);
        assertThat(world.api().get("/leads/" + lead).ok().path("customerId").asText())
                .isEqualTo(id);
        JsonNode followed = world.api().get("/enrollments/" + enrollment).ok();
        assertThat(followed.path("customerId").asText()).isEqualTo(id);
        assertThat(followed.path("leadId").asText()).isEqualTo(lead);
        assertThat(jdbc.template()
                        .queryForList(
                                "select data->>'change' from event_log where subject = ? and type = 'enrollment.updated'",
                                String.class,
                                enrollment))
                .containsExactly("customer");
        world.api().post("/leads/" + lead + "/convert", "{}").problem(409, "already-converted");
        assertThat(world.api().get("/enrollments/" + enrollment).ok()).isEqualTo(followed);
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void leadBecomesTheCustomerWithItsEMail() {
        int before = customers();
        ObjectNode person = person();
        String customer =
                world.api().post("/customers", person).created().path("id").asText();
        ObjectNode sameMail =
                Json.object("{}").put("email", person.path("email").asText().toUpperCase(Locale.ROOT));
        String lead = world.api().post("/leads", sameMail).created().path("id").asText();
        JsonNode linked = world.api()
                .send("/leads/" + lead + "/convert", r -> r.POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                .ok();
        assertThat(linked.path("id").asText()).isEqualTo(customer);
        assertThat(linked.path("firstName").asText()).isEqualTo("Suzie");
        assertThat(customers()).isEqualTo(before + 1);
    }

    @Test
    void leadWithoutNamesIsConvertedOnlyWithThem() {
        int before = customers();
        String lead = world.api()
                .post("/leads", Json.object("{}").put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
        String convert = "/leads/" + lead + "/convert";
        assertThat(world.api().post(convert, "{}").faults()).containsExactlyInAnyOrder("/firstName", "/lastName");
        assertThat(world.api().post(convert, "{\"firstName\": \"Suzie\"}").faults())
                .containsExactly("/lastName");
        assertThat(world.api()
                        .post(convert, "{\"firstName\": \" \", \"lastName\": 3, \"other\": 1}")
                        .faults())
                .containsExactlyInAnyOrder("/firstName", "/lastName", "/other");
        assertThat(customers()).isEqualTo(before);
        JsonNode customer = world.api()
                .post(convert, "{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\"}")
                .ok();
        assertThat(customer.path("lastName").asText()).isEqualTo("Homeowner");
    }

    @Test
    void stayWhileEnrollmentsSpeakOfThem() {
        String instance = world.instance();
        JsonNode enrollment = world.enroll(instance, World.applicant());
        String customer = "/customers/" + enrollment.path("customerId").asText();
        world.api().delete(customer).problem(409, "in-use");
        world.api().delete("/enrollments/" + enrollment.path("id").asText()).expect(204);
        world.api().delete(customer).expect(204);

        String lead = world.api().post("/leads", person()).created().path("id").asText();
        world.api().post("/leads/" + lead + "/convert", "{}").ok();
        world.api()
                .delete("/customers/"
                        + world.api()
                                .get("/leads/" + lead)
                                .ok()
                                .path("customerId")
                                .asText())
                .problem(409, "in-use");
        world.api().delete("/leads/" + lead).expect(204);
    }

    private int customers() {
        return world.api().get("/customers").ok().path("totalItems").asInt();
    }

    private List<String> firstNames(String people, String query) {
        return world.api().get(people + "?" + query).ok().path("data").findValuesAsText("firstName");
    }

    private static ObjectNode person() {
        return Json.object("""
                {"firstName": "Suzie", "lastName": "Homeowner", "phone": "+12125550100",
                 "address": {"streetOne": "123 Main St", "streetTwo": "Apt 4B", "city": "New York", "state": "NY",
                             "postalCode": "10001", "country": "US"},
                 "metadata": {"a": 1}}
                """).put("email", Cuid.next() + "@example.com");
    }
}
