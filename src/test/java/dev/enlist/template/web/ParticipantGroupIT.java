package dev.enlist.template.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Participant groups, and what they go together with. */
@EnlistIT
class ParticipantGroupIT {

    private static final String HOMEOWNERS = """
            {"slug": "homeowners-nyc", "name": "Homeowners in New York City", "description": "Who own their home",
             "tags": ["homeowners", "residential"], "eligibleProgramTypes": ["rebate", "vpp"], "estimatedMembers": 12000}
            """;

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.organization();
    }

    @Test
    void isMadeReadListedChangedAndDeleted() {
        Reply reply = world.api().post("/participantGroups", HOMEOWNERS);
        JsonNode created = reply.created();
        String path = "/participantGroups/" + created.path("id").asText();
        assertThat(reply.header("Location")).contains(path);
        assertThat(created.path("status").asText()).isEqualTo("active");
        assertThat(created.path("tags").toString()).isEqualTo("[\"homeowners\",\"residential\"]");
        assertThat(world.api().get(path).ok()).isEqualTo(created);
        world.api().post("/participantGroups", HOMEOWNERS).problem(409, "already-exists");
        JsonNode changed = world.api()
                .patch(path, Json.object("{\"status\": \"inactive\", \"estimatedMembers\": null}"), "\"0\"")
                .ok();
        assertThat(changed.path("status").asText()).isEqualTo("inactive");
        assertThat(changed.has("estimatedMembers")).isFalse();
        assertThat(world.api().get("/participantGroups?status=inactive").ok().path("data"))
                .hasSize(1);
        assertThat(world.api().get("/participantGroups?status=active").ok().path("data"))
                .isEmpty();
        assertThat(world.api().get("/participantGroups?status=asleep").faults()).containsExactly("/status");
        worlds.stranger().api().get(path).problem(404, "not-found");
        world.api().delete(path).expect(204);
        world.api().get(path).problem(404, "not-found");
    }

    @Test
    void namesEveryFault() {
        assertThat(world.api().post("/participantGroups", """
                        {"slug": "A B", "name": " ", "status": "asleep", "tags": ["ok", null, "Not a slug"],
                         "eligibleProgramTypes": "rebate", "estimatedMembers": -1, "colour": 1}
                        """).faults())
                .containsExactlyInAnyOrder(
                        "/slug",
                        "/name",
                        "/status",
                        "/tags/1",
                        "/tags/2",
                        "/eligibleProgramTypes",
                        "/estimatedMembers",
                        "/colour");
    }

    @Test
    void tellsWhatItGoesTogetherWithAndWhyNot() {
        String id = world.api()
                .post("/participantGroups", HOMEOWNERS)
                .created()
                .path("id")
                .asText();
        String check = "/participantGroups/" + id + "/compatibility?template=rebate@1&program=";
        JsonNode fine = world.api().get(check + world.program()).ok();
        assertThat(fine.toString()).isEqualTo("{\"compatible\":true,\"reasons\":[]}");

        String mentorship = world.program(p -> p.put("type", "mentorship"));
        world.api()
                .post("/templates/rebate/versions", "{\"from\": 1, \"suitableForGroups\": [\"tenants\"]}")
                .created();
        world.api()
                .patch("/participantGroups/" + id, Json.object("{\"status\": \"inactive\"}"))
                .ok();
        JsonNode all = world.api()
                .get("/participantGroups/" + id + "/compatibility?template=rebate@2&program=" + mentorship)
                .ok();
        assertThat(all.path("compatible").asBoolean()).isFalse();
        assertThat(all.path("reasons").findValuesAsText("code"))
                .containsExactly(
                        "template-version-not-active",
                        "group-not-active",
                        "program-type-not-eligible",
                        "no-shared-tag");
    }

    @Test
    void refusesWhatNamesNothing() {
        String id = world.api()
                .post("/participantGroups", HOMEOWNERS)
                .created()
                .path("id")
                .asText();
        assertThat(world.api()
                        .get("/participantGroups/" + id + "/compatibility?template=rebate@9&program=none")
                        .faults())
                .containsExactly("/template", "/program");
        assertThat(world.api()
                        .get("/participantGroups/" + id + "/compatibility?template=rebate&program=none")
                        .faults())
                .containsExactly("/template", "/program");
        world.api().get("/participantGroups/" + id + "/compatibility").expect(400);
    }
}
