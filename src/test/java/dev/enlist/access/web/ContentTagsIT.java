package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Resources without a version have a tag of what can be changed of them, so that two changes cannot overwrite each other. */
@EnlistIT
class ContentTagsIT {

    @Autowired
    Worlds worlds;

    World world;
    Api api;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        api = world.api();
    }

    private void secondOfTwoChangesIsRefused(String path, JsonNode first, JsonNode second) {
        String tag = api.get(path).header("ETag").orElseThrow();
        String next = api.patch(path, first, tag).expect(200).header("ETag").orElseThrow();
        assertThat(next).isNotEqualTo(tag);
        api.patch(path, second, tag).problem(412, "precondition-failed");
        assertThat(api.get(path).header("ETag")).contains(next);
        api.patch(path, second, next).expect(200);
    }

    @Test
    void ofKeys() {
        String id = api.post("/apiKeys", "{\"name\": \"Web\", \"scopes\": [\"programs:read\"]}")
                .created()
                .path("id")
                .asText();
        secondOfTwoChangesIsRefused(
                "/apiKeys/" + id, Json.object("{\"name\": \"Web site\"}"), Json.object("{\"name\": \"Site\"}"));
    }

    @Test
    void ofInvitedPeople() {
        String id = api.post(
                        "/users",
                        Json.object("{\"displayName\": \"Robin\", \"roles\": [\"viewer\"]}")
                                .put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();
        secondOfTwoChangesIsRefused(
                "/users/" + id, Json.object("{\"roles\": [\"reviewer\"]}"), Json.object("{\"roles\": [\"analyst\"]}"));
    }

    @Test
    void ofWorkspacesAndOrganizations() {
        String workspace = "/workspaces/" + world.workspace().workspaceId();
        String slug = api.get(workspace).ok().path("slug").asText();
        secondOfTwoChangesIsRefused(
                workspace, Json.object("{\"name\": \"Live\"}"), Json.object("{\"name\": \"Live 2\"}"));
        JsonNode renamed = api.get(workspace).ok();
        assertThat(renamed.path("name").asText()).isEqualTo("Live 2");
        assertThat(renamed.path("slug").asText()).isEqualTo(slug);
        String organization = "/organizations/" + world.workspace().organizationId();
        secondOfTwoChangesIsRefused(
                organization,
                Json.object("{\"name\": \"City Power\"}"),
                Json.object("{\"timeZone\": \"America/New_York\"}"));
        // a merge patch leaves what it does not state
        assertThat(api.get(organization).ok().path("name").asText()).isEqualTo("City Power");
        assertThat(api.patch(organization, Json.object("{\"name\": \" \"}"))
                        .expect(400)
                        .faults())
                .containsExactly("/name");
    }
}
