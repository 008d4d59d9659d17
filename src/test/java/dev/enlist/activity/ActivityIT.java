package dev.enlist.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Activities are scheduled, announced, started by the clock, and show who took part. */
@EnlistIT
class ActivityIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void anInstance() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = world.instance();
    }

    private static ObjectNode activity(Instant start, Duration length) {
        return Json.object("{\"kind\": \"event\", \"title\": \"Peak event\", \"unit\": \"kW\"}")
                .put("startsAt", start.toString())
                .put("endsAt", start.plus(length).toString());
    }

    private static Instant inDays(int days) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(days));
    }

    private String scheduled(Instant start) {
        return world.api()
                .post("/programInstances/" + instance + "/activities", activity(start, Duration.ofHours(2)))
                .created()
                .path("id")
                .asText();
    }

    private JsonNode activity(String id) {
        return world.api().get("/activities/" + id).ok();
    }

    private String announced(Instant start) {
        String id = scheduled(start);
        world.api().post("/activities/" + id + "/invite", "").expect(202);
        Await.until(
                "the invitations",
                () -> activity(id).at("/invitation/status").asText().equals("completed"));
        return id;
    }

    /** An activity that has begun; the clock starts and finishes it. */
    private String past() {
        String id = scheduled(inDays(-1));
        Await.until("the end", () -> activity(id).path("status").asText().equals("finished"));
        return id;
    }

    private Reply record(String activity, String enrollment, String status, String more) {
        return world.api()
                .post(
                        "/activities/" + activity + "/participations",
                        "{\"enrollmentId\": \"" + enrollment + "\", \"status\": \"" + status + "\"" + more + "}");
    }

    @Test
    void invitesTheApprovedAndLaterTheNewOnes() {
        String first = world.approvedEnrollment(instance);
        world.submittedEnrollment(instance);
        String id = announced(inDays(3));
        assertThat(activity(id).path("status").asText()).isEqualTo("announced");
        assertThat(activity(id).at("/participations/invited").asInt()).isEqualTo(1);
        JsonNode list =
                world.api().get("/activities/" + id + "/participations").ok().path("data");
        assertThat(list.at("/0/enrollmentId").asText()).isEqualTo(first);
        assertThat(list.at("/0/name").asText()).isEqualTo("Suzie Homeowner");
        world.approvedEnrollment(instance);
        world.api().post("/activities/" + id + "/invite", "").expect(202);
        Await.until(
                "the second invitation",
                () -> activity(id).at("/participations/invited").asInt() == 2);
        assertThat(world.api().get("/notifications?enrollmentId=" + first).ok().path("data"))
                .hasSize(1);
    }

    @Test
    void startsAndFinishesByTheClockWithEvents() {
        begin(worlds.organization());
        String enrollment = world.approvedEnrollment(instance);
        String id = past();
        record(id, enrollment, "attended", "").ok();
        world.api()
                .patch("/activities/" + scheduled(inDays(2)), Json.object("{\"title\": \"Other\"}"))
                .ok();
        String cancelled = announced(inDays(4));
        world.api()
                .post("/activities/" + cancelled + "/cancel", "{\"reason\": \"Cool weather\"}")
                .ok();
        assertThat(world.api()
                        .post("/activities/" + cancelled + "/cancel", "{}")
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("activity-over");
        TreeSet<String> types = new TreeSet<>();
        world.events().forEach(event -> types.add(event.path("type").asText().replace("dev.enlist.", "")));
        assertThat(types)
                .contains(
                        "activity.scheduled",
                        "activity.updated",
                        "activity.announced",
                        "activity.started",
                        "activity.finished",
                        "activity.cancelled",
                        "activity.participation_recorded");
    }

    @Test
    void deletesOnlyWhatWasNotAnnounced() {
        world.api().delete("/activities/" + scheduled(inDays(3))).expect(204);
        world.approvedEnrollment(instance);
        String known = announced(inDays(3));
        assertThat(world.api()
                        .delete("/activities/" + known)
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("activity-announced");
    }

    @Test
    void refusesParticipationsNamingEveryFaultAndRecordsNone() {
        String enrollment = world.approvedEnrollment(instance);
        String other = world.submittedEnrollment(instance);
        String id = past();
        String list = """
                {"participations": [
                  {"enrollmentId": "%s", "status": "attended"},
                  {"enrollmentId": "%s", "status": "delivered", "quantity": 1e400, "unit": "MW"},
                  {"applicationNumber": "B7K3-0000", "status": "delivered"},
                  {"enrollmentId": "%s", "status": "absent"}]}
                """.formatted(enrollment, other, enrollment);
        Reply refused = world.api().post("/activities/" + id + "/participations", list);
        List<String> pointers = new ArrayList<>();
        refused.expect(400)
                .json()
                .path("errors")
                .forEach(fault -> pointers.add(fault.path("pointer").asText()));
        assertThat(pointers)
                .containsExactlyInAnyOrder(
                        "/participations/1",
                        "/participations/1/quantity",
                        "/participations/1/unit",
                        "/participations/2/applicationNumber",
                        "/participations/2/quantity",
                        "/participations/3");
        assertThat(world.api().get("/activities/" + id + "/participations").ok().path("data"))
                .isEmpty();
        assertThat(record(scheduled(inDays(3)), enrollment, "attended", "")
                        .expect(400)
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/status");
    }

    @Test
    void limitsOptOutsByTheConfiguration() {
        instance = world.instance(
                world.program(), i -> i.withObject("/config/activities").put("maxOptOuts", 1));
        String enrollment = world.approvedEnrollment(instance);
        String one = announced(inDays(3));
        String two = announced(inDays(3));
        record(one, enrollment, "opted-out", "").ok();
        record(one, enrollment, "opted-out", "").ok();
        Reply refused = record(two, enrollment, "opted-out", "").expect(400);
        assertThat(refused.text()).contains("At most 1 opt-out is possible");
        record(one, enrollment, "invited", "").ok();
        record(two, enrollment, "opted-out", "").ok();
    }

    @Test
    void holdsEventsToTheLimitsOfTheConfiguration() {
        String start = inDays(3).atZone(ZoneOffset.UTC).getYear() + "-07-14T13:00:00Z";
        ObjectNode wrong = activity(Instant.parse(start), Duration.ofHours(9));
        String season = world.instance(
                world.program(),
                i -> i.put("templateVersion", "demand-response@1").put("timeZone", "America/New_York"));
        Reply refused = world.api().post("/programInstances/" + season + "/activities", wrong);
        List<String> pointers = new ArrayList<>();
        refused.expect(400)
                .json()
                .path("errors")
                .forEach(fault -> pointers.add(fault.path("pointer").asText()));
        // 9 hours instead of 4, from 9:00 instead of 14:00
        assertThat(pointers).containsExactlyInAnyOrder("/endsAt", "/startsAt");
        ObjectNode reversed = activity(inDays(3), Duration.ofHours(-2));
        assertThat(world.api()
                        .post("/programInstances/" + instance + "/activities", reversed)
                        .expect(400)
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/endsAt");
    }

    @Test
    void importsAndReportsParticipation() {
        begin(worlds.organization());
        String one = world.approvedEnrollment(instance);
        String two = world.approvedEnrollment(instance);
        String id = past();
        String file = "enrollmentId,activity,status,quantity\n"
                + one + "," + id + ",delivered,1.5\n"
                + two + "," + id + ",absent,\n"
                + two + ",none,absent,\n";
        Imports imports = new Imports(world.api());
        JsonNode done = imports.completed(imports.csv(instance, "?kind=participations", file));
        assertThat(done.path("created").asInt()).isEqualTo(2);
        assertThat(imports.errors(done)).contains("names no activity");
        JsonNode report = world.api()
                .get("/reports/participation?programInstanceId=" + instance)
                .ok();
        assertThat(report.at("/data/0/delivered").asInt()).isEqualTo(1);
        assertThat(report.at("/data/0/quantity").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(report.at("/data/0/unit").asText()).isEqualTo("kW");
        assertThat(report.at("/total/participationRate").decimalValue()).isEqualByComparingTo("0.5");
        String table = world.api()
                .send(
                        "/reports/participation",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
        assertThat(table.lines()).hasSize(2);
        JsonNode own =
                world.api().get("/enrollments/" + one + "/participations").ok();
        assertThat(own.path("participationRate").decimalValue()).isEqualByComparingTo("1");
        world.api()
                .post("/enrollments/" + one + "/unenroll", Json.object("{\"reason\": \"Moved\"}"))
                .ok();
        world.api().delete("/enrollments/" + one).expect(204);
        assertThat(world.api()
                        .get("/reports/participation")
                        .ok()
                        .at("/data/0/quantity")
                        .decimalValue())
                .isEqualByComparingTo("1.5");
        assertThat(world.api()
                        .get("/activities/" + id + "/participations?status=delivered")
                        .ok()
                        .at("/data/0/enrollmentId")
                        .isNull())
                .isTrue();
    }

    /** The rules of the next year read how often a person took part; people without activities have no rate. */
    @Test
    void theParticipationRateIsAnInputOfTheRules() {
        String slug = "returning-" + Cuid.next();
        world.api()
                .post("/ruleSets", Json.object("{\"name\": \"Returning\"}").put("slug", slug))
                .created();
        world.api().putXml("/ruleSets/" + slug + "/draft", """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="test">
                  <decision id="returning" name="Returning">
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="i" label="Took part"><inputExpression id="e" typeRef="number"><text>participationRate</text></inputExpression></input>
                      <output id="o1" name="status" typeRef="string"/><output id="o2" name="reason" typeRef="string"/>
                      <output id="o3" name="code" typeRef="string"/>
                      <rule id="r1"><inputEntry id="r1i"><text>&gt;= 0.5</text></inputEntry>
                        <outputEntry id="r1a"><text>"eligible"</text></outputEntry><outputEntry id="r1b"><text>"Took part"</text></outputEntry>
                        <outputEntry id="r1c"><text>"took-part"</text></outputEntry></rule>
                      <rule id="r2"><inputEntry id="r2i"><text>&lt; 0.5</text></inputEntry>
                        <outputEntry id="r2a"><text>"ineligible"</text></outputEntry><outputEntry id="r2b"><text>"Took part too seldom"</text></outputEntry>
                        <outputEntry id="r2c"><text>"too-seldom"</text></outputEntry></rule>
                      <rule id="r3"><inputEntry id="r3i"><text>null</text></inputEntry>
                        <outputEntry id="r3a"><text>"eligible"</text></outputEntry><outputEntry id="r3b"><text>"New"</text></outputEntry>
                        <outputEntry id="r3c"><text>"new"</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """).ok();
        world.api()
                .post("/ruleSets/" + slug + "/draft/publish", "{\"note\": \"First\"}")
                .created();
        String next = world.instance(world.program(), i -> {
            i.withObject("/ruleSet").put("slug", slug).put("version", "latest");
            i.withObject("/config/incentive")
                    .put("formula", "if participationRate = null then 10 else 100 * participationRate");
        });
        ObjectNode keen = World.applicant();
        ObjectNode seldom = World.applicant();
        String first = approved(keen);
        String second = approved(seldom);
        for (int event = 0; event < 3; event++) {
            String id = past();
            record(id, first, event < 2 ? "attended" : "absent", "").ok();
            record(id, second, event < 1 ? "attended" : "absent", "").ok();
        }

        JsonNode returning = world.enroll(next, keen);
        assertThat(returning.at("/eligibility/code").asText()).isEqualTo("took-part");
        assertThat(returning.at("/incentive/amount").decimalValue()).isEqualByComparingTo("66.67");
        JsonNode refused = world.enroll(next, seldom);
        assertThat(refused.at("/eligibility/code").asText()).isEqualTo("too-seldom");
        assertThat(world.api()
                        .get("/enrollments/" + refused.path("id").asText() + "/decision")
                        .ok()
                        .at("/inputs/participationRate")
                        .decimalValue())
                .isEqualByComparingTo("0.3333");
        JsonNode fresh = world.enroll(next, World.applicant());
        assertThat(fresh.at("/eligibility/code").asText()).isEqualTo("new");
        assertThat(fresh.at("/incentive/amount").decimalValue()).isEqualByComparingTo("10");
    }

    private String approved(ObjectNode person) {
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        return id;
    }
}
