package dev.enlist.reporting;

import static dev.enlist.reporting.Reports.line;
import static dev.enlist.reporting.Reports.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each event counts once, whichever node projects it and whenever it was committed. */
@EnlistIT
class FoldIT {

    private static final List<String> SUMS = List.of(
            "report_stage",
            "report_duration",
            "report_reason",
            "report_decision",
            "report_flow",
            "report_stage_dimension");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DelayedJobs jobs;

    @Autowired
    ReportProjectionJob fold;

    @Autowired
    PlatformTransactionManager transactions;

    World world;
    Reports reports;
    String instance;

    @BeforeEach
    void aWorkspace() {
        world = worlds.organization();
        reports = new Reports(world, jobs);
        instance = world.instance();
    }

    private Past past() {
        return new Past(owner, world, instance);
    }

    private String sums() {
        StringBuilder sums = new StringBuilder();
        for (String table : SUMS) {
            sums.append(owner.sql("select coalesce(string_agg(t::text, ';' order by t::text), '') from " + table
                            + " t where workspace_id = ?")
                    .param(world.workspace().workspaceId())
                    .query(String.class)
                    .single());
        }
        return sums.toString();
    }

    private void foldAll() {
        world.in(() -> {
            boolean more = true;
            while (more) {
                more = fold.runChunk().hasMore();
            }
            return more;
        });
    }

    private void forget() {
        SUMS.forEach(table -> owner.sql("delete from " + table + " where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .update());
        owner.sql("delete from report_position where workspace_id = ?")
                .param(world.workspace().workspaceId())
                .update();
    }

    @Test
    void aReopenedEnrollmentCountsOnceAndHasOneCurrentStatus() {
        past().moved("2025-01-15T10:00:00Z", "candidate")
                .moved("2025-01-15T10:00:01Z", "ineligible", "rule", ", \"code\": \"outside-territory\"")
                .moved("2025-02-01T00:00:00Z", "candidate", "rule", "")
                .moved("2025-02-01T00:00:05Z", "ineligible", "rule", ", \"code\": \"outside-territory\"")
                .moved("2025-02-03T00:00:00Z", "candidate", "rule", "")
                .moved("2025-02-03T00:00:02Z", "eligible", "rule", ", \"code\": \"meets-all-criteria\"");

        JsonNode funnel = reports.folded("/funnel");

        assertThat(stage(funnel, "created")).isEqualTo("1/0");
        assertThat(stage(funnel, "evaluated")).isEqualTo("1/-");
        assertThat(stage(funnel, "ineligible")).isEqualTo("1/0");
        assertThat(stage(funnel, "eligible")).isEqualTo("1/1");
        assertThat(funnel.path("standing").asInt()).isEqualTo(1);
        JsonNode reasons = reports.folded("/reasons");
        assertThat(reasons.path("data")).hasSize(1);
        assertThat(reasons.at("/data/0/count").asInt()).as("each verdict").isEqualTo(2);
        JsonNode evaluation = line(reports.folded("/durations").path("steps"), "step", "evaluation");
        assertThat(evaluation.path("count").asInt()).isEqualTo(3);
        assertThat(evaluation.path("maxSeconds").asDouble()).isEqualTo(5);
        assertThat(evaluation.path("meanSeconds").asDouble()).isEqualTo(2.667);
    }

    @Test
    void erasedEnrollmentsCountAsReachedAndHaveNoCurrentStatus() {
        past().moved("2025-01-15T10:00:00Z", "candidate")
                .moved("2025-01-15T10:00:01Z", "eligible")
                .erased("2025-03-01T00:00:00Z");
        past().moved("2025-01-15T11:00:00Z", "candidate");

        JsonNode funnel = reports.folded("/funnel");

        assertThat(stage(funnel, "created")).isEqualTo("2/1");
        assertThat(stage(funnel, "eligible")).isEqualTo("1/0");
        assertThat(funnel.path("erased").asInt()).isEqualTo(1);
        assertThat(funnel.path("standing").asInt()).isEqualTo(1);
    }

    @Test
    void daysAreInTheTimeZoneOfTheInstanceElseOfTheWorkspace() {
        zone("/workspaces/" + world.workspace().workspaceId(), "America/New_York");
        String workspaceDays = instance;
        instance = world.instance(world.program(), i -> i.put("timeZone", "Pacific/Kiritimati"));
        past().moved("2025-02-01T03:00:00Z", "candidate");
        past().moved("2025-01-31T11:00:00Z", "candidate");
        String own = instance;
        instance = workspaceDays;
        past().moved("2025-02-01T04:59:59Z", "candidate");
        reports.folded("/funnel");

        assertThat(created("?from=2025-01-31&to=2025-02-01"))
                .as("evening in New York")
                .isEqualTo("3/3");
        assertThat(created("?from=2025-01-01&to=2025-02-01&programInstanceId=" + workspaceDays))
                .isEqualTo("1/1");
        assertThat(created("?from=2025-02-01&to=2025-02-02&programInstanceId=" + own))
                .as("February in Kiritimati")
                .isEqualTo("2/2");
        assertThat(created("?from=2025-02-01&to=2025-03-01&programInstanceId=" + own))
                .as("by months")
                .isEqualTo("2/2");
    }

    @Test
    void anInstanceThatStatesItsTimeZoneLaterKeepsTheDaysCounted() {
        past().moved("2025-01-15T01:00:00Z", "candidate").moved("2025-01-15T02:00:00Z", "eligible");
        reports.folded("/funnel");
        zone("/programInstances/" + instance, "America/New_York");
        past().moved("2025-01-15T01:00:00Z", "candidate");
        reports.folded("/funnel");

        String own = "&programInstanceId=" + instance;
        assertThat(created("?from=2025-01-15&to=2025-01-16" + own)).isEqualTo("1/0");
        assertThat(created("?from=2025-01-14&to=2025-01-15" + own)).isEqualTo("1/1");
        assertThat(created("?from=2025-01-01&to=2025-02-01" + own)).isEqualTo("2/1");
        assertThat(created("?from=2025-01-15&to=2025-01-16")).as("workspace").isEqualTo("2/1");
    }

    private void zone(String path, String name) {
        world.api().patch(path, Json.object("{}").put("timeZone", name)).ok();
    }

    @Test
    void withoutATimeZoneDaysAreUtcTheFirstCountsAndTheLastDoesNot() {
        past().moved("2025-01-14T23:59:59.999999Z", "candidate");
        past().moved("2025-01-15T00:00:00Z", "candidate").moved("2025-04-20T12:00:00Z", "eligible");
        past().moved("2025-02-28T23:59:59Z", "candidate");
        past().moved("2025-03-01T00:00:00Z", "candidate");
        past().moved("2025-03-10T00:00:00Z", "candidate");

        reports.folded("/funnel");

        assertThat(created("?from=2025-01-15&to=2025-03-01")).isEqualTo("2/1");
        assertThat(created("?from=2025-01-15&to=2025-03-10")).isEqualTo("3/2");
        assertThat(created("?from=2025-01-15")).isEqualTo("4/3");
        assertThat(created("?to=2025-01-15")).isEqualTo("1/1");
        assertThat(created("?from=2025-01-01&to=2025-02-01")).isEqualTo("2/1");
        assertThat(created("")).isEqualTo("5/4");
        assertThat(stage(reports.folded("/funnel?from=2025-01-15&to=2025-01-16"), "eligible"))
                .as("those of that day, whenever they went on")
                .isEqualTo("1/1");
        assertThat(line(
                                reports.folded("/durations?from=2025-04-20&to=2025-04-21")
                                        .path("steps"),
                                "step",
                                "evaluation")
                        .path("count")
                        .asInt())
                .as("steps by the day on which they ended")
                .isEqualTo(1);
    }

    private String created(String query) {
        return stage(reports.folded("/funnel" + query), "created");
    }

    /** An event log of several chunks, as after an update. The result of the background job must equal a new count. */
    @Test
    void severalFoldersAtOnceCountEverythingOnce() {
        Past.ofMany(1_500, owner, world, instance);
        reports.folded("/funnel");
        String once = sums();
        assertThat(stage(reports.folded("/funnel"), "submitted")).isEqualTo("1500/1500");

        forget();
        Together.at(4, client -> {
            foldAll();
            return client;
        });
        foldAll();

        assertThat(reports.folded("/funnel").path("standing").asInt()).isEqualTo(1_500);
        assertThat(sums()).isEqualTo(once);
    }

    @Test
    void movesThatWereProjectedEarlierCountForLaterOnes() {
        Past enrollment = past().moved("2025-01-15T10:00:00Z", "candidate")
                .moved("2025-01-15T10:00:01Z", "ineligible", "rule", ", \"code\": \"outside-territory\"");
        reports.folded("/funnel");
        enrollment.moved("2025-02-01T00:00:00Z", "candidate", "rule", "").moved("2025-02-01T00:00:05Z", "eligible");

        reports.folded("/funnel");
        String inTwoChunks = sums();
        forget();
        foldAll();

        reports.folded("/funnel");
        assertThat(sums()).isEqualTo(inTwoChunks);
    }

    /** Simulates a crash just before the commit. */
    @Test
    void aFoldThatIsLostLeavesNoTrace() {
        past().moved("2025-01-15T10:00:00Z", "candidate").moved("2025-01-15T10:00:01Z", "eligible");
        reports.folded("/funnel");
        String once = sums();
        forget();

        world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            return fold.runChunk().hasMore();
        }));
        foldAll();

