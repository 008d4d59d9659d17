package dev.enlist.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The search over people, applications, programs, instances, campaigns and rule sets. */
@EnlistIT
class SearchIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = where.instance();
    }

    private JsonNode search(String q) {
        return world.api()
                .get("/search?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
                .ok();
    }

    private static List<String> found(JsonNode result, String kind) {
        for (JsonNode group : result.path("groups")) {
            if (group.path("kind").asText().equals(kind)) {
                return group.path("items").findValuesAsText("id");
            }
        }
        return List.of();
    }

    private JsonNode enrolled(String firstName, String lastName) {
        ObjectNode person = World.applicant().put("firstName", firstName).put("lastName", lastName);
        return world.api()
                .get("/enrollments/" + world.enroll(instance, person).path("id").asText())
                .ok();
    }

    @Test
    void peopleAreFoundByTheBeginningOfTheirNames() {
        begin(worlds.organization());
        JsonNode priya = enrolled("Priya", "Raman");
        enrolled("Tomasz", "Nowak");
        String lead = world.api()
                .post("/leads", Json.object("{\"firstName\": \"Ramona\"}").put("email", Cuid.next() + "@example.com"))
                .created()
                .path("id")
                .asText();

        JsonNode result = search("ram");
        assertThat(found(result, "person"))
                .containsExactly(priya.path("customerId").asText(), lead);
        assertThat(result.at("/groups/0/items/0/title").asText()).isEqualTo("Priya Raman");
        assertThat(result.at("/groups/0/items/0/status").asText()).isEqualTo("customer");
        assertThat(found(search("raman priya"), "person")).hasSize(1);
        assertThat(found(search("zoe"), "person")).isEmpty();
    }

    @Test
    void applicationsAreFoundByTheirNumberAsPeopleTypeIt() {
        JsonNode priya = enrolled("Priya", "Raman");
        String number = priya.path("applicationNumber").asText();
        String id = priya.path("id").asText();

        assertThat(found(search(number), "application")).containsExactly(id);
        assertThat(found(search(number.toLowerCase(Locale.ROOT).replace("-", " ")), "application"))
                .containsExactly(id);
        assertThat(found(search(number.substring(0, 6)), "application")).contains(id);
        assertThat(found(search(number.substring(0, 3)), "application")).isEmpty();
        JsonNode hit = search(number).at("/groups/0/items/0");
        assertThat(hit.path("title").asText()).isEqualTo("Priya Raman");
        assertThat(hit.path("detail").asText()).isEqualTo(number + " · Battery program of the city");
        assertThat(hit.path("status").asText()).isEqualTo("eligible");
    }

    @Test
    void thingsAreFoundByWordsOfTheirNames() {
        begin(worlds.organization());
        String title = "Zwölf Öfen " + Cuid.next();
        String slug = world.program(body -> body.put("name", title));
        String own = world.instance(slug, body -> body.put("title", title + " 2026"));
        String rules = "rules-" + Cuid.next();
        world.api()
                .post(
                        "/ruleSets",
                        Json.object("{\"name\": \"Ovens 100% \\\\ electric\"}").put("slug", rules))
                .created();

        JsonNode result = search("Öfen");
        assertThat(found(result, "programInstance")).containsExactly(own);
        assertThat(found(result, "program")).hasSize(1);
        assertThat(found(search("100% \\ el"), "ruleSet")).hasSize(1);
        assertThat(found(search("100_"), "ruleSet")).isEmpty();
        assertThat(found(search("OVENS"), "ruleSet")).hasSize(1);
    }

    @Test
    void aKindHasSixResultsAndSaysThatThereAreMore() {
        begin(worlds.organization());
        for (int n = 0; n < 8; n++) {
            enrolled("Priya", "Raman");
        }
        JsonNode people = search("priya").at("/groups/0");
        assertThat(people.path("items")).hasSize(SearchService.MOST);
        assertThat(people.path("more").asBoolean()).isTrue();
    }

    @Test
    void eachKindNeedsItsScope() {
        begin(worlds.organization());
        JsonNode priya = enrolled("Priya", "Raman");
        String number = priya.path("applicationNumber").asText();
        String key = world.api()
                .post("/apiKeys", Json.object("{\"name\": \"Catalogue\", \"scopes\": [\"programs:read\"]}"))
                .created()
                .path("key")
                .asText();
        JsonNode result = world.api().with(key).get("/search?q=" + number).ok();
        assertThat(result.path("groups")).isEmpty();
        assertThat(world.api().with(key).get("/search?q=priya").ok().path("groups"))
                .isEmpty();
        assertThat(found(world.api().with(key).get("/search?q=battery").ok(), "programInstance"))
                .containsExactly(instance);
    }

    @Test
    void aLimitedMemberFindsWhatBelongsToTheirInstances() {
        begin(worlds.organization());
        JsonNode own = enrolled("Priya", "Raman");
        String foreign = world.instance();
        JsonNode other = world.api()
                .get("/enrollments/"
                        + world.enroll(foreign, World.applicant().put("firstName", "Priya"))
                                .path("id")
                                .asText())
                .ok();
        Browser member = limitedTo(instance);
        JsonNode people = member.get("/search?q=priya").ok();
        assertThat(found(people, "person"))
                .containsExactly(own.path("customerId").asText());
        assertThat(found(
                        member.get("/search?q="
                                        + other.path("applicationNumber").asText())
                                .ok(),
                        "application"))
                .isEmpty();
        assertThat(found(member.get("/search?q=battery").ok(), "programInstance"))
                .containsExactly(instance);
    }

    private Browser limitedTo(String programInstanceId) {
        String email = worlds.person(world, PASSWORD, Role.REVIEWER);
        for (JsonNode user : world.api().get("/users?perPage=500").ok().path("data")) {
            if (user.path("email").asText().equals(email)) {
                ObjectNode limit = Json.object("{}");
                limit.putArray("programInstanceIds").add(programInstanceId);
                world.api().patch("/users/" + user.path("id").asText(), limit).ok();
            }
        }
        return Browser.signedIn(world.api().url(), email, PASSWORD);
    }

    @Test
    void anotherWorkspaceFindsNothing() {
        JsonNode priya = enrolled("Priya", "Raman");
        World other = worlds.stranger();
        List<String> words = new ArrayList<>(List.of("priya", "battery", "Battery%20program"));
        words.add(priya.path("applicationNumber").asText());
        for (String q : words) {
            assertThat(other.api().get("/search?q=" + q).ok().path("groups"))
                    .as(q)
                    .isEmpty();
        }
    }

    @Test
    void oneStatementForEachKind() {
        enrolled("Priya", "Raman");
        String number = enrolled("Priya", "Raman").path("applicationNumber").asText();
        List<String> sent = statements.during("http-nio", () -> search(number));
        assertThat(sent).filteredOn(sql -> sql.contains("limit")).hasSizeLessThanOrEqualTo(SearchKind.values().length);
    }

    @Test
    void anEmptySearchIsRefused() {
        assertThat(world.api()
                        .get("/search?q=%20")
                        .expect(400)
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/q");
        world.api().get("/search?q=" + "a".repeat(201)).expect(400);
        world.api().get("/search").expect(400);
        world.api().get("/search?q=a%00b").expect(400);
    }
}
