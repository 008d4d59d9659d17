package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who works in a workspace, and how their session follows what they may do. */
@EnlistIT
class UsersIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";
    private static final String TASKS = Browser.ENGINE + "/task?maxResults=50";

    @Autowired
    Worlds worlds;

    World world;
    Api api;

    @BeforeEach
    void organization() {
        world = worlds.organization();
        api = world.api();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    private JsonNode add(Api by, String email, String password, String... roles) {
        return by.post(
                        "/users",
                        Json.object("{}")
                                .put("email", email)
                                .put("displayName", "Robin")
                                .put("password", password)
                                .set("roles", Json.read("[\"" + String.join("\", \"", roles) + "\"]")))
                .created();
    }

    private Browser signedIn(String email) {
        return Browser.signedIn(api.url(), email, PASSWORD, false);
    }

    @Test
    void aGeneratedPasswordIsToldOnceAndWorks() {
        String email = email();
        JsonNode added = api.post("/users", """
                {"email": "%s", "displayName": "Robin", "roles": ["reviewer", "analyst"]}
                """.formatted(email)).created();
        assertThat(added.path("roles").toString()).isEqualTo("[\"analyst\",\"reviewer\"]");
        assertThat(api.get("/users/" + added.path("id").asText()).ok().has("password"))
                .isFalse();
        Browser.signedIn(api.url(), email, added.path("password").asText())
                .get("/programs")
                .ok();
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(api.post("/users", "{\"email\": \"nobody\", \"roles\": [\"boss\", null], \"admin\": true}")
                        .faults())
                .containsExactlyInAnyOrder("/email", "/displayName", "/roles/0", "/roles/1", "/admin");
        assertThat(api.post("/users", """
                        {"email": "shorty@example.com", "displayName": "x", "roles": ["viewer"], "password": "aaaaa"}
                        """).faults()).containsExactly("/password", "/password");
        assertThat(api.post("/users", """
                        {"email": "robinson@example.com", "displayName": "x", "roles": ["viewer"],
                         "password": "robinson is my name"}
                        """).faults()).containsExactly("/password");
        assertThat(api.post("/users", "{\"email\": \"a@example.com\", \"displayName\": \"x\", \"roles\": []}")
                        .faults())
                .containsExactly("/roles");
    }

    @Test
    void whoWorksElsewhereKeepsTheirAccountAndIsOutOfReach() {
        World other = worlds.organization();
        String email = worlds.person(other, PASSWORD, Role.ADMINISTRATOR);
        JsonNode added = add(api, email.toUpperCase(java.util.Locale.ROOT), "another long password", "viewer");
        assertThat(added.has("password")).isFalse();
        assertThat(added.path("displayName").asText()).isNotEqualTo("Robin");
        String path = "/users/" + added.path("id").asText();
        signedIn(email).get("/programs").ok();

        api.post(path + "/resetPassword", "").problem(403, "shared-account");
        api.patch(path, Json.object("{\"displayName\": \"Renamed\"}")).problem(403, "shared-account");
        api.patch(path, Json.object("{\"roles\": [\"analyst\"]}")).ok();
        api.post(
                        "/users",
                        Json.object("{\"displayName\": \"x\", \"roles\": [\"viewer\"]}")
                                .put("email", email))
                .problem(409, "already-exists");
        api.delete(path).expect(204);
        signedIn(email).get("/programs").ok();
    }

    @Test
    void aSessionFollowsTheRoles() {
        String email = email();
        String path =
                "/users/" + add(api, email, PASSWORD, "reviewer").path("id").asText();
        Browser robin = signedIn(email);
        assertThat(robin.get(TASKS).status()).isEqualTo(200);
        assertThat(robin.api("POST", "/programs", JSON, "{}").problem(403, "insufficient-scope"))
                .isNotNull();

        api.patch(path, Json.object("{\"roles\": [\"coordinator\"]}")).ok();
        assertThat(robin.api("POST", "/programs", JSON, "{}").status()).isEqualTo(400);

        api.patch(path, Json.object("{\"roles\": [\"viewer\"]}")).ok();
        assertThat(robin.get(TASKS).ok()).isEmpty();
        assertThat(robin.get("/programs").status()).isEqualTo(200);

        api.delete(path).expect(204);
        assertThat(robin.get("/programs").status()).isEqualTo(401);
        assertThat(robin.get(TASKS).status()).isNotEqualTo(200);
        api.get(path).problem(404, "not-found");
    }

    @Test
    void aNewPasswordEndsTheSessions() {
        String email = email();
        String id = add(api, email, PASSWORD, "viewer").path("id").asText();
        Browser robin = signedIn(email);
        String made = api.post("/users/" + id + "/resetPassword", "")
                .ok()
                .path("password")
                .asText();
        assertThat(robin.get("/programs").status()).isEqualTo(401);
        assertThat(robin.signIn(email, PASSWORD).header("Location").orElse("")).contains("error");

        Browser again = Browser.signedIn(api.url(), email, made, false);
        assertThat(again.api("POST", "/session/password", JSON, """
                        {"currentPassword": "wrong", "newPassword": "a new and longer password"}
                        """).faults()).containsExactly("/currentPassword");
        assertThat(again.api("POST", "/session/password", JSON, """
                        {"currentPassword": "%s", "newPassword": "short"}
                        """.formatted(made))
                        .faults())
                .contains("/newPassword");
        again.api("POST", "/session/password", JSON, """
                        {"currentPassword": "%s", "newPassword": "a new and longer password"}
                        """.formatted(made)).expect(204);
        assertThat(again.get("/programs").status()).isEqualTo(401);
        Browser.signedIn(api.url(), email, "a new and longer password", false)
                .get("/programs")
                .ok();
    }

    @Test
    void nobodyGivesMoreThanTheyHave() {
        String key = api.post("/apiKeys", "{\"name\": \"People\", \"scopes\": [\"users:read\", \"users:write\"]}")
                .created()
                .path("key")
                .asText();
        Api small = api.with(key);
        small.post("/users", "{\"email\": \"" + email() + "\", \"displayName\": \"x\", \"roles\": [\"administrator\"]}")
                .problem(403, "beyond-own-rights");
        String administrator =
                add(api, email(), PASSWORD, "administrator").path("id").asText();
        small.post("/users/" + administrator + "/resetPassword", "").problem(403, "beyond-own-rights");
        small.delete("/users/" + administrator).problem(403, "beyond-own-rights");
        small.patch("/users/" + administrator, Json.object("{\"roles\": [\"viewer\"]}"))
                .problem(403, "beyond-own-rights");
    }

    @Test
    void theAdministratorOfOneWorkspaceDoesNotTakeOverAnother() {
        World sandbox = worlds.workspace(world.workspace().organizationId(), "sandbox");
        String boss = email();
        String bossId = add(api, boss, PASSWORD, "administrator").path("id").asText();
        add(sandbox.api(), boss, PASSWORD, "viewer");
        String tester = email();
        add(sandbox.api(), tester, PASSWORD, "administrator");

        Browser session = signedIn(tester);
        session.api("POST", "/users/" + bossId + "/resetPassword", JSON, "").problem(403, "shared-account");
        session.api("PATCH", "/users/" + bossId, JSON, "{\"displayName\": \"Owned\"}")
                .problem(403, "shared-account");
    }

    @Test
    void oneAdministratorStays() {
        String first = add(api, email(), PASSWORD, "administrator").path("id").asText();
        String second = add(api, email(), PASSWORD, "administrator").path("id").asText();
        List<Integer> answers = Together.at(
                2, n -> api.delete("/users/" + (n == 0 ? first : second)).status());
        assertThat(answers).containsExactlyInAnyOrder(204, 409);
        String left = answers.get(0) == 409 ? first : second;
        api.delete("/users/" + left).problem(409, "last-administrator");
        api.patch("/users/" + left, Json.object("{\"roles\": [\"viewer\"]}")).problem(409, "last-administrator");
        api.get("/users/" + left).ok();
    }
}
