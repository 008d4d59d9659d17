package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Api;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.RawHttp;
import dev.enlist.support.World;
import java.util.List;

/** Requests with personal data, successful and failing ones, that a node must not log. */
final class PlantedRequests {

    private final World world;
    private final String adminPassword;
    private final PlantedValues planted;

    PlantedRequests(World world, String adminPassword, PlantedValues planted) {
        this.world = world;
        this.adminPassword = adminPassword;
        this.planted = planted;
    }

    void send() {
        applications();
        people();
        failingRules();
        signIns(world.api().url());
        badRequests();
    }

    private String plant(String kind) {
        return planted.plant(kind);
    }

    private ObjectNode personBody() {
        ObjectNode person = World.applicant();
        person.put("firstName", plant("Firstname"))
                .put("lastName", plant("Lastname"))
                .put("email", plant("mail") + "@example.com")
                .put("referenceId", plant("reference"));
        person.withObject("/address").put("streetOne", plant("Street ")).put("city", plant("City "));
        person.withObject("/metadata").put("note", plant("note"));
        person.put("phone", planted.add("+1212555" + (1000 + planted.size())));
        return person;
    }

    private void applications() {
        Api api = world.api();
        String instance = world.instance();
        String enrollments = "/programInstances/" + instance + "/enrollments";
        ObjectNode first = personBody();
        String id = api.post(enrollments, first).created().path("id").asText();
        api.post(enrollments, first).problem(409, "already-enrolled");
        api.post(
                enrollments,
                personBody().put("referenceId", first.path("referenceId").asText()));
        api.post(enrollments, personBody().put("email", plant("no mail at all")).put(plant("member"), 1))
                .problem(400, "invalid-input");
        api.post(enrollments, personBody().put("phone", plant("no phone"))).problem(400, "invalid-input");
        api.patch("/enrollments/" + id, Json.object("{}").put("lastName", plant("Changed")))
                .ok();
        api.patch("/enrollments/" + id, Json.object("{}").put("lastName", plant("x".repeat(500))));
        api.patch("/enrollments/" + id, Json.object("{}").put("lastName", plant("Late")), "\"99\"");
        api.post("/enrollments/" + id + "/submit", Json.object("{}")).ok();
        api.post("/enrollments/" + id + "/submit", Json.object("{}").put("reason", plant("again")));
        api.post("/enrollments/" + id + "/reject", Json.object("{}").put("reason", plant("reason")))
                .ok();
        String approved =
                api.post(enrollments, personBody()).created().path("id").asText();
        api.post("/enrollments/" + approved + "/submit", Json.object("{}")).ok();
        api.post("/enrollments/" + approved + "/approve", Json.object("{}").put("reason", plant("reason")))
                .ok();
        api.post("/enrollments/" + approved + "/unenroll", Json.object("{}").put("reason", plant("moved")))
                .ok();
        api.get(enrollments + "?q=" + plant("search")).ok();
        api.get(enrollments + "?sort=" + plant("sort")).problem(400, "invalid-input");
        api.get("/enrollments/" + plant("id")).problem(404, "not-found");
        api.post(enrollments, personBody(), "Idempotency-Key", plant("once")).created();
        api.delete("/enrollments/" + approved).expect(204);
    }

    private void people() {
        Api api = world.api();
        ObjectNode customer = Json.object("{}")
                .put("firstName", plant("Given"))
                .put("lastName", plant("Family"))
                .put("email", plant("customer") + "@example.com");
        String id = api.post("/customers", customer).created().path("id").asText();
        api.post("/customers", customer);
        api.patch("/customers/" + id, Json.object("{}").put("email", plant("broken")));
        api.get("/customers?q=" + plant("search"));
        ObjectNode lead = Json.object("{}").put("email", plant("lead") + "@example.com");
        api.post("/leads", lead).created();
        api.post("/leads", lead);
        ObjectNode user = Json.object("{\"roles\": [\"viewer\"]}")
                .put("email", plant("user") + "@example.com")
                .put("displayName", plant("Display"));
        JsonNode invited = api.post("/users", user).created();
        planted.add(Links.path(invited).replaceAll(".*/", ""));
        Links.acceptWithNew(api, invited, plant("s"));
        Links.acceptWithNew(api, invited, plant("a password of "));
        api.post("/users", user).problem(409, "already-exists");
        planted.add(api.post("/apiKeys", "{\"name\": \"Key\"}")
                .created()
                .path("key")
                .asText());
    }

    private void failingRules() {
        Rules rules = Rules.of(world).contradicting();
        String instance = rules.instance();
        ObjectNode person = personBody();
        String id = world.api()
                .post("/programInstances/" + instance + "/enrollments", person)
                .created()
                .path("id")
                .asText();
        world.api().post("/enrollments/" + id + "/evaluate", Json.object("{}")).problem(409, "rules-failed");
    }

    private void signIns(String url) {
        Browser stranger = new Browser(url);
        stranger.signIn(plant("stranger") + "@example.com", plant("secret"));
        stranger.signIn("admin@localhost", plant("wrong"));
        world.api().with(plant("unknown-key-of-some-length")).get("/programs").problem(401, "unauthenticated");

        String enrollment =
                world.enroll(world.instance(), personBody()).path("id").asText();
        world.api()
                .post("/enrollments/" + enrollment + "/submit", Json.object("{}"))
                .ok();
        Browser reviewer = Browser.signedIn(url, "admin@localhost", adminPassword);
        planted.add(reviewer.cookie("JSESSIONID").orElseThrow());
        String task = reviewer.get(Browser.ENGINE + "/task?maxResults=50&processInstanceBusinessKey=" + enrollment)
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        assertThat(task).isNotEmpty();
        reviewer.get(Browser.ENGINE + "/task/" + task + "/form-variables").expect(200);
        reviewer.post(Browser.ENGINE + "/task/" + task + "/claim", "{\"userId\": \"admin@localhost\"}");
        for (String decision : List.of(plant("perhaps"), "reject")) {
            reviewer.post(
                    Browser.ENGINE + "/task/" + task + "/submit-form",
                    "{\"variables\": {\"reviewDecision\": {\"value\": \"" + decision
                            + "\"}, \"reviewReason\": {\"value\": \"" + plant("review ") + "\"}}}");
        }
        reviewer.api(
                "POST",
                "/session/password",
                "application/json",
                "{\"currentPassword\": \"" + plant("guess") + "\", \"newPassword\": \"" + plant("new password ")
                        + "\"}");
    }

    private void badRequests() {
        world.api()
                .post("/leads", "{\"email\": \"" + plant("broken") + "@example.com\", ")
                .problem(400, "invalid-input");
        RawHttp raw = new RawHttp(world.api());
        raw.send("GET", "/customers?q=%zz" + plant("query"));
        raw.send("GET", "/customers/" + plant("path") + "%00;x");
        raw.send(plant("METHOD"), "/customers");
        raw.send("GET", "/customers", "X-Odd: " + plant("header") + "\u0001");
        raw.send("GET", "/customers", "X-Long: " + plant("long") + "y".repeat(20_000));
        raw.send("GET", "/customers", "Cookie: JSESSIONID=" + plant("cookie") + "\u0001\"");
        raw.send("GET", "/customers\u0001" + plant("line"));
    }
}