        reports.folded("/funnel");
        assertThat(sums()).isEqualTo(once);
    }

    @Test
    void whatIsCommittedLateIsNotMissedAndAsOfDoesNotClaimIt() throws SQLException {
        reports.folded("/funnel");
        DataSource direct = owner.template().getDataSource();
        try (Connection late = direct.getConnection();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            Instant began = Instant.now();
            past().moved("2025-01-15T10:00:00Z", "candidate");
            foldAll();

            JsonNode waiting = world.api().get("/reports/funnel").ok();
            assertThat(waiting.path("pending").asBoolean()).isTrue();
            assertThat(stage(waiting, "created")).isEqualTo("0/0");
            if (!waiting.path("asOf").isNull()) {
                assertThat(Instant.parse(waiting.path("asOf").asText())).isBefore(began);
            }
            statement.execute("insert into event_log (workspace_id, id, type, subject, program_instance_id, sequence,"
                    + " time, data) values ('" + world.workspace().workspaceId()
                    + "', 'late', 'enrollment.status_changed',"
                    + " 'late', '" + instance + "', 1, now(), '{\"to\": \"candidate\", \"by\": \"key\"}')");
            late.commit();
        }

        assertThat(stage(reports.folded("/funnel"), "created")).isEqualTo("2/2");
    }

    @Test
    void asOfIsNowWhereNothingIsPending() {
        world.eligibleEnrollment(instance);
        reports.foldedByEvents("/funnel");
        Instant before = Instant.now();

        Instant asOf = Instant.parse(
                world.api().get("/reports/funnel").ok().path("asOf").asText());

        assertThat(asOf).isAfterOrEqualTo(before);
    }
}
