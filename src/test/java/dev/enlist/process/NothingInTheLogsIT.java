package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.RawHttp;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Runs the packaged application, with its secrets in files, through successful and failing requests with personal data:
 * its logs contain neither personal data nor a secret.
 */
@EnlistIT
class NothingInTheLogsIT {

    private static final String ADMIN_PASSWORD = "planted-Admin-Passw0rd";

    @Autowired
    Databases databases;

    private final String mark = Cuid.next().substring(15);
    private final List<String> planted = new ArrayList<>();

    /** A unique value that is searched for afterwards. */
    private String plant(String kind) {
        String value = kind + mark + planted.size();
        planted.add(value);
        return value;
    }

    private ObjectNode personBody() {
        ObjectNode person = World.applicant();
        person.put("firstName", plant("Firstname"))
                .put("lastName", plant("Lastname"))
                .put("email", plant("mail") + "@example.com")
                .put("referenceId", plant("reference"));
        person.withObject("/address").put("streetOne", plant("Street ")).put("city", plant("City "));
        person.withObject("/metadata").put("note", plant("note"));
        String phone = "+1212555" + (1000 + planted.size());
        planted.add(phone);
        person.put("phone", phone);
        return person;
    }

    @Test
    void itsLogsContainNoPersonalDataAndNoSecret() throws IOException {
        Path directory = Path.of("target", "logs", mark).toAbsolutePath();
        Path secrets = directory.resolve("secrets");
        Files.createDirectories(secrets);
        String key = plant("server-key-from-a-file-");
        Files.writeString(secrets.resolve("enlist.api.key"), key + "\n");
        Files.writeString(secrets.resolve("enlist.admin.password"), ADMIN_PASSWORD + "\n");
        planted.add(ADMIN_PASSWORD);
        Node node;
        try (TestDatabase database = databases.migrated("logs")) {
            Map<String, String> environment = new TreeMap<>(database.settings());
            environment.put("SPRING_CONFIG_IMPORT", "optional:configtree:" + secrets + "/");
            planted.add(environment.get("SPRING_DATASOURCE_PASSWORD"));
            node = Node.start(directory, "node", environment, Set.of("ENLIST_API_KEY", "ENLIST_ADMIN_PASSWORD"));
            used(node, key);
        }
        String output = node.output().toLowerCase(Locale.ROOT);
        assertThat(output).contains("enlist is set up", "as you set it in enlist_api_key");
        assertThat(planted)
                .hasSizeGreaterThan(60)
                .allSatisfy(value -> assertThat(output.contains(value.toLowerCase(Locale.ROOT)))
                        .as(() -> value + " in:\n" + linesWith(node.output(), value))
                        .isFalse());
    }

    private void used(Node node, String key) {
        try (node) {
            node.untilReady();
            World world = new World(new WorkspaceRef("", ""), new Api(node.url(), key));
            applications(world);
            people(world);
            failingRules(world);
            signIns(node.url(), world);
            badRequests(world);
        }
    }

    private static String linesWith(String output, String value) {
        return output.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                .limit(5)
                .reduce("", (a, b) -> a + b + "\n");
    }

    private void applications(World world) {
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

    private void people(World world) {
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

    private void failingRules(World world) {
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

    private void signIns(String url, World world) {
        Browser stranger = new Browser(url);
        stranger.signIn(plant("stranger") + "@example.com", plant("secret"));
        stranger.signIn("admin@localhost", plant("wrong"));
        world.api().with(plant("unknown-key-of-some-length")).get("/programs").problem(401, "unauthenticated");

        String enrollment =
                world.enroll(world.instance(), personBody()).path("id").asText();
        world.api()
                .post("/enrollments/" + enrollment + "/submit", Json.object("{}"))
                .ok();
        Browser reviewer = Browser.signedIn(url, "admin@localhost", ADMIN_PASSWORD);
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

    private void badRequests(World world) {
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
