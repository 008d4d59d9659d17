package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Users of a workspace, and how sessions follow changed rights. */
@EnlistIT
class UsersIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";
    private static final String TASKS = Browser.ENGINE + "/task?maxResults=50";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    World world;
    Api api;

    @BeforeEach
    void organization() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        api = where.api();
    }

    private static String email() {
        return Cuid.next() + "@example.com";
    }

    private static JsonNode invite(Api by, String email, String... roles) {
        return by.post(
                        "/users",
                        Json.object("{}")
                                .put("email", email)
                                .put("displayName", "Robin")
                                .set("roles", Json.read("[\"" + String.join("\", \"", roles) + "\"]")))
                .created();
    }

    /** Invites a person and accepts with a new account. */
    private JsonNode add(Api by, String email, String password, String... roles) {
        JsonNode invited = invite(by, email, roles);
        Links.acceptWithNew(by, invited, password).expect(200);
        return by.get("/users/" + invited.path("id").asText()).ok();
    }

    private Browser signedIn(String email) {
        return Browser.signedIn(api.url(), email, PASSWORD, false);
    }

    @Test
    void aPersonBecomesAMemberByAcceptingTheInvitation() {
        String email = email();
        JsonNode invited = invite(api, email, "reviewer", "analyst");
        String path = "/users/" + invited.path("id").asText();
        assertThat(invited.path("roles").toString()).isEqualTo("[\"analyst\",\"reviewer\"]");
        assertThat(invited.path("status").asText()).isEqualTo("invited");
        assertThat(invited.path("link").asText()).startsWith("http://enlist.example/invitations/");
        assertThat(invited.path("expiresAt").asText()).isNotEmpty();
        JsonNode read = api.get(path).ok();
        assertThat(read.path("status").asText()).isEqualTo("invited");
        assertThat(read.has("link")).isFalse();
        assertThat(api.get("/users?perPage=500").ok().path("data").findValuesAsText("email"))
                .contains(email);
        assertThat(new Browser(api.url())
                        .signIn(email, PASSWORD)
                        .header("Location")
                        .orElse(""))
                .contains("error");

        Reply page = api.with("").get(Links.path(invited)).expect(200);
        assertThat(page.text()).contains(email, "Production".toLowerCase(java.util.Locale.ROOT));
        assertThat(page.header("Content-Type").orElse("")).startsWith("text/html");
        Links.acceptWithNew(api, invited, PASSWORD).expect(200);
        assertThat(api.get(path).ok().path("status").asText()).isEqualTo("active");
        assertThat(signedIn(email).get("/session").ok().path("id")).isEqualTo(invited.path("id"));
    }

    @Test
    void aLinkWorksOnceAndANewOneEndsIt() {
        begin(worlds.organization());
        String email = email();
        JsonNode first = invite(api, email, "viewer");
        JsonNode second = invite(api, email, "reviewer");
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        api.with("").get(Links.path(first)).expect(404);
        Links.acceptWithNew(api, first, PASSWORD).expect(404);
        assertThat(Links.acceptWithNew(api, second, "short").expect(400).text()).contains("at least 12 characters");
        assertThat(Links.post(api, Links.path(second), "with=password&password=a+long+password+1&repeated=other")
                        .expect(400)
                        .text())
                .contains("The second field must equal the password.");
        List<Integer> answers = Together.at(
                4, n -> Links.acceptWithNew(api, second, PASSWORD + n).status());
        assertThat(answers).containsExactlyInAnyOrder(200, 404, 404, 404);
        Links.acceptWithNew(api, second, PASSWORD).expect(404);
        assertThat(api.get("/users").ok().path("data")).hasSize(1);
        api.post(
                        "/users",
                        Json.object("{\"displayName\": \"x\", \"roles\": [\"viewer\"]}")
                                .put("email", email))
                .problem(409, "already-exists");
    }

    @Test
    void aLinkEndsWithItsTimeAndWithTheInvitation() {
        JsonNode revoked = invite(api, email(), "viewer");
        api.delete("/users/" + revoked.path("id").asText()).expect(204);
        api.get("/users/" + revoked.path("id").asText()).problem(404, "not-found");
        Links.acceptWithNew(api, revoked, PASSWORD).expect(404);

        JsonNode late = invite(api, email(), "viewer");
        owner.template()
                .update(
                        "update invitation set expires_at = now() - interval '1 second' where id = ?",
                        late.path("id").asText());
        api.with("").get(Links.path(late)).expect(404);
        Links.acceptWithNew(api, late, PASSWORD).expect(404);
        Links.acceptWithAccount(api, late, PASSWORD).expect(404);

        String email = email();
        JsonNode member = invite(api, email, "viewer");
        Links.acceptWithNew(api, member, PASSWORD).expect(200);
        api.delete("/users/" + member.path("id").asText()).expect(204);
        Links.acceptWithAccount(api, member, PASSWORD).expect(404);
        JsonNode again = invite(api, email, "viewer");
        Links.acceptWithAccount(api, again, PASSWORD).expect(200);
        signedIn(email).get("/programs").ok();
    }

    /** B registers the e-mail address of A's director and waits until A adds the director. */
    @Test
    void whoRegistersAnAddressFirstNeverEntersWhereItsOwnerIsInvited() {
        Api b = worlds.other().api();
        String ceo = email();
        String attackers = "the password of the attacker";
        add(b, ceo, attackers, "viewer");
        Browser attacker = Browser.signedIn(api.url(), ceo, attackers, false);

        JsonNode invited = invite(api, ceo, "administrator");
        assertThat(invited.path("displayName").asText()).isEqualTo("Robin");
        assertThat(attacker.get("/session").ok().path("workspaces")).hasSize(1);
        attacker.api("POST", "/session/workspace", JSON, choice(world)).problem(404, "not-found");

        Links.acceptWithNew(api, invited, PASSWORD).expect(200);
        for (Browser browser : List.of(attacker, Browser.signedIn(api.url(), ceo, attackers, false))) {
            assertThat(browser.get("/session").ok().path("workspaces").findValuesAsText("id"))
                    .doesNotContain(world.workspace().workspaceId());
            browser.api("POST", "/session/workspace", JSON, choice(world)).problem(404, "not-found");
        }
        Browser director = signedIn(ceo);
        assertThat(director.get("/session").ok().path("workspaces").findValuesAsText("id"))
                .containsExactly(world.workspace().workspaceId());

        // neither gets access to the other's account
        String here = "/users/" + invited.path("id").asText();
        api.patch(here, Json.object("{\"displayName\": \"Director\"}")).ok();
        JsonNode reset = api.post(here + "/resetPassword", "").ok();
        Links.setPassword(api, reset, "another password of the director").expect(200);
        attacker.get("/programs").ok();
        Browser.signedIn(api.url(), ceo, "another password of the director", false)
                .get("/programs")
                .ok();
        assertThat(attacker.get("/session").ok().path("name").asText()).isEqualTo("Robin");
    }

    private static String choice(World world) {
        return Json.object("{}")
                .put("workspaceId", world.workspace().workspaceId())
                .toString();
    }

    /** The inviting administrator also has the link. */
    @Test
    void aLinkOpensNothingOutsideTheWorkspaceThatGaveIt() {
        World other = worlds.other();
        String email = worlds.person(other, PASSWORD, Role.ADMINISTRATOR);
        JsonNode invited = invite(api, email, "viewer");
        Links.acceptWithAccount(api, invited, "a guess of the inviter").expect(400);
        Links.acceptWithNew(api, invited, "chosen by the inviter").expect(200);
        Browser inviter = Browser.signedIn(api.url(), email, "chosen by the inviter", false);
        assertThat(inviter.get("/session").ok().path("workspaces").findValuesAsText("id"))
                .containsExactly(world.workspace().workspaceId());
        signedIn(email).get("/users").ok();
        assertThat(signedIn(email).get("/session").ok().path("workspaceId").asText())
                .isEqualTo(other.workspace().workspaceId());
    }

    @Test
    void programInstancesLimitAMember() {
        String mine = world.instance();
        String others = world.instance();
        String email = email();
        String body = """
                {"email": "%s", "displayName": "Robin", "roles": ["coordinator"], "programInstanceIds": ["%s"]}
                """;
        assertThat(api.post("/users", body.formatted(email, "elsewhere")).faults())
                .containsExactly("/programInstanceIds/0");
        assertThat(api.post("/users", body.formatted(email, worlds.other().instance()))
                        .faults())
                .containsExactly("/programInstanceIds/0");
        JsonNode invited = api.post("/users", body.formatted(email, mine)).created();
        Links.acceptWithNew(api, invited, PASSWORD).expect(200);
        String path = "/users/" + invited.path("id").asText();
        assertThat(api.get(path).ok().path("programInstanceIds").get(0).asText())
                .isEqualTo(mine);

        String here = world.enroll(mine, World.applicant()).path("id").asText();
        String there = world.enroll(others, World.applicant()).path("id").asText();
        Browser robin = signedIn(email);
        robin.get("/enrollments/" + here).ok();
        robin.get("/programInstances/" + mine + "/enrollments").ok();
        robin.get("/enrollments/" + there).problem(403, "other-program-instance");
        robin.get("/programInstances/" + others + "/enrollments").problem(403, "other-program-instance");
        robin.api("PATCH", "/enrollments/" + there, JSON, "{}").problem(403, "other-program-instance");

        api.patch(path, Json.object("{\"programInstanceIds\": null}")).ok();
        robin.get("/enrollments/" + there).ok();
    }

    @Test
    void everyFaultIsNamed() {
        assertThat(api.post("/users", "{\"email\": \"nobody\", \"roles\": [\"boss\", null], \"admin\": true}")
                        .faults())
                .containsExactlyInAnyOrder("/email", "/displayName", "/roles/0", "/roles/1", "/admin");
        assertThat(api.post("/users", """
                        {"email": "shorty@example.com", "displayName": "x", "roles": ["viewer"], "password": "aaaaa"}
                        """).faults()).containsExactly("/password");
        assertThat(api.post("/users", "{\"email\": \"a@example.com\", \"displayName\": \"x\", \"roles\": []}")
                        .faults())
                .containsExactly("/roles");
    }

    @Test
    void whoWorksElsewhereKeepsTheirAccountAndIsOutOfReach() {
        World other = worlds.other();
        String email = worlds.person(other, PASSWORD, Role.ADMINISTRATOR);
        JsonNode invited = invite(api, email.toUpperCase(java.util.Locale.ROOT), "viewer");
        Links.acceptWithAccount(api, invited, PASSWORD).expect(200);
        String path = "/users/" + invited.path("id").asText();
        JsonNode member = api.get(path).ok();
        assertThat(member.path("displayName").asText()).isEqualTo("Robin");
        Browser both = signedIn(email);
        assertThat(both.get("/session").ok().path("workspaces")).hasSize(2);
        both.api("POST", "/session/workspace", JSON, choice(world)).expect(204);
        assertThat(both.get("/session").ok().path("name").asText()).isEqualTo("Robin");

        api.patch(path, Json.object("{\"roles\": [\"analyst\"], \"displayName\": \"Renamed\"}"))
                .ok();
        assertThat(signedIn(email).get("/session").ok().path("name").asText()).startsWith("Person");

        // the old password no longer gives access to this workspace, but still does elsewhere
        JsonNode reset = api.post(path + "/resetPassword", "").ok();
        assertThat(both.get("/programs").status()).isEqualTo(401);
        assertThat(signedIn(email).get("/session").ok().path("workspaces")).hasSize(1);
        Links.setPassword(api, reset, "set by the administrator").expect(200);
        assertThat(Browser.signedIn(api.url(), email, "set by the administrator", false)
                        .get("/session")
                        .ok()
                        .path("workspaces")
                        .findValuesAsText("id"))
                .containsExactly(world.workspace().workspaceId());

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
        JsonNode reset = api.post("/users/" + id + "/resetPassword", "").ok();
        assertThat(robin.get("/programs").status()).isEqualTo(401);
        JsonNode later = api.post("/users/" + id + "/resetPassword", "").ok();
        Links.setPassword(api, reset, "the password of the link").expect(404);
        api.with("").get(Links.path(later)).expect(200);
        Links.setPassword(api, later, "short").expect(400);
        String made = "the password of the link";
        Links.setPassword(api, later, made).expect(200);
        Links.setPassword(api, later, made).expect(404);
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
        Links.acceptWithAccount(api, invite(sandbox.api(), boss, "viewer"), PASSWORD)
                .expect(200);
        String bossInSandbox =
                sandbox.api().get("/users").ok().path("data").get(0).path("id").asText();
        String tester = email();
        add(sandbox.api(), tester, PASSWORD, "administrator");

        Browser session = signedIn(tester);
        session.api("POST", "/users/" + bossInSandbox + "/resetPassword", JSON, "")
                .problem(403, "shared-account");
        session.api("POST", "/users/" + bossId + "/resetPassword", JSON, "").problem(404, "not-found");
        session.api("PATCH", "/users/" + bossInSandbox, JSON, "{\"displayName\": \"Owned\"}")
                .ok();
        assertThat(api.get("/users/" + bossId).ok().path("displayName").asText())
                .isEqualTo("Robin");
    }

    @Test
    void oneAdministratorStays() {
        begin(worlds.organization());
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
