package dev.enlist.rollover.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rollover: dry run, then execution, once for each person. */
@EnlistIT
class RolloverIT {

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc jdbc;

    World world;
    String thisYear;
    String nextYear;

    @BeforeEach
    void aYearAndTheNext() {
        world = worlds.shared(this);
        thisYear = world.instance();
        // stricter rules than the source instance
        nextYear = world.instance(
                world.program(), i -> i.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
    }

    private String approved(int kwh) {
        ObjectNode person = World.applicant();
        person.withObject("/metadata").put("monthlyKwh", kwh);
        return approved(person);
    }

    private String approved(ObjectNode person) {
        String id = world.enroll(thisYear, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
        return id;
    }

    private void decided(String action, List<String> ids) {
        ObjectNode order = Json.object("{}").put("action", action);
        ids.forEach(order.putArray("ids")::add);
        assertThat(world.api()
                        .post("/enrollments/bulk", order)
                        .ok()
                        .path("status")
                        .asText())
                .isEqualTo("completed");
    }

    private void end() {
        Instant passed = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        world.api()
                .patch("/programInstances/" + thisYear, Json.object("{}").put("endDate", passed.toString()))
                .ok();
    }

    private JsonNode rolledOver(boolean dryRun) {
        return finished(ask(dryRun).path("id").asText());
    }

    private JsonNode ask(boolean dryRun) {
        ObjectNode request =
                Json.object("{}").put("targetProgramInstanceId", nextYear).put("dryRun", dryRun);
        return world.api()
                .post("/programInstances/" + thisYear + "/rollovers", request)
                .expect(202)
                .json();
    }

    private JsonNode finished(String id) {
        Await.until(
                "the rollover",
                () -> !List.of("queued", "running")
                        .contains(world.api()
                                .get("/rollovers/" + id)
                                .ok()
                                .path("status")
                                .asText()));
        return world.api().get("/rollovers/" + id).ok();
    }

    private Map<String, JsonNode> items(String id) {
        Map<String, JsonNode> items = new HashMap<>();
        world.api()
                .get("/rollovers/" + id + "/items?perPage=500")
                .ok()
                .path("data")
                .forEach(item -> items.put(item.path("sourceEnrollmentId").asText(), item));
        return items;
    }

    @Test
    void aDryRunTellsWhoWouldFallOutAndWhyAndWritesNothing() {
        String stays = approved(640);
        String falls = approved(120);
        String unknown = approved(World.applicant());
        world.submittedEnrollment(thisYear);
        long before = enrollments();

        JsonNode preview = rolledOver(true);

        assertThat(preview.path("status").asText()).isEqualTo("completed");
        assertThat(preview.path("total").asInt()).isEqualTo(3);
        assertThat(preview.path("processed").asInt()).isEqualTo(3);
        assertThat(preview.path("eligible").asInt()).isEqualTo(1);
        assertThat(preview.path("ineligible").asInt()).isEqualTo(1);
        assertThat(preview.path("manual").asInt()).isEqualTo(1);
        Map<String, JsonNode> items = items(preview.path("id").asText());
        assertThat(items.get(stays).path("outcome").asText()).isEqualTo("eligible");
        assertThat(items.get(falls).path("outcome").asText()).isEqualTo("ineligible");
        assertThat(items.get(falls).path("reason").asText()).contains("120");
        assertThat(items.get(falls).path("code").asText()).isNotEmpty();
        assertThat(items.get(unknown).path("outcome").asText()).isEqualTo("manual");
        assertThat(enrollments()).isEqualTo(before);
    }

    @Test
    void everybodyComesInAgainLinkedAndJudgedAnewAsTheDryRunSaid() {
        String stays = approved(640);
        String falls = approved(120);
        String left = approved(700);
        world.api()
                .post("/enrollments/" + left + "/unenroll", "{\"reason\": \"Moved away\"}")
                .ok();
        JsonNode preview = rolledOver(true);
        end();
        Await.until("all exits", () -> world.statusOf(stays).equals("unenrolled"));

        JsonNode done = rolledOver(false);

        assertThat(done.path("total").asInt()).isEqualTo(2);
        for (String count : List.of("eligible", "manual", "ineligible")) {
            assertThat(done.path(count)).as(count).isEqualTo(preview.path(count));
        }
        Map<String, JsonNode> items = items(done.path("id").asText());
        assertThat(items).containsOnlyKeys(stays, falls);
        JsonNode renewed = world.api()
                .get("/enrollments/" + items.get(stays).path("enrollmentId").asText())
                .ok();
        assertThat(renewed.path("previousEnrollmentId").asText()).isEqualTo(stays);
        assertThat(renewed.at("/eligibility/programInstanceId").asText()).isEqualTo(nextYear);
        assertThat(renewed.at("/eligibility/status").asText()).isEqualTo("eligible");
        assertThat(world.statusOf(items.get(falls).path("enrollmentId").asText()))
                .isEqualTo("ineligible");
        assertThat(items.get(falls).path("reason").asText()).contains("120");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void nobodyComesInTwice() {
        String once = approved(640);
        approved(120);
        String there = approved(650);
        String email =
                world.api().get("/enrollments/" + there).ok().path("email").asText();
        ObjectNode same = World.applicant().put("email", email);
        same.withObject("/metadata").put("monthlyKwh", 650);
        String byOtherWay = world.enroll(nextYear, same).path("id").asText();
        end();
        JsonNode first = rolledOver(false);
        long after = enrollments();

        JsonNode again = rolledOver(false);

        assertThat(first.path("alreadyEnrolled").asInt()).isEqualTo(1);
        assertThat(items(first.path("id").asText())
                        .get(there)
                        .path("enrollmentId")
                        .asText())
                .isEqualTo(byOtherWay);
        assertThat(again.path("alreadyRenewed").asInt()).isEqualTo(2);
        assertThat(again.path("alreadyEnrolled").asInt()).isEqualTo(1);
        assertThat(enrollments()).isEqualTo(after);
        assertThat(items(again.path("id").asText()).get(once).path("outcome").asText())
                .isEqualTo("already-renewed");
    }

    @Test
    void aNewEnrollmentThatWasErasedDoesNotComeBack() {
        String once = approved(640);
        end();
        String renewed = items(rolledOver(false).path("id").asText())
                .get(once)
                .path("enrollmentId")
                .asText();
        world.api().delete("/enrollments/" + renewed).expect(204);

        JsonNode again = rolledOver(false);

        assertThat(again.path("alreadyRenewed").asInt()).isEqualTo(1);
        assertThat(again.path("failed").asInt()).isZero();
    }

    @Test
    void whoIsErasedIsErasedHereToo() {
        String gone = approved(120);
        String id = rolledOver(true).path("id").asText();
        assertThat(items(id)).containsKey(gone);

        world.api().delete("/enrollments/" + gone).expect(204);

        assertThat(items(id)).isEmpty();
    }

    @Test
    void moreThanOneChunkHoldsIsDoneAndListedAndPrinted() {
        List<ObjectNode> applicants = new ArrayList<>();
        for (int person = 0; person < 105; person++) {
            ObjectNode applicant = World.applicant();
            applicant.withObject("/metadata").put("monthlyKwh", person % 10 == 0 ? 100 : 600);
            applicants.add(applicant);
        }
        List<String> people = world.enrollAll(thisYear, applicants);
        for (String action : List.of("submit", "approve")) {
            decided(action, people.subList(0, 50));
            decided(action, people.subList(50, 105));
        }
        end();

        JsonNode done = rolledOver(false);

        String id = done.path("id").asText();
        assertThat(done.path("eligible").asInt()).isEqualTo(94);
        assertThat(done.path("ineligible").asInt()).isEqualTo(11);
        assertThat(items(id)).containsOnlyKeys(people.toArray(String[]::new));
        assertThat(world.api()
                        .get("/rollovers/" + id + "/items?outcome=ineligible")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(11);
        String csv = world.api()
                .send(
                        "/rollovers/" + id + "/items?outcome=ineligible",
                        r -> r.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
        assertThat(csv.lines()).hasSize(12).first().isEqualTo("sourceEnrollmentId,outcome,enrollmentId,code,reason");
        assertThat(world.api().get("/rollovers/" + id + "/items?outcome=wild").faults())
                .containsExactly("/outcome");
        assertThat(world.isConsistent()).isTrue();
    }

    @Test
    void whatCannotBeIsRefused() {
        String rollovers = "/programInstances/" + thisYear + "/rollovers";
        ObjectNode request = Json.object("{}").put("targetProgramInstanceId", nextYear);

        world.api().post(rollovers, request).problem(409, "instance-not-ended");
        assertThat(world.api().post(rollovers, "{}").faults()).containsExactly("/targetProgramInstanceId");
        for (String wrong : List.of(thisYear, Cuid.next(), worlds.other().instance())) {
            assertThat(world.api()
                            .post(rollovers, Json.object("{}").put("targetProgramInstanceId", wrong))
                            .faults())
                    .containsExactly("/targetProgramInstanceId");
        }
        end();
        world.api()
                .patch("/programInstances/" + nextYear, Json.object("{\"active\": false}"))
                .ok();
        world.api().post(rollovers, request).problem(409, "program-not-accepting");
    }

    @Test
    void oneThatStoppedGoesOn() {
        approved(640);
        end();
        String id = rolledOver(false).path("id").asText();
        world.api().post("/rollovers/" + id + "/cancel", "").problem(409, "already-finished");
        world.api().post("/rollovers/" + id + "/resume", "").problem(409, "not-stopped");
        // like a rollover cancelled before its first chunk
        rewind(id, "cancelled");

        world.api().post("/rollovers/" + id + "/resume", "").ok();

        assertThat(finished(id).path("status").asText()).isEqualTo("completed");
        assertThat(told(id)).containsExactly("rollover.ask", "rollover.resume");
        assertThat(world.api()
                        .get("/programInstances/" + nextYear + "/enrollments")
                        .ok()
                        .path("totalItems")
                        .asInt())
                .isEqualTo(1);
    }

    /**
     * The test locks the row, like a node that processes a chunk. A cancellation waits for the lock, and no further
     * chunk runs.
     */
    @Test
    void oneThatIsCancelledTakesNobodyMore() throws Exception {
        approved(640);
        end();
        String id = rolledOver(false).path("id").asText();
        try (Connection atWork = jdbc.template().getDataSource().getConnection()) {
            atWork.setAutoCommit(false);
            takeUp(atWork, id);
            CompletableFuture<Integer> cancelling = CompletableFuture.supplyAsync(
                    () -> world.api().post("/rollovers/" + id + "/cancel", "").status());
            Await.until("it waits", () -> waitingForRows() > 0);
            atWork.commit();
            assertThat(cancelling.get()).isEqualTo(200);
        }

        assertThat(finished(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(told(id)).containsExactly("rollover.ask", "rollover.cancel");
    }

    /** Waits until it is running and locks it; retries if another transaction locked it first. */
    private static void takeUp(Connection atWork, String id) throws SQLException {
        boolean running = false;
        while (!running) {
            atWork.commit();
            try (Statement statement = atWork.createStatement()) {
                statement.executeUpdate("update rollover set status = 'running' where id = '" + id + "'");
                atWork.commit();
                try (ResultSet row =
                        statement.executeQuery("select status from rollover where id = '" + id + "' for update")) {
                    running = row.next() && row.getString(1).equals("running");
                }
            }
        }
    }

    private int waitingForRows() {
        return jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and query like '%update rollover set status%'")
                .query(Integer.class)
                .single();
    }

    /**
     * If the target accepts no applications, the rollover stops with an error code, and can be resumed when it accepts
     * them again.
     */
    @Test
    void whereNobodyMayEnterItStopsAndSaysWhy() {
        approved(640);
        end();
        String id = rolledOver(false).path("id").asText();
        world.api()
                .get("/programInstances/" + nextYear + "/enrollments")
                .ok()
                .path("data")
                .forEach(enrollment -> world.api()
                        .delete("/enrollments/" + enrollment.path("id").asText())
                        .expect(204));
        world.api()
                .patch("/programInstances/" + nextYear, Json.object("{\"active\": false}"))
                .ok();
        rewind(id, "cancelled");

        world.api().post("/rollovers/" + id + "/resume", "").ok();

        JsonNode stopped = finished(id);
        assertThat(stopped.path("status").asText()).isEqualTo("failed");
        assertThat(stopped.path("errorCode").asText()).isEqualTo("program-not-accepting");
        assertThat(stopped.path("processed").asInt()).isZero();
        world.api()
                .patch("/programInstances/" + nextYear, Json.object("{\"active\": true}"))
                .ok();
        world.api().post("/rollovers/" + id + "/resume", "").ok();
        assertThat(finished(id).path("eligible").asInt()).isEqualTo(1);
    }

    private void rewind(String id, String status) {
        jdbc.sql("delete from rollover_item where rollover_id = ?").param(id).update();
        jdbc.sql("update rollover set status = ?, position = '', processed = 0, eligible = 0 where id = ?")
                .params(status, id)
                .update();
    }

    private List<String> told(String id) {
        return world.api().get("/audit?subjectId=" + id).ok().path("data").findValuesAsText("action");
    }

    private long enrollments() {
        return jdbc.sql("select count(*) from enrollment where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(Long.class)
                .single();
    }
}
