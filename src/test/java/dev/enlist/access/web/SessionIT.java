package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.access.UserService;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** People call the API with their session, in the workspace that they selected. */
@EnlistIT
class SessionIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";
    private static final String TASKS = Browser.ENGINE + "/task?maxResults=50";

    @Autowired
    Worlds worlds;

    @Autowired
    UserService users;

    @Autowired
    People people;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    @Test
    void signsOutEverywhereElse() {
        world = worlds.organization();
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser here = Browser.signedIn(world.api().url(), email, PASSWORD);
        Browser elsewhere = Browser.signedIn(world.api().url(), email, PASSWORD);
        elsewhere.get("/session").expect(200);
        here.api("POST", "/session/signOutOthers", JSON, "{}").expect(204);
        elsewhere.get("/session").expect(401);
        here.get("/session").expect(200);
        here.api("PATCH", "/session/preferences", JSON, "{}").expect(200);
        world.api().post("/session/signOutOthers", "{}").problem(403, "not-a-person");
        assertThat(world.api()
                        .get("/audit?action=user.signOutOthers")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void keepsLanguageAndTimeZoneOfAPerson() {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        Reply before = browser.get("/session/preferences");
        assertThat(before.ok().path("language").isNull()).isTrue();
        String tag = before.header("ETag").orElseThrow();
        String wanted = "{\"language\": \"de\", \"timeZone\": \"America/New_York\"}";
        Reply changed = browser.send(browser.request("/session/preferences")
                .header("Content-Type", JSON)
                .header("If-Match", tag)
                .header(
                        "X-CSRF-TOKEN",
                        browser.get("/session").ok().path("csrfToken").asText())
                .method("PATCH", BodyPublishers.ofString(wanted)));
        assertThat(changed.ok().path("timeZone").asText()).isEqualTo("America/New_York");
        browser.send(browser.request("/session/preferences")
                        .header("Content-Type", JSON)
                        .header("If-Match", tag)
                        .header(
                                "X-CSRF-TOKEN",
                                browser.get("/session").ok().path("csrfToken").asText())
                        .method("PATCH", BodyPublishers.ofString("{\"language\": null}")))
                .problem(412, "precondition-failed");
        assertThat(browser.api(
                                "PATCH",
                                "/session/preferences",
                                JSON,
                                "{\"language\": \"klingon\", \"timeZone\": \"Mars/Olympus\"}")
                        .expect(400)
                        .faults())
                .containsExactlyInAnyOrder("/language", "/timeZone");
        String page = browser.get("/console/account").expect(200).text();
        assertThat(page)
                .contains("<meta name=\"locale\" content=\"de\">")
                .contains("<meta name=\"time-zone\" content=\"America/New_York\">");
    }

    @Test
    void whatChangesSomethingTakesTheToken() {
        world = worlds.organization();
        Browser browser =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.COORDINATOR), PASSWORD);
        String lead = "{\"email\": \"" + Cuid.next() + "@example.com\"}";
        browser.send(browser.request("/leads").header("Content-Type", JSON).POST(BodyPublishers.ofString(lead)))
                .problem(403, "csrf-token-missing");
        browser.send(browser.request("/leads")
                        .header("Content-Type", JSON)
                        .header("X-CSRF-TOKEN", "forged")
                        .POST(BodyPublishers.ofString(lead)))
                .problem(403, "csrf-token-missing");
        assertThat(world.api().get("/leads").ok().path("totalItems").asInt()).isZero();
        browser.api("POST", "/leads", JSON, lead).created();
    }

    @Test
    void aSessionIsNotMadeByAKey() {
        assertThat(world.api().get("/session").response().headers().allValues("Set-Cookie"))
                .isEmpty();
        assertThat(world.api().get("/session").ok().path("kind").asText()).isEqualTo("serverKey");
        world.api().post("/session/workspace", "{\"workspaceId\": \"x\"}").problem(403, "not-a-person");
        world.api()
                .post("/session/password", "{\"currentPassword\": \"x\", \"newPassword\": \"y\"}")
                .problem(403, "not-a-person");
    }

    @Test
    void aKeyCountsMoreThanTheSession() {
        Browser browser =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.VIEWER), PASSWORD, false);
        assertThat(browser.send(browser.request("/programs")
                                .header("X-Api-Key", "wrong")
                                .GET())
                        .status())
                .isEqualTo(401);
        assertThat(browser.send(browser.request("/session")
                                .header("X-Api-Key", world.api().key())
                                .GET())
                        .ok()
                        .path("kind")
                        .asText())
                .isEqualTo("serverKey");
    }

    @Test
    void theWorkspaceIsChosenAndTasklistFollows() {
        World sandbox = worlds.workspace(world.workspace().organizationId(), "sandbox");
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        String account = people.membershipsByEmail(email).get(0).accountId();
        users.join(account, "Robin", sandbox.workspace(), Role.REVIEWER);
        String production = world.submittedEnrollment(world.instance());
        String trial = sandbox.submittedEnrollment(sandbox.instance());

        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD);
        JsonNode session = browser.get("/session").ok();
        assertThat(session.path("workspaces")).hasSize(2);
        assertThat(session.path("workspaceId").asText())
                .isEqualTo(world.workspace().workspaceId());
        browser.get("/enrollments/" + production).ok();
        browser.get("/enrollments/" + trial).problem(404, "not-found");
        assertThat(tenants(browser)).containsOnly(world.workspace().workspaceId());

        String before = browser.cookie("JSESSIONID").orElseThrow();
        browser.api(
                        "POST",
                        "/session/workspace",
                        JSON,
                        Json.object("{}")
                                .put("workspaceId", sandbox.workspace().workspaceId())
                                .toString())
                .expect(204);
        assertThat(browser.cookie("JSESSIONID").orElseThrow()).isNotEqualTo(before);
        browser.get("/enrollments/" + trial).ok();
        browser.get("/enrollments/" + production).problem(404, "not-found");
        assertThat(tenants(browser)).containsOnly(sandbox.workspace().workspaceId());

        World stranger = worlds.stranger();
        browser.api(
                        "POST",
                        "/session/workspace",
                        JSON,
                        Json.object("{}")
                                .put("workspaceId", stranger.workspace().workspaceId())
                                .toString())
                .problem(404, "not-found");
    }

    private static java.util.List<String> tenants(Browser browser) {
        return browser.get(TASKS).ok().findValuesAsText("tenantId");
    }

    @Test
    void theFirstOrganizationMakesOthersAndNobodyElseDoes() {
        Api api = world.api();
        api.post("/organizations", "{\"name\": \"City Power\"}").problem(403, "not-the-operator");
        String own = world.workspace().organizationId();
        assertThat(api.get("/organizations").ok().path("data").findValuesAsText("name"))
                .hasSize(2);
        api.get("/organizations/" + own).ok();

        JsonNode made = api.post("/workspaces", "{\"name\": \"Staging area\"}").created();
        assertThat(made.path("slug").asText()).isEqualTo("staging-area");
        Api staging = api.with(made.path("key").asText());
        assertThat(staging.get("/session").ok().path("workspaceId")).isEqualTo(made.path("id"));
        assertThat(staging.get("/ruleSets").ok().path("totalItems").asInt()).isPositive();
        api.post("/workspaces", "{\"name\": \"Staging area\"}").problem(409, "already-exists");
        assertThat(api.post("/workspaces", "{\"slug\": \"No Slug\"}").faults())
                .containsExactlyInAnyOrder("/name", "/slug");
    }
}
