package dev.enlist.reporting;

import static dev.enlist.reporting.Reports.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.DelayedJobs;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Time series, conversion, process and forecast against a plain recount of the rows. */
@EnlistIT
class TimeSeriesIT {

    private static final List<String> COUNTS =
            List.of("eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    @Autowired
    DelayedJobs jobs;

    @Autowired
    StatementCounter statements;

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

    private static List<Integer> values(JsonNode report, String count) {
        List<Integer> values = new ArrayList<>();
        report.path("periods").forEach(period -> values.add(period.path(count).asInt()));
        return values;
    }

    private void zone(String path, String name) {
        world.api().patch(path, Json.object("{}").put("timeZone", name)).ok();
    }

    @Test
    void everyCountEqualsARecountOfTheHistory() {
        world.candidateEnrollment(instance);
        world.eligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.rejectedEnrollment(instance);
        world.unenrolledEnrollment(instance);
        world.approvedEnrollment(world.instance());
        String erased = world.submittedEnrollment(instance);

        Map<String, Integer> expected = new HashMap<>();
        owner.sql("""
                        select coalesce(case when from_status is null then 'created' end, to_status) as name, count(*) as n
                        from status_change where workspace_id = ? group by 1
                        """).param(world.workspace().workspaceId()).query(row -> {
            expected.put(row.getString("name"), row.getInt("n"));
        });
        world.api().delete("/enrollments/" + erased).expect(204);
        JsonNode today =
                reports.folded("/timeseries?interval=day").path("periods").get(29);

        COUNTS.forEach(
                count -> assertThat(today.path(count).asInt()).as(count).isEqualTo(expected.getOrDefault(count, 0)));
        assertThat(today.path("created").asInt()).isEqualTo(expected.get("created"));
        assertThat(today.path("erased").asInt()).isEqualTo(1);
        assertThat(reports.folded("/timeseries?interval=day&programInstanceId=" + instance)
                        .at("/periods/29/created")
                        .asInt())
                .isEqualTo(expected.get("created") - 1);
    }

    @Test
    void emptyPeriodsCountZeroAndMonthsEndRight() {
        past().moved("2024-01-31T23:59:59.999999Z", "candidate");
        past().moved("2024-02-29T12:00:00Z", "candidate").moved("2024-04-30T23:59:59Z", "eligible");

        JsonNode months = reports.folded("/timeseries?from=2024-01-01&to=2024-06-01");
        assertThat(values(months, "created")).containsExactly(1, 1, 0, 0, 0);
        assertThat(values(months, "eligible")).containsExactly(0, 0, 0, 1, 0);
        assertThat(months.at("/periods/1/to").asText()).isEqualTo("2024-03-01");

        JsonNode clipped = reports.folded("/timeseries?from=2024-01-31&to=2024-02-29");
        assertThat(values(clipped, "created")).containsExactly(1, 0);
        assertThat(clipped.at("/periods/1/to").asText()).isEqualTo("2024-02-29");

        JsonNode weeks = reports.folded("/timeseries?interval=week&from=2024-01-31&to=2024-03-05");
        assertThat(weeks.at("/periods/0/from").asText()).isEqualTo("2024-01-31");
        assertThat(weeks.at("/periods/1/from").asText()).as("Monday").isEqualTo("2024-02-05");
        assertThat(values(weeks, "created")).containsExactly(1, 0, 0, 0, 1, 0);
    }

    @Test
    void daysAreThoseOfTheTimeZoneAlsoWhenTheClockChanges() {
        zone("/workspaces/" + world.workspace().workspaceId(), "America/New_York");
        // 9 March 2025 has 23 hours in New York, 2 November 25
        past().moved("2025-03-09T04:59:59Z", "candidate");
        past().moved("2025-03-09T05:00:00Z", "candidate");
        past().moved("2025-03-10T03:59:59Z", "candidate");
        past().moved("2025-03-10T04:00:00Z", "candidate");
        past().moved("2025-11-02T04:00:00Z", "candidate");
        past().moved("2025-11-03T04:59:59Z", "candidate");
        past().moved("2025-11-03T05:00:00Z", "candidate");

        JsonNode spring = reports.folded("/timeseries?interval=day&from=2025-03-08&to=2025-03-11");
        assertThat(values(spring, "created")).containsExactly(1, 2, 1);
        assertThat(spring.path("timeZone").asText()).isEqualTo("America/New_York");
        assertThat(values(reports.folded("/timeseries?interval=day&from=2025-11-02&to=2025-11-04"), "created"))
                .containsExactly(2, 1);
    }

    @Test
    void anInstanceWithItsOwnTimeZoneCountsByItsDays() {
        instance = world.instance(world.program(), i -> i.put("timeZone", "Pacific/Kiritimati"));
        past().moved("2025-01-31T11:00:00Z", "candidate");

        assertThat(values(
                        reports.folded("/timeseries?from=2025-01-01&to=2025-03-01&programInstanceId=" + instance),
                        "created"))
                .containsExactly(0, 1);
        assertThat(values(reports.folded("/timeseries?from=2025-01-01&to=2025-03-01"), "created"))
                .containsExactly(1, 0);
    }

    private String person(String state, String maker, String... tags) {
        var person = World.applicant();
        person.withObject("/address").put("state", state);
        person.putArray("manufacturerSlugs").add(maker);
        person.putArray("tags");
        for (String tag : tags) {
            person.withArray("tags").add(tag);
        }
        return world.enroll(instance, person).path("id").asText();
    }

    @Test
    void eachDimensionCountsItsOwnAndConversionHasARowForEachValue() {
        person("NY", "tesla", "vip", "pilot");
        person("NY", "enphase", "vip");
        person("NJ", "tesla");

        assertThat(last("&state=NY")).isEqualTo(2);
        assertThat(last("&state=NJ")).isEqualTo(1);
        assertThat(last("&state=TX")).isZero();
        assertThat(last("&manufacturer=tesla")).isEqualTo(2);
        assertThat(last("&tag=vip")).isEqualTo(2);
        assertThat(last("&tag=pilot")).isEqualTo(1);
        assertThat(last("&source=key")).isEqualTo(3);

        JsonNode states = reports.folded("/conversion?by=state").path("data");
        assertThat(states).hasSize(2);
        assertThat(states.at("/0/value").asText()).isEqualTo("NY");
        for (String by : List.of("state", "program", "instance")) {
            int created = 0;
            int eligible = 0;
            for (JsonNode row : reports.folded("/conversion?by=" + by).path("data")) {
                created += row.path("created").asInt();
                eligible += row.path("eligible").asInt();
            }
            assertThat(created).as(by).isEqualTo(3);
            assertThat(eligible)
                    .as(by)
                    .isEqualTo(line(reports.folded("/funnel").path("stages"), "stage", "eligible")
                            .path("reached")
                            .asInt());
        }
        assertThat(line(reports.folded("/conversion?by=tag").path("data"), "value", "vip")
                        .path("created")
                        .asInt())
                .isEqualTo(2);
        assertThat(reports.folded("/conversion?by=campaign").path("data")).isEmpty();
    }

    private int last(String filter) {
        JsonNode periods = reports.folded("/timeseries?interval=day" + filter).path("periods");
        return periods.get(periods.size() - 1).path("created").asInt();
    }

    @Test
    void theSumsOfATagGoWithItsLastEnrollment() {
        String id = person("NY", "tesla", "jane-doe-4711");
        person("NY", "tesla", "vip");
        assertThat(last("&tag=jane-doe-4711")).isEqualTo(1);

        world.api().delete("/enrollments/" + id).expect(204);

        assertThat(last("&tag=vip")).isEqualTo(1);
        assertThat(last("&tag=jane-doe-4711")).isZero();
        assertThat(owner.sql("select (select count(*) from report_flow where value = 'jane-doe-4711')"
                                + " + (select count(*) from report_stage_dimension where value = 'jane-doe-4711')")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theProcessShowsWhereEnrollmentsAreHowLongTheyStayAndWhereTheyGo() {
        world.candidateEnrollment(instance);
        world.eligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        world.submittedEnrollment(instance);
        world.submittedEnrollment(instance);
        world.approvedEnrollment(instance);
        world.rejectedEnrollment(instance);
        world.unenrolledEnrollment(instance);
        world.submittedEnrollment(world.instance());

        JsonNode steps =
                reports.folded("/process?programInstanceId=" + instance).path("steps");

        owner.sql("select status, count(*) as n from enrollment where program_instance_id = ? group by status")
                .param(instance)
                .query(row -> {
                    assertThat(line(steps, "status", row.getString("status"))
                                    .path("now")
                                    .asInt())
                            .as(row.getString("status"))
                            .isEqualTo(row.getInt("n"));
                });
        JsonNode decision = line(steps, "step", "decision");
        assertThat(decision.path("entered").asInt()).isEqualTo(5);
        assertThat(decision.path("left").asInt()).isEqualTo(3);
        assertThat(decision.at("/exits/0/to").asText()).isEqualTo("approved");
        assertThat(decision.at("/exits/0/count").asInt()).isEqualTo(2);
        assertThat(line(decision.path("waiting"), "kind", "review").path("now").asInt())
                .isEqualTo(2);
        assertThat(decision.path("medianSeconds").isNumber()).isTrue();
        assertThat(reports.csv("/process").text()).startsWith("step,status,now,");
    }

    @Test
    void aForecastNamesARangeOrWhyThereIsNone() {
        instance = world.instance(
                world.program(),
                i -> i.set("capacity", Json.object("{\"pricingModel\": \"seats\", \"committedSeats\": 500}")));
        assertThat(forecast().path("status").asText()).isEqualTo("too-little-data");
        LocalDate today = LocalDate.now(java.time.ZoneOffset.UTC);
        for (int week = 1; week <= 20; week++) {
            for (int n = 0; n < 3 + week % 3; n++) {
                String at = today.minusWeeks(week) + "T10:0" + n + ":00Z";
                past().moved(at, "candidate").moved(at, "eligible").moved(at, "submitted");
            }
        }

        JsonNode forecast = forecast();

        assertThat(forecast.path("status").asText()).isEqualTo("forecast");
        LocalDate expected = LocalDate.parse(forecast.path("expected").asText());
        assertThat(LocalDate.parse(forecast.path("earliest").asText())).isBeforeOrEqualTo(expected);
        assertThat(LocalDate.parse(forecast.path("latest").asText())).isAfterOrEqualTo(expected);
        assertThat(expected).as("500 units at 4 a week").isBetween(today.plusWeeks(110), today.plusWeeks(140));
        assertThat(forecast.path("unitsPerWeek").asDouble()).isBetween(3.9, 4.1);
        assertThat(forecast.at("/backTest/coverage").asDouble()).isGreaterThanOrEqualTo(0.7);
        assertThat(reports.csv("/forecast").text()).startsWith("poolId,name,");
    }

    private JsonNode forecast() {
        JsonNode data =
                reports.folded("/forecast?programInstanceId=" + instance).path("data");
        assertThat(data).hasSize(1);
        return data.get(0);
    }

    @Test
    void eachFaultOfTheFiltersIsNamed() {
        JsonNode problem = world.api()
                .get("/reports/timeseries?interval=year&state=NY&tag=vip&from=soon")
                .problem(400, "invalid-input");
        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/from", "/tag", "/interval");
        world.api().get("/reports/timeseries?interval=day&from=1990-01-01").problem(400, "invalid-input");
        world.api().get("/reports/conversion?by=colour").problem(400, "invalid-input");
        world.api().get("/reports/timeseries?programInstanceId=" + Cuid.next()).problem(404, "not-found");
    }

    @Test
    void statementsAndPlansDoNotGrowWithTheNumberOfEnrollments() {
        Past.ofMany(10, owner, world, instance);
        reports.folded("/funnel");
        List<String> paths = List.of(
                "/timeseries?from=2025-01-01&to=2025-03-01&interval=day",
                "/conversion?by=state",
                "/process",
                "/forecast");
        Map<String, Integer> few = new HashMap<>();
        paths.forEach(path -> few.put(path, cost(path)));
        Past.ofMany(2000, owner, world, world.instance());
        reports.folded("/funnel");

        paths.forEach(path -> assertThat(cost(path)).as(path).isEqualTo(few.get(path)));
        assertThat(owner.sql("select count(*) from report_flow where workspace_id = ?")
                        .param(world.workspace().workspaceId())
                        .query(Integer.class)
                        .single())
                .as("rows")
                .isLessThan(60);
    }

    private int cost(String path) {
        List<String> sent = statements.during(
                "http-nio", () -> world.api().get("/reports" + path).ok());
        assertThat(sent)
                .isNotEmpty()
                .noneMatch(sql -> sql.contains("from enrollment ") || sql.contains("from status_change "));
        return sent.size();
    }
}
