package dev.enlist.application.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Staff applies for an applicant, by the form and the rules of the program instance. */
@EnlistIT
class AssistedApplicationIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void anInstanceWithAForm() {
        world = worlds.shared(this);
        instance = "/programInstances/" + world.instance(world.program(), i -> i.set("formConfig", Json.object("""
                {"pages": [
                  {"fields": [{"name": "firstName", "type": "text", "label": "First name", "required": true},
                              {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                              {"name": "email", "type": "email", "label": "E-mail", "required": true}]},
                  {"fields": [{"name": "address", "type": "address", "label": "Address", "required": true},
                              {"name": "metadata.owner", "type": "boolean", "label": "Do you own it?", "required": true},
                              {"name": "metadata.landlord", "type": "text", "label": "Landlord", "required": true,
                               "visibleWhen": "metadata.owner = false"},
                              {"name": "metadata.bought", "type": "date", "label": "Bought on"},
                              {"name": "documents.bill", "type": "file", "label": "Bill"}]}]}
                """)));
    }

    @Test
    void theEnrollmentSaysWhoAppliedAndHowTheApplicantAgreed() {
        JsonNode made = world.api()
                .post(instance + "/assistedApplications", request().put("note", "Called on Friday"))
                .created();

        assertThat(made.path("status").asText()).isEqualTo("submitted");
        JsonNode enrollment = world.api()
                .get("/enrollments/" + made.path("enrollmentId").asText())
                .ok();
        assertThat(enrollment.at("/assisted/consent").asText()).isEqualTo("phone");
        assertThat(enrollment.at("/assisted/note").asText()).isEqualTo("Called on Friday");
        assertThat(enrollment.at("/assisted/by/name").asText()).isEqualTo("Test key");
        assertThat(enrollment.at("/meta/bought").asText()).isEqualTo("2026-01-31");
        assertThat(enrollment.path("applicationNumber")).isEqualTo(made.path("applicationNumber"));
    }

    @Test
    void answersAreCheckedByTheForm() {
        ObjectNode request = request();
        request.withObject("/answers")
                .put("email", "none")
                .put("metadata.owner", false)
                .put("metadata.more", 1);

        assertThat(world.api().post(instance + "/assistedApplications", request).faults())
                .containsExactlyInAnyOrder("/answers/email", "/answers/metadata.landlord", "/answers/metadata.more");
        assertThat(world.api()
                        .post(instance + "/assistedApplications", Json.object("{\"answers\": {}, \"consent\": \"x\"}"))
                        .faults())
                .contains("/consent");
    }

    @Test
    void theCheckSaysWhichQuestionsAreAskedAndStoresNothing() {
        JsonNode check = world.api()
                .post(instance + "/formAnswers/check", Json.object("{\"answers\": {\"metadata.owner\": false}}"))
                .ok();

        assertThat(check.path("visible").toString()).contains("metadata.landlord");
        assertThat(check.path("faults").findValuesAsText("pointer")).contains("/answers/firstName");
        assertThat(world.api().get(instance + "/enrollments").ok().path("data")).isEmpty();
    }

    private static ObjectNode request() {
        ObjectNode request = Json.object("""
                {"consent": "phone", "answers": {"firstName": "Suzie", "lastName": "Homeowner",
                 "address": {"streetOne": "123 Main St", "city": "New York", "state": "NY", "postalCode": "10001"},
                 "metadata.owner": true, "metadata.bought": "2026-01-31"}}
                """);
        request.withObject("/answers").put("email", Cuid.next() + "@example.com");
        return request;
    }
}
