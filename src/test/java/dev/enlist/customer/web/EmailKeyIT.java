package dev.enlist.customer.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** One mailbox is one person, in any spelling, through every API. */
@EnlistIT
class EmailKeyIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    String local;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        local = Cuid.next();
    }

    @ParameterizedTest
    @CsvSource({
        "\u0130pek%s@example.com, i\u0307pek%s@EXAMPLE.com",
        "jos\u00E9%s@example.com, JOSE\u0301%s@example.com",
        "%s@b\u00FCcher.example, %s@xn--bcher-kva.example",
    })
    void spellingsOfOneMailboxAreOnePerson(String one, String other) {
        int customers = total("/customers");
        int leads = total("/leads");
        String first = one.formatted(local);
        String second = other.formatted(local);
        world.api().post("/leads", person(first)).created();
        world.api().post("/leads", person(second)).problem(409, "already-exists");
        String customer = world.api()
                .post("/customers", person(first))
                .created()
                .path("id")
                .asText();
        world.api().post("/customers", person(second)).problem(409, "already-exists");

        String instance = world.instance();
        ObjectNode applicant = World.applicant().put("email", second);
        assertThat(world.enroll(instance, applicant).path("customerId").asText())
                .isEqualTo(customer);
        world.api()
                .post("/programInstances/" + instance + "/enrollments", applicant.put("email", first))
                .problem(409, "already-enrolled");
        assertThat(total("/customers")).isEqualTo(customers + 1);
        assertThat(total("/leads")).isEqualTo(leads + 1);
        assertThat(total("/customers?q=" + URLEncoder.encode(second, StandardCharsets.UTF_8)))
                .isEqualTo(1);

        assertThat(erased(second).path("customers").asInt()).isEqualTo(1);
        assertThat(total("/customers")).isEqualTo(customers);
        assertThat(total("/leads")).isEqualTo(leads);
        assertThat(world.api()
                        .post("/personalData/erased", Json.object("{}").put("email", first))
                        .ok()
                        .toString())
                .contains("requested");
    }

    @Test
    void mailboxesThatDifferStayApart() {
        world = worlds.organization();
        String withDot = "\u0130pek" + local + "@example.com";
        String plain = "ipek" + local + "@example.com";
        world.api().post("/customers", person(withDot)).created();
        world.api().post("/customers", person(plain)).created();

        assertThat(erased(plain).path("customers").asInt()).isEqualTo(1);
        assertThat(world.api().get("/customers").ok().at("/data/0/email").asText())
                .isEqualTo(withDot);
    }

    @Test
    void keptAnswersAndRefusedRowsGoWithTheirPerson() {
        String email = "\u0130pek" + local + "@example.com";
        String instance = world.instance();
        world.api().post("/customers", person(email)).created();
        String kept = "answer-" + local;
        world.api()
                .send(
                        "/leads",
                        r -> r.header("Idempotency-Key", kept)
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                        person(email).toString())))
                .created();
        String id = world.api()
                .send(
                        "/programInstances/" + instance + "/imports",
                        r -> r.header("Content-Type", "text/csv")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "firstName,lastName,email,address.state\n,," + email + ",XX\n,,anna" + email
                                                + ",XX\n")))
                .json()
                .path("id")
                .asText();
        org.awaitility.Awaitility.await()
                .until(() -> world.api()
                        .get("/imports/" + id)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("completed"));

        assertThat(erased(email).path("importRows").asInt()).isEqualTo(1);
        assertThat(jdbc.template()
                        .queryForObject(
                                "select count(*) from idempotency_record where idempotency_key = ?",
                                Integer.class,
                                kept))
                .isZero();
        assertThat(jdbc.template().queryForList("select content from import_row where import_id = ?", String.class, id))
                .singleElement()
                .asString()
                .contains("anna" + email);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "su\u00A0zie@example.com",
                "suzie\u200B@example.com",
                "suzie@exam\u00ADple.com",
                "\u202Esuzie@example.com",
                "su\u2060zie@example.com",
                "su\u3164zie@example.com"
            })
    void invisibleCharactersAreRefused(String email) {
        for (String path : List.of("/customers", "/leads")) {
            assertThat(world.api().post(path, person(email)).faults()).containsExactly("/email");
        }
        assertThat(world.api()
                        .post(
                                "/programInstances/" + world.instance() + "/enrollments",
                                World.applicant().put("email", email))
                        .faults())
                .containsExactly("/email");
        assertThat(world.api()
                        .post(
                                "/users",
                                Json.object("{\"displayName\": \"Robin\", \"roles\": [\"viewer\"]}")
                                        .put("email", email))
                        .faults())
                .contains("/email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Su\nzie", "Su\u0000zie", "Su\u202Ezie", "Su\u200Bzie", "\u200B", "Su\u2028zie", "Suzie\r"})
    void namesAreOnOneLineAndVisible(String name) {
        assertThat(world.api()
                        .post("/customers", person(local + "@example.com").put("firstName", name))
                        .faults())
                .containsExactly("/firstName");
        assertThat(world.api()
                        .post(
                                "/programInstances/" + world.instance() + "/enrollments",
                                World.applicant().put("lastName", name))
                        .faults())
                .containsExactly("/lastName");
    }

    @Test
    void namesAreStoredWithoutWhatIsNotSeen() {
        ObjectNode person = person(local + "@example.com")
                .put("firstName", "\u00A0Jose\u0301 \u2009 Mar\u00EDa\u200B ")
                .put("lastName", "Garc\u00EDa L\u00F3pez");
        assertThat(world.api()
                        .post("/customers", person)
                        .created()
                        .path("firstName")
                        .asText())
                .isEqualTo("Jos\u00E9 Mar\u00EDa");
        String nepali = "\u0930\u093E\u092E\u094D\u200D\u092F";
        assertThat(world.api()
                        .post("/leads", person(local + "@example.com").put("firstName", nepali))
                        .created()
                        .path("firstName")
                        .asText())
                .isEqualTo(nepali);
    }

    @Test
    void fullNamesOfAnyNumberOfWordsAreFound() {
        world = worlds.organization();
        ObjectNode person = person(local + "@example.com")
                .put("firstName", "Jos\u00E9 Mar\u00EDa")
                .put("lastName", "Garc\u00EDa L\u00F3pez");
        world.api().post("/customers", person).created();
        for (String words : List.of(
                "Jos\u00E9 Mar\u00EDa Garc\u00EDa L\u00F3pez",
                "jos\u00E9 mar\u00EDa garc",
                "Garc\u00EDa L\u00F3pez Jos\u00E9",
                "garc\u00EDa  l\u00F3pez jos\u00E9 mar\u00EDa")) {
            assertThat(found(words)).as(words).containsOnly(1);
        }
        assertThat(found("l\u00F3")).as("two letters").containsOnly(0);
    }

    /** How many customers are found by words, with accents as one character and as two. */
    private List<Integer> found(String words) {
        return Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                .map(form -> URLEncoder.encode(Normalizer.normalize(words, form), StandardCharsets.UTF_8))
                .map(q -> total("/customers?q=" + q))
                .toList();
    }

    private int total(String list) {
        return world.api().get(list).ok().path("totalItems").asInt();
    }

    private com.fasterxml.jackson.databind.JsonNode erased(String email) {
        com.fasterxml.jackson.databind.JsonNode answer = world.api()
                .post(
                        "/personalData/erase",
                        Json.object("{\"reason\": \"requested\", \"force\": true}")
                                .put("email", email))
                .ok();
        return answer.has("erased") ? answer.path("erased") : answer;
    }

    private static ObjectNode person(String email) {
        return Json.object("{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\"}")
                .put("email", email);
    }
}
