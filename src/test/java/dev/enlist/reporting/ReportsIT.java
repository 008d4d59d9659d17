package dev.enlist.reporting;

import static dev.enlist.reporting.Reports.line;
import static dev.enlist.reporting.Reports.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.shared.Cuid;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.Drives;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Reply;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The figures of each report for a known sequence of events. */
@EnlistIT
class ReportsIT {

    private static final List<String> FILTERED = List.of(
            "/funnel",
            "/durations",
            "/reasons",
            "/reviewers",
            "/capacity",
            "/timeseries",
            "/conversion",
            "/process",
            "/forecast");
    private static final List<String> FOLDED = List.of("/funnel", "/durations", "/reasons", "/reviewers");

    @Autowired
    Worlds worlds;

    @Autowired
    StatementCounter statements;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DelayedJobs jobs;

    World world;
    Reports reports;

    @BeforeEach
    void aWorkspace() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        reports = new Reports(where, jobs);
    }

    @Test
    void theFunnelCountsReachedStagesAndCurrentStatuses() {
        begin(worlds.organization());
        String instance = world.instance();
        world.candidateEnrollment(instance);
        world.eligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.rejectedEnrollment(instance);
        world.unenrolledEnrollment(instance);
        String erased = world.submittedEnrollment(instance);
        world.api().delete("/enrollments/" + erased).expect(204);
        world.eligibleEnrollment(world.instance());

        JsonNode funnel = reports.folded("/funnel?programInstanceId=" + instance);

        assertThat(stage(funnel, "created")).isEqualTo("9/1");
        assertThat(stage(funnel, "evaluated")).isEqualTo("8/-");
        assertThat(stage(funnel, "eligible")).isEqualTo("7/1");
        assertThat(stage(funnel, "ineligible")).isEqualTo("1/1");
        assertThat(stage(funnel, "submitted")).isEqualTo("6/1");
        assertThat(stage(funnel, "decided")).isEqualTo("4/-");
        assertThat(stage(funnel, "approved")).isEqualTo("3/2");
        assertThat(stage(funnel, "rejected")).isEqualTo("1/1");
        assertThat(stage(funnel, "unenrolled")).isEqualTo("1/1");
        assertThat(funnel.path("erased").asInt()).isEqualTo(1);
        assertThat(funnel.path("standing").asInt()).isEqualTo(8);
        JsonNode submitted = line(funnel.path("stages"), "stage", "submitted");
        assertThat(submitted.path("of").asText()).isEqualTo("eligible");
        assertThat(submitted.path("rate").decimalValue()).isEqualByComparingTo("0.8571");
        assertThat(stage(reports.folded("/funnel"), "created")).isEqualTo("10/1");
    }

    @Test
    void importsAndBulkDecisionsCountLikeSingleOnes() {
        String instance = world.instance();
        String people = IntStream.range(0, 150)
                .mapToObj(n -> "N,F,%s@example.com,NY,10001,tesla%n".formatted(Cuid.next()))
                .collect(Collectors.joining(
                        "", "firstName,lastName,email,address.state,address.postalCode,manufacturerSlugs\n", ""));
        Imports imports = new Imports(world.api());
        imports.completed(imports.csv(instance, "", people));
        bulk("submit", instance, "eligible", null);
        bulk("approve", instance, "submitted", "Checked");

        JsonNode funnel = reports.folded("/funnel?programInstanceId=" + instance);

        assertThat(stage(funnel, "created")).isEqualTo("150/0");
        assertThat(stage(funnel, "submitted")).isEqualTo("150/0");
        assertThat(stage(funnel, "approved")).isEqualTo("150/150");
        JsonNode reviewers = reports.folded("/reviewers?programInstanceId=" + instance);
        assertThat(reviewers.path("data")).hasSize(1);
        assertThat(reviewers.at("/data/0/approved").asInt()).isEqualTo(150);
        assertThat(reviewers.at("/data/0/by/name").asText()).isEqualTo("Test key");
    }

    private void bulk(String action, String instance, String status, String reason) {
        ObjectNode order = Json.object("{}").put("action", action);
        order.withObject("/filter").put("programInstanceId", instance).put("status", status);
        if (reason != null) {
            order.put("reason", reason);
        }
        Reply ordered = world.api().post("/enrollments/bulk", order);
        String id = ordered.json().path("id").asText();
        org.awaitility.Awaitility.await()
                .until(() -> world.api()
                        .get("/bulkDecisions/" + id)
                        .ok()
                        .path("status")
                        .asText()
                        .equals("completed"));
    }

    @Test
    void reasonsAreCodesAndNeverFreeText() {
        begin(worlds.organization());
        String instance = world.instance();
        world.ineligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.rejectedEnrollment(instance);
        world.unenrolledEnrollment(instance);

        JsonNode reasons = reports.folded("/reasons");

        JsonNode outside = line(reasons.path("data"), "status", "ineligible");
        assertThat(outside.path("code").asText()).isEqualTo("outside-territory");
        assertThat(outside.path("by").asText()).isEqualTo("rule");
        assertThat(outside.path("ruleSet").asText()).isEqualTo("eligibility-default");
        assertThat(outside.path("ruleSetVersion").asInt()).isEqualTo(1);
        assertThat(outside.path("count").asInt()).isEqualTo(2);
        assertThat(outside.path("share").decimalValue()).isEqualByComparingTo("1");
        JsonNode rejected = line(reasons.path("data"), "status", "rejected");
        assertThat(rejected.path("by").asText()).isEqualTo("key");
        assertThat(rejected.path("code").isNull()).isTrue();
        assertThat(line(reasons.path("data"), "status", "unenrolled")
                        .path("code")
                        .asText())
                .isEqualTo("voluntary");
        String stored = owner.sql("select string_agg(t::text, ';') from report_reason t where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .query(String.class)
                .single();
        assertThat(stored).doesNotContain("verification", "Moved", "@");
    }

    @Test
    void reviewersAreListedByNameAndApiKeysByTheirName() {
        String instance = world.instance();
        String password = "a long enough password";
        String email = worlds.person(world, password, Role.REVIEWER, Role.COORDINATOR);
        Browser rita = Browser.signedIn(world.api().url(), email, password, false);
        for (String verdict : List.of("approve", "approve", "reject")) {
            String id = world.submittedEnrollment(instance);
            rita.api("POST", "/enrollments/" + id + "/" + verdict, "application/json", "{\"reason\": \"Looked at\"}")
                    .ok();
        }
        world.approvedEnrollment(instance);

        JsonNode reviewers = reports.folded("/reviewers?programInstanceId=" + instance);

        JsonNode person = reviewers.at("/data/0");
        assertThat(person.at("/by/type").asText()).isEqualTo("user");
        assertThat(person.at("/by/name").asText()).startsWith("Person ");
        assertThat(person.path("decided").asInt()).isEqualTo(3);
        assertThat(person.path("approved").asInt()).isEqualTo(2);
        assertThat(person.path("rejected").asInt()).isEqualTo(1);
        assertThat(person.path("approvalRate").decimalValue()).isEqualByComparingTo("0.6667");
        assertThat(person.path("medianSeconds").asDouble()).isGreaterThan(0);
        assertThat(reviewers.at("/data/1/by/type").asText()).isEqualTo("key");
    }

    @Test
    void durationsAreMeasuredBetweenSteps() {
        String instance = world.instance();
        Past past = new Past(owner, world, instance);
        past.moved("2025-01-01T00:00:00Z", "candidate")
                .moved("2025-01-01T00:00:00.250Z", "eligible")
                .moved("2025-01-02T00:00:00.250Z", "submitted")
                .moved("2025-01-05T00:00:00.250Z", "approved")
                .moved("2025-12-31T00:00:00.250Z", "unenrolled");

        JsonNode report = reports.folded("/durations?programInstanceId=" + instance);

        assertThat(report.path("quantileError").decimalValue()).isEqualByComparingTo("0.025");
        assertThat(seconds(report, "evaluation")).isEqualTo(0.25);
        assertThat(seconds(report, "application")).isEqualTo(86_400);
        assertThat(seconds(report, "decision")).isEqualTo(3 * 86_400);
        assertThat(seconds(report, "participation")).isEqualTo(360 * 86_400);
        JsonNode decision = line(report.path("steps"), "step", "decision");
        assertThat(decision.path("maxSeconds").asDouble()).isEqualTo(3 * 86_400);
        assertThat(decision.path("p50Seconds").asDouble()).isBetween(3 * 86_400 * 0.975, 3 * 86_400.0);
    }

    private static double seconds(JsonNode report, String step) {
        return line(report.path("steps"), "step", step).path("meanSeconds").asDouble();
    }

    @Test
    void capacityOfEveryPoolWithItsLine() {
        begin(worlds.organization());
        String instance = world.instance(world.program(), i -> {
            i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 2}"));
            i.put("waitlist", true);
        });
        world.instance(
                world.program(),
                i -> i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 10}")));
        world.approvedEnrollment(instance);
        world.submittedEnrollment(instance);
        world.api()
                .post("/enrollments/" + world.eligibleEnrollment(instance) + "/submit", "{}")
                .ok();

        JsonNode pools = world.api().get("/reports/capacity").ok();
        JsonNode full = line(pools.path("data"), "programInstanceId", instance);

        assertThat(pools.path("data")).hasSize(2);
        assertThat(full.path("name").asText()).isEqualTo("Battery program of the city");
        assertThat(full.path("limit").asInt()).isEqualTo(2);
        assertThat(full.path("reserved").asInt()).isEqualTo(1);
        assertThat(full.path("committed").asInt()).isEqualTo(1);
        assertThat(full.path("available").asInt()).isZero();
        assertThat(full.path("utilisation").decimalValue()).isEqualByComparingTo("1");
        assertThat(full.path("level").asText()).isEqualTo("error");
        assertThat(full.path("waiting").asInt()).isEqualTo(1);
        JsonNode first = world.api().get("/reports/capacity?perPage=1").ok();
        JsonNode second = world.api()
                .get("/reports/capacity?perPage=1&after=" + first.path("next").asText())
                .ok();
        assertThat(first.at("/data/0/id").asText())
                .isLessThan(second.at("/data/0/id").asText());
        assertThat(world.api()
                        .get("/reports/capacity?programInstanceId=" + instance)
                        .ok()
                        .path("data"))
                .hasSize(1);
        assertThat(reports.csv("/capacity").expect(200).text().lines()).hasSize(3);
    }

    @Test
    void aCampaignHoldsTargetsAgainstWhatItsCohortsReached() {
        Drives drives = new Drives(world);
        String id = drives.draft(c -> {
            c.set("targets", Json.object("{\"participants\": 4, \"applications\": 10}"));
            c.set("budget", Json.object("{\"amount\": 1000, \"currency\": \"EUR\", \"spent\": 250}"));
            c.set("pricing", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 100}"));
        });
        drives.step(id, "plan").ok();
        drives.step(id, "start").ok();
        String first = drives.cohorts(id).get(0);
        String second = world.api()
                .post("/campaigns/" + id + "/programInstances", "{}")
                .created()
                .path("id")
                .asText();
        world.approvedEnrollment(first);
        world.unenrolledEnrollment(second);
        world.submittedEnrollment(second);
        world.approvedEnrollment(world.instance());

        JsonNode report = reports.folded("/campaigns/" + id);

        JsonNode participants = line(report.path("targets"), "of", "participants");
        assertThat(participants.path("actual").asInt()).isEqualTo(2);
        assertThat(participants.path("attained").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(line(report.path("targets"), "of", "applications")
                        .path("actual")
                        .asInt())
                .isEqualTo(3);
        assertThat(report.at("/budget/remaining").decimalValue()).isEqualByComparingTo("750");
        assertThat(report.at("/budget/spentPerParticipant").decimalValue()).isEqualByComparingTo("125");
        assertThat(report.at("/pricing/pricingModel").asText()).isEqualTo("seats");
        assertThat(stage(report.path("funnel"), "approved")).isEqualTo("2/1");
        assertThat(report.at("/capacity/0/committed").asInt()).isEqualTo(1);
        assertThat(report.at("/capacity/0/reserved").asInt()).isEqualTo(1);
        assertThat(report.path("cohorts")).hasSize(2);
        assertThat(stage(report.at("/cohorts/1/funnel"), "created")).isEqualTo("2/0");
        assertThat(stage(reports.folded("/funnel?campaignId=" + id), "created")).isEqualTo("3/0");
        assertThat(reports.csv("/campaigns/" + id).expect(200).text().lines()).hasSize(3);
    }

    @Test
    void aTableHasNothingThatASpreadsheetWouldRun() {
        begin(worlds.organization());
        Drives drives = new Drives(world);
        String id = drives.draft(c -> c.put("name", "=cmd|' /C calc'!A0"));
        drives.step(id, "plan").ok();
        drives.step(id, "start").ok();

        Reply table = reports.csv("/campaigns/" + id);

        assertThat(table.header("Content-Type").orElse("")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(table.header("Content-Disposition").orElse("")).isEqualTo("attachment; filename=\"campaign.csv\"");
        assertThat(table.text()).contains(",'=cmd|");
        for (String report : FOLDED) {
            assertThat(reports.csv(report).expect(200).text()).as(report).doesNotContain("null");
        }
        assertThat(reports.csv("/funnel").text()).startsWith("stage,reached,standing,of,rate\r\ncreated,0,0,,\r\n");
    }

    @Test
    void everyFaultAtOnce() {
        for (String report : FOLDED) {
            String wrong = "?programInstanceId=x&campaignId=y&from=yesterday&to=2025-02-30";
            assertThat(world.api().get("/reports" + report + wrong).faults())
                    .as(report)
                    .containsExactly("/programInstanceId", "/campaignId", "/from", "/to");
            assertThat(reports.csv(report + wrong).faults()).hasSize(4);
        }
        assertThat(world.api()
                        .get("/reports/funnel?from=2025-02-01&to=2025-02-01")
                        .faults())
                .containsExactly("/to");
        assertThat(world.api()
                        .get("/reports/capacity?programInstanceId=x&perPage=0&after=z&page=1")
                        .faults())
                .containsExactly("/programInstanceId", "/page", "/perPage", "/after");
    }

    @Test
    void missingAndForeignIdsAreNotFound() {
        World other = worlds.other();
        String foreign = other.instance();
        for (String report : FILTERED) {
            for (String filter : List.of(
                    "programInstanceId=" + foreign,
                    "campaignId=" + Cuid.next(),
                    "programSlug=nowhere-" + Cuid.next())) {
                world.api().get("/reports" + report + "?" + filter).problem(404, "not-found");
                reports.csv(report + "?" + filter).problem(404, "not-found");
            }
        }
        world.api().get("/reports/campaigns/" + Cuid.next()).problem(404, "not-found");
        world.api()
                .get("/reports/campaigns/" + new Drives(other).draft(c -> {}))
                .problem(404, "not-found");
    }

    @Test
    void othersFiguresAreNotSeen() {
        begin(worlds.organization());
        World other = worlds.other();
        other.rejectedEnrollment(other.instance());
        new Reports(other, jobs).folded("/funnel");

        assertThat(stage(reports.folded("/funnel"), "created")).isEqualTo("0/0");
        assertThat(reports.folded("/reasons").path("data")).isEmpty();
        assertThat(reports.folded("/reviewers").path("data")).isEmpty();
    }

    @Test
    void onlyJsonAndCsv() {
        for (String report : FILTERED) {
            Reply reply = world.api()
                    .send(
                            "/reports" + report,
                            request ->
                                    request.header("Accept", "application/xml").GET());
            reply.expect(406);
        }
        Reply any = world.api()
                .send(
                        "/reports/funnel",
                        request -> request.header("Accept", "*/*").GET());
        assertThat(any.header("Content-Type").orElse("")).isEqualTo("application/json");
    }

    @Test
    void aBoundKeyIsRefused() {
        String instance = world.instance();
        ObjectNode bound = Json.object("{\"name\": \"Bound\", \"scopes\": [\"reports:read\"]}");
        bound.put("programInstanceId", instance);
        String key = world.api().post("/apiKeys", bound).created().path("key").asText();

        world.api()
                .with(key)
                .get("/reports/funnel?programInstanceId=" + instance)
                .problem(403, "key-bound");
    }

    @Test
    void aReportTakesTheSameStatementsForEveryAmountOfData() {
        String instance = world.instance();
        world.rejectedEnrollment(instance);
        Drives drives = new Drives(world);
        String campaign = drives.draft(c -> {});
        drives.step(campaign, "plan").ok();
        drives.step(campaign, "start").ok();
        FOLDED.forEach(reports::folded);

        for (String report : FOLDED) {
            assertThat(cost("/reports" + report)).as(report).isLessThanOrEqualTo(3);
            assertThat(cost("/reports" + report + "?programInstanceId=" + instance))
                    .as(report)
                    .isLessThanOrEqualTo(5);
        }
        assertThat(cost("/reports/capacity")).isLessThanOrEqualTo(3);
        assertThat(cost("/reports/campaigns/" + campaign)).isLessThanOrEqualTo(6);
    }

    private int cost(String path) {
        world.api().get(path).ok();
        List<String> sent =
                statements.during("http-nio", () -> world.api().get(path).ok());
        assertThat(sent)
                .isNotEmpty()
                .noneMatch(sql -> sql.contains("from enrollment ") || sql.contains("from status_change "));
        return sent.size();
    }
}
