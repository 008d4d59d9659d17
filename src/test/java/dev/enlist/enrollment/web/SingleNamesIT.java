package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A single name is accepted only in instances that accept single names. */
@EnlistIT
class SingleNamesIT {

    @Autowired
    Worlds worlds;

    World world;
    String accepting;
    String strict;

    @BeforeEach
    void instances() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        accepting = world.instance(
                world.program(), body -> body.withObject("/config/applicants").put("lastNameOptional", true));
        strict = world.instance();
    }

    @Test
    void requiresALastNameUnlessTheInstanceAcceptsSingleNames() {
        ObjectNode suzie = single();
        assertThat(post(strict, suzie).faults()).containsExactly("/lastName");
        JsonNode enrolled = post(accepting, suzie).created();
        assertThat(enrolled.path("firstName").asText()).isEqualTo("Sukarno");
        assertThat(enrolled.hasNonNull("lastName")).isFalse();

        String customer = enrolled.path("customerId").asText();
        assertThat(world.api().get("/customers/" + customer).ok().hasNonNull("lastName"))
                .isFalse();
        ObjectNode again =
                Json.object("{\"identificationType\": \"customerId\"}").put("customerId", customer);
        assertThat(post(strict, again).faults()).containsExactly("/lastName");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void theSettingIsValidated() {
        assertThat(world.api()
                        .patch(
                                "/programInstances/" + accepting,
                                Json.object(
                                        "{\"config\": {\"applicants\": {\"lastNameOptional\": \"yes\", \"x\": 1}}}"))
                        .faults())
                .containsExactlyInAnyOrder("/config/applicants/lastNameOptional", "/config/applicants/x");
    }

    @Test
    void aSingleNameIsChangedAndKept() {
        JsonNode enrolled = post(accepting, single()).created();
        String customer = "/customers/" + enrolled.path("customerId").asText();
        JsonNode moved = world.api()
                .patch(customer, Json.object("{\"phone\": \"+12125550100\"}"))
                .ok();
        assertThat(moved.hasNonNull("lastName")).isFalse();
        assertThat(moved.path("phone").asText()).isEqualTo("+12125550100");
        world.api().patch(customer, Json.object("{\"lastName\": \"Putra\"}")).ok();
        assertThat(world.api()
                        .patch(customer, Json.object("{\"lastName\": null}"))
                        .ok()
                        .hasNonNull("lastName"))
                .isFalse();

        String id = "/enrollments/" + enrolled.path("id").asText();
        assertThat(world.api()
                        .patch(id, Json.object("{\"serialNumber\": \"1\"}"))
                        .ok()
                        .hasNonNull("lastName"))
                .isFalse();

        JsonNode both = post(strict, World.applicant()).created();
        assertThat(world.api()
                        .patch("/enrollments/" + both.path("id").asText(), Json.object("{\"lastName\": null}"))
                        .faults())
                .containsExactly("/lastName");
        assertThat(world.api()
                        .patch("/customers/" + both.path("customerId").asText(), Json.object("{\"lastName\": null}"))
                        .faults())
                .containsExactly("/lastName");
    }

    @Test
    void aLeadWithASingleNameBecomesACustomer() {
        String email = Cuid.next() + "@example.com";
        String lead = world.api()
                .post("/leads", Json.object("{\"firstName\": \"Sukarno\"}").put("email", email))
                .created()
                .path("id")
                .asText();
        assertThat(world.api().post("/leads/" + lead + "/convert", "{}").faults())
                .containsExactly("/lastName");
        post(accepting, Json.object("{\"identificationType\": \"leadId\"}").put("leadId", lead))
                .created();
        assertThat(world.api().post("/leads/" + lead + "/convert", "{}").ok().hasNonNull("lastName"))
                .isFalse();
    }

    @Test
    void importsAndSearchAcceptSingleNames() {
        begin(worlds.organization());
        String email = Cuid.next() + "@example.com";
        String csv = "firstName,lastName,email,address.state\nSukarno,," + email + ",NY\n";
        Imports imports = new Imports(world.api());
        assertThat(Imports.counts(imports.completed(imports.csv(strict, "", csv))))
                .isEqualTo("0/0/0/1");
        assertThat(Imports.counts(imports.completed(imports.csv(accepting, "", csv))))
                .isEqualTo("1/0/0/0");
        assertThat(world.api()
                        .get("/programInstances/" + accepting + "/enrollments?q=sukarno")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
        assertThat(world.api()
                        .get("/customers?q=sukarno&sort=lastName,asc")
                        .ok()
                        .at("/data/0/email")
                        .asText())
                .isEqualTo(email);
        String exported = world.api()
                .send(
                        "/programInstances/" + accepting + "/enrollments",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
        assertThat(exported).contains("Sukarno").doesNotContain("null");
    }

    @Test
    void lengthsCountCodePoints() {
        String hundred = "\uD83D\uDE00".repeat(100);
        assertThat(post(accepting, single().put("firstName", hundred))
                        .created()
                        .path("firstName")
                        .asText())
                .isEqualTo(hundred);
        assertThat(post(accepting, single().put("firstName", hundred + "x")).faults())
                .containsExactly("/firstName");
    }

    private static ObjectNode single() {
        ObjectNode person = World.applicant().put("firstName", "Sukarno");
        person.remove("lastName");
        return person;
    }

    private dev.enlist.support.Reply post(String instance, ObjectNode person) {
        return world.api().post("/programInstances/" + instance + "/enrollments", person);
    }
}
