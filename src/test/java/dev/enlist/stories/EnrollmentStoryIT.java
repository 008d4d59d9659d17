package dev.enlist.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The life cycle of an enrollment, as a client sees it. */
@EnlistIT
class EnrollmentStoryIT {

    @Autowired
    Worlds worlds;

    @Test
    void fromCandidateToUnenrolled() {
        World world = worlds.organization();
        String instance = world.instance();

        JsonNode eligible = world.enroll(instance, World.applicant());
        String id = eligible.path("id").asText();
        assertThat(eligible.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(eligible.path("allowedTransitions").toString()).contains("\"submitted\"");

        world.api().post("/enrollments/" + id + "/submit", Json.object("{}")).ok();
        JsonNode approved = world.api()
                .post("/enrollments/" + id + "/approve", Json.object("{\"reason\": \"Documents verified\"}"))
                .ok();
        assertThat(approved.path("enrollmentStartDate").asText()).isNotEmpty();
        JsonNode unenrolled = world.api()
                .post("/enrollments/" + id + "/unenroll", Json.object("{\"reason\": \"Moved away\"}"))
                .ok();
        assertThat(unenrolled.at("/eligibility/status").asText()).isEqualTo("unenrolled");
        assertThat(unenrolled.at("/meta/exit/reason").asText()).isEqualTo("Moved away");

        assertThat(world.api().get("/enrollments/" + id + "/history").ok().findValuesAsText("to"))
                .containsExactly("candidate", "eligible", "submitted", "approved", "unenrolled");
        assertThat(world.api()
                        .get("/actuator/consistency")
                        .ok()
                        .path("consistent")
                        .asBoolean())
                .isTrue();
    }
}
