package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Graph;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The rights of a key in a web form; responses to writes show only what the caller may read. */
@EnlistIT
class FormKeyIT {

    private static final String PASSWORD = "a long enough password";
    private static final String JSON = "application/json";
    private static final String PAGE = "https://www.example.com";

    @Autowired
    Worlds worlds;

    World world;
    String instance;
    String enrollments;

    @BeforeEach
    void aForm() {
        world = worlds.shared(this);
        instance = world.instance();
        enrollments = "/programInstances/" + instance + "/enrollments";
    }

    private Api key(String scopes, String more) {
        return world.api()
                .with(world.api()
                        .post("/apiKeys", "{\"name\": \"Key\", \"scopes\": [%s]%s}".formatted(scopes, more))
                        .created()
                        .path("key")
                        .asText());
    }

    private Api form() {
        return key("\"enrollments:create\"", ", \"programInstanceId\": \"" + instance + "\"");
    }

    private static List<String> members(JsonNode answer) {
        java.util.List<String> names = new java.util.ArrayList<>();
        answer.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void itCreatesAndSeesWhatBecameOfItAndNothingElse() {
        Api form = form();
        ObjectNode person = World.applicant();
        for (Reply reply : List.of(
                form.post(enrollments, person), form.post(enrollments, World.applicant(), "Idempotency-Key", "k"))) {
            JsonNode created = reply.created();
            assertThat(members(created)).isSubsetOf("id", "applicationNumber", "eligibility");
            assertThat(created.at("/eligibility/status").asText()).isEqualTo("eligible");
            assertThat(reply.text()).doesNotContain(person.path("email").asText());
        }
        JsonNode conflict = form.post(enrollments, person).problem(409, "already-enrolled");
        assertThat(conflict.has("enrollmentId")).isFalse();
        assertThat(world.api()
                        .post(enrollments, person)
                        .problem(409, "already-enrolled")
                        .has("enrollmentId"))
                .isTrue();

        String other = world.enroll(instance, World.applicant()).path("id").asText();
        String path = "/enrollments/" + other;
        form.get(path).problem(403, "insufficient-scope");
        form.get(enrollments).problem(403, "insufficient-scope");
        form.patch(path, Json.object("{}")).problem(403, "insufficient-scope");
        form.post(path + "/submit", "{}").problem(403, "not-created-by-caller");
        form.post(path + "/evaluate", "{}").problem(403, "insufficient-scope");
        form.post(path + "/withdraw", "").problem(403, "insufficient-scope");
        form.post(path + "/unenroll", "{\"reason\": \"x\"}").problem(403, "insufficient-scope");
        String own =
                form.post(enrollments, World.applicant()).created().path("id").asText();
        JsonNode submitted = form.post("/enrollments/" + own + "/submit", "{}").ok();
        assertThat(members(submitted)).isSubsetOf("id", "applicationNumber", "eligibility");
        assertThat(submitted.at("/eligibility/status").asText()).isEqualTo("submitted");
    }

    @Test
    void inTheGraphItSelectsWhatItMaySee() {
        Api form = form();
        String create = "mutation { createEnrollment(programInstanceId: \"" + instance + "\", input: {"
                + "identificationType: customerInfo, firstName: \"A\", lastName: \"B\", email: \"%s\","
                + " address: {state: \"NY\"}}) { %s } }";
        Reply refused = graph(form, create.formatted("a@example.com", "id email"));
        assertThat(refused.text()).contains("insufficient-scope").doesNotContain("a@example.com");
        JsonNode made = graph(form, create.formatted("a@example.com", "id eligibilityStatus"))
                .ok();
        assertThat(made.at("/data/createEnrollment/id").asText()).isNotEmpty();
        Reply again = graph(form, create.formatted("a@example.com", "id"));
        assertThat(again.text()).contains("already-enrolled").doesNotContain("enrollmentId");
    }

    private static Reply graph(Api api, String document) {
        return api.post("/graphql", Graph.request(document, Map.of()));
    }

    @Test
    void everyAnswerOfAWriteShowsWhatTheCallerMayRead() {
        Api writer = key(
                "\"people:write\", \"programs:write\", \"users:write\", \"webhooks:write\", \"enrollments:write\"", "");
        ObjectNode customer =
                Json.object("{\"firstName\": \"Suzie\", \"lastName\": \"Secret\", \"email\": \"s@example.com\"}");
        JsonNode made = world.api().post("/customers", customer).created();
        String path = "/customers/" + made.path("id").asText();
        assertThat(members(writer.patch(path, Json.object("{\"phone\": \"+12125550100\"}"))
                        .ok()))
                .containsExactly("id");
        String enrollment = world.enroll(instance, World.applicant()).path("id").asText();
        Reply patched = writer.patch("/enrollments/" + enrollment, Json.object("{\"tags\": [\"x\"]}"));
        assertThat(members(patched.ok())).isSubsetOf("id", "applicationNumber", "eligibility");
        JsonNode hook =
                writer.post("/webhooks", "{\"url\": \"http://127.0.0.1:9/x\"}").created();
        assertThat(hook.path("secret").asText()).isNotEmpty();
        assertThat(hook.has("url")).isFalse();
        Reply program = writer.patch("/programs/" + world.program(), Json.object("{\"description\": \"Changed\"}"));
        assertThat(members(program.ok())).isSubsetOf("id", "slug");
    }

    @Test
    void aKeptAnswerIsGivenToWhoMayStillDoItAndShowsWhatTheyMayRead() {
        String email = worlds.person(world, PASSWORD, Role.COORDINATOR);
        Browser robin = Browser.signedIn(world.api().url(), email, PASSWORD, false);
        String csrf = robin.get("/session").ok().path("csrfToken").asText();
        String id = robin.get("/session").ok().path("id").asText();
        ObjectNode lead = Json.object("{\"email\": \"lead@example.com\"}");
        send(robin, csrf, "/leads", lead).created();
        send(robin, csrf, "/leads", lead).created();
        world.api()
                .patch("/users/" + id, Json.object("{\"roles\": [\"viewer\"]}"))
                .ok();
        Reply refused = send(robin, csrf, "/leads", lead);
        refused.problem(403, "insufficient-scope");
        assertThat(refused.text()).doesNotContain("lead@example.com");
        world.api()
                .patch("/users/" + id, Json.object("{\"roles\": [\"coordinator\"]}"))
                .ok();
        assertThat(send(robin, csrf, "/leads", lead).created().path("email").asText())
                .isEqualTo("lead@example.com");
    }

    private static Reply send(Browser browser, String csrf, String path, JsonNode body) {
        return browser.send(browser.request(path)
                .header("Content-Type", JSON)
                .header("X-CSRF-TOKEN", csrf)
                .header("Idempotency-Key", "once")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    @Test
    void pagesOfAllowedOriginsCall() {
        Api form = key(
                "\"enrollments:create\"",
                ", \"programInstanceId\": \"%s\", \"allowedOrigins\": [\"%s\"]".formatted(instance, PAGE));
        Reply preFlight = preFlight(PAGE).expect(204);
        assertThat(preFlight.header("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(preFlight.header("Access-Control-Allow-Headers").orElse("")).contains("Authorization");
        assertThat(preFlight.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(preFlight.header("Vary")).contains("Origin");
        Reply evil = preFlight("https://evil.example");
        evil.problem(403, "origin-not-allowed");
        assertThat(evil.header("Access-Control-Allow-Origin")).isEmpty();

        Reply answer = from(PAGE, form);
        answer.created();
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(PAGE);
        from("https://evil.example", form).problem(403, "origin-not-allowed");
        form.post(enrollments, World.applicant()).created();
        assertThat(from(PAGE, world.api()).header("Access-Control-Allow-Origin"))
                .isEmpty();

        assertThat(world.api().post("/apiKeys", """
                        {"name": "x", "scopes": ["enrollments:create"],
                         "allowedOrigins": ["https://www.example.com/path", "*", "http://example.com"]}
                        """).faults())
                .containsExactlyInAnyOrder("/allowedOrigins/0", "/allowedOrigins/1", "/allowedOrigins/2");
        assertThat(world.api()
                        .post("/apiKeys", "{\"name\": \"x\", \"allowedOrigins\": [\"" + PAGE + "\"]}")
                        .faults())
                .containsExactly("/scopes");
    }

    private Reply preFlight(String origin) {
        return world.api()
                .with("")
                .send(
                        enrollments,
                        request -> request.header("Origin", origin)
                                .header("Access-Control-Request-Method", "POST")
                                .header("Access-Control-Request-Headers", "authorization,content-type")
                                .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    private Reply from(String origin, Api api) {
        return api.post(enrollments, World.applicant(), "Origin", origin);
    }

    @Test
    void aKeyOfTheSamePersonIsNoSecondPerson() {
        String email = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        Browser person = Browser.signedIn(world.api().url(), email, PASSWORD, false);
        Api key = world.api()
                .with(Json.read(person.api("POST", "/apiKeys", JSON, "{\"name\": \"Mine\"}")
                                .expect(201)
                                .text())
                        .path("key")
                        .asText());
        Api keyOfKey = key.with(key.post("/apiKeys", "{\"name\": \"Mine too\"}")
                .created()
                .path("key")
                .asText());
        world.api()
                .post("/ruleSets", "{\"slug\": \"mine\", \"name\": \"Mine\"}")
                .created();
        world.api()
                .patch("/ruleSets/mine", Json.object("{\"twoPersonPublication\": true}"))
                .ok();
        String draft = world.api().get("/ruleSets/mine/draft").text();
        keyOfKey.putXml("/ruleSets/mine/draft", draft).expect(200);
        String publication = "{\"note\": \"x\"}";
        person.api("POST", "/ruleSets/mine/draft/publish", JSON, publication).problem(409, "second-person-needed");
        key.post("/ruleSets/mine/draft/publish", publication).problem(409, "second-person-needed");
        world.api().post("/ruleSets/mine/draft/publish", publication).created();
    }

    @Test
    void metricsAreForTheOperator() {
        world.api().get("/actuator/metrics").problem(403, "forbidden");
        world.api().get("/actuator/metrics/jvm.memory.used").problem(403, "forbidden");
        world.api().get("/actuator/consistency").ok();
    }

    @Test
    void aLinkIsAPageThatWorksWithoutScripts() {
        JsonNode invited = world.api()
                .post(
                        "/users",
                        "{\"email\": \"p@example.com\", \"displayName\": \"<b>P</b>\", \"roles\": [\"viewer\"]}")
                .created();
        Reply page = world.api().with("").get(Links.path(invited)).expect(200);
        assertThat(page.text()).doesNotContain("<script").contains("<form method=\"post\">");
        assertThat(page.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
        assertThat(page.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }
}
