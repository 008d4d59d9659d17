package dev.enlist.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Await;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The timeline of one enrollment: what it merges, who sees which kinds, and its pages. */
@EnlistIT
class TimelineIT {

    private static final String PASSWORD = "a long enough password";

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    StatementCounter statements;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    private JsonNode page(String id, String query) {
        return world.api()
                .get("/enrollments/" + id + "/timeline?perPage=500&" + query)
                .ok();
    }

    private static Set<String> kinds(JsonNode page) {
        return new LinkedHashSet<>(page.path("data").findValuesAsText("kind"));
    }

    /** With an entry of each kind. */
    private String eventful() {
        String id = world.submittedEnrollment(instance);
        world.api()
                .post("/enrollments/" + id + "/notes", "{\"text\": \"Called back\"}")
                .created();
        String question = world.api()
                .post("/enrollments/" + id + "/informationRequests", "{\"message\": \"Which model is it?\"}")
                .created()
                .path("id")
                .asText();
        world.api().post("/informationRequests/" + question + "/cancel", "{}").ok();
        Browser reviewer = Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.REVIEWER), PASSWORD);
        reviewer.api("POST", "/enrollments/" + id + "/claim", "application/json", "")
                .expect(200);
        owner.sql("""
                        insert into document (id, workspace_id, enrollment_id, type, file_name, media_type, size, sha256,
                                              status, storage, by_type, by_id, by_name, created_at, updated_at, version)
                        values (?, ?, ?, 'utilityBill', 'bill.pdf', 'application/pdf', 1, '', 'available', 'database',
                                'user', 'u', 'Nora', now(), now(), 0)
                        """).params(Cuid.next(), world.workspace().workspaceId(), id).update();
        owner.sql("""
                        insert into notification (id, workspace_id, program_instance_id, enrollment_id, event_id, audience,
                                                  about, about_at, status, problem, attempts, created_at, finished_at)
                        values (?, ?, ?, ?, ?, 'applicant', 'submitted', now(), 'failed', 'address-refused-550', 3, now(),
                                now())
                        """)
                .params(Cuid.next(), world.workspace().workspaceId(), instance, id, Cuid.next())
                .update();
        return id;
    }

    @Test
    void everythingThatHappenedIsInOneList() {
        String id = eventful();
        Await.until("the audit trail is written", () -> kinds(page(id, "")).contains("audit"));

        JsonNode page = page(id, "");
        assertThat(kinds(page))
                .containsExactlyInAnyOrder(
                        "status", "claim", "question", "answer", "document", "note", "mail", "event", "audit");
        List<String> times = page.path("data").findValuesAsText("at");
        assertThat(times.stream().map(java.time.Instant::parse).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(page(id, "kind=mail").at("/data/0/problem").asText()).isEqualTo("address-refused-550");
        assertThat(page(id, "kind=status").path("data").findValuesAsText("action"))
                .containsExactly("submitted", "eligible", "candidate");
        assertThat(page(id, "kind=note,document").path("data").findValuesAsText("text"))
                .containsExactlyInAnyOrder("Called back", "bill.pdf");
    }

    @Test
    void moneyAndResultsAreInTheList() {
        String paid = world.instance(world.program(), i -> i.set("config", Json.object("""
                {"incentive": {"amount": 100},
                 "outcomes": {"metrics": [{"name": "kWhSaved", "unit": "kWh", "method": "measured"}]}}""")));
        String id = world.approvedEnrollment(paid);
        world.api()
                .post(
                        "/enrollments/" + id + "/incentive",
                        "{\"amount\": 250, \"currency\": \"USD\", \"reason\": \"The receipt says so\"}")
                .ok();
        world.api().post("/enrollments/" + id + "/outcomes", """
                        {"metric": "kWhSaved", "value": 412.5, "source": "meter data",
                         "period": {"from": "2026-07-01", "to": "2026-07-31"}}""").created();
        String activity = world.api()
                .post("/programInstances/" + paid + "/activities", Json.object("""
                        {"kind": "event", "title": "Peak event", "unit": "kW", "startsAt": "2026-01-05T15:00:00Z",
                         "endsAt": "2026-01-05T18:00:00Z"}"""))
                .created()
                .path("id")
                .asText();
        world.api()
                .post(
                        "/activities/" + activity + "/participations",
                        "{\"enrollmentId\": \"" + id + "\", \"status\": \"delivered\", \"quantity\": 3.5}")
                .ok();

        JsonNode page = page(id, "kind=incentive,payout,outcome,activity");
        assertThat(page.path("data"))
                .extracting(entry -> entry.path("kind").asText() + " "
                        + entry.path("action").asText() + " "
                        + entry.path("before").asText("-") + " "
                        + entry.path("status").asText() + ", "
                        + entry.path("text").asText())
                .containsExactlyInAnyOrder(
                        "payout created - 100.00 USD, ",
                        "incentive set 100.00 USD 250.00 USD, The receipt says so",
                        "payout cancelled due 100.00 USD, The incentive changed: The receipt says so",
                        "payout created - 250.00 USD, The receipt says so",
                        "outcome recorded kWhSaved 412.5 kWh, meter data",
                        "activity delivered - 3.5 kW, Peak event");
        String key = world.api()
                .post("/apiKeys", "{\"name\": \"reader\", \"scopes\": [\"enrollments:read\"]}")
                .created()
                .path("key")
                .asText();
        assertThat(kinds(world.api()
                        .with(key)
                        .get("/enrollments/" + id + "/timeline?perPage=500")
                        .ok()))
                .as("without payouts:read, outcomes:read, activities:read")
                .contains("incentive")
                .doesNotContain("payout", "outcome", "activity");
    }

    @Test
    void aWalkMeetsEachEntryOnce() {
        String id = eventful();
        Await.until("the audit trail is written", () -> kinds(page(id, "")).contains("audit"));
        List<String> all = new ArrayList<>();
        page(id, "").path("data").forEach(entry -> all.add(entry.path("id").asText()));
        List<String> met = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = world.api()
                    .get("/enrollments/" + id + "/timeline?perPage=3&after=" + after)
                    .ok();
            page.path("data").forEach(entry -> met.add(entry.path("id").asText()));
            after = page.path("next").isNull() ? "" : page.path("next").asText();
        } while (!after.isEmpty());
        assertThat(met).doesNotHaveDuplicates().isEqualTo(all.subList(0, met.size()));
        assertThat(met).hasSameSizeAs(all);
    }

    @Test
    void eachKindNeedsItsScope() {
        String id = eventful();
        Browser viewer =
                Browser.signedIn(world.api().url(), worlds.person(world, PASSWORD, Role.VIEWER), PASSWORD, false);
        assertThat(kinds(viewer.get("/enrollments/" + id + "/timeline?perPage=500")
                        .ok()))
                .contains("status", "claim", "question", "mail")
                .doesNotContain("note", "document", "delivery", "event", "audit");
        assertThat(viewer.get("/enrollments/" + id + "/timeline?kind=note").ok().path("data"))
                .isEmpty();
    }

    @Test
    void oneStatementReadsThePage() {
        String id = eventful();
        List<String> sent = statements.during("http-nio", () -> page(id, ""));
        assertThat(sent).filteredOn(sql -> sql.contains("union all")).hasSize(1);
        assertThat(sent.size()).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind=mails", "perPage=0", "after=yesterday"})
    void aWrongParameterIsNamed(String query) {
        String id = world.eligibleEnrollment(instance);
        JsonNode problem = world.api()
                .get("/enrollments/" + id + "/timeline?" + query)
                .expect(400)
                .json();
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void anotherWorkspaceFindsNothing() {
        String id = world.eligibleEnrollment(instance);
        worlds.stranger().api().get("/enrollments/" + id + "/timeline").expect(404);
        world.api().get("/enrollments/" + Cuid.next() + "/timeline").expect(404);
    }
}
