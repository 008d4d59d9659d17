package dev.enlist.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Await;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Outcomes are recorded, corrected by new entries, computed, imported and reported. */
@EnlistIT
class OutcomeIT {

    private static final String METRICS = """
            {"metrics": [
              {"name": "kWhSaved", "label": "Energy saved", "unit": "kWh", "method": "deemed",
               "formula": "metadata.monthlyKwh * 12 * 0.1"},
              {"name": "peakKwReduced", "unit": "kW", "method": "measured"}]}
            """;

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void anInstanceWithMetrics() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        instance = where.instance(where.program(), i -> i.withObject("/config").set("outcomes", Json.object(METRICS)));
    }

    private ObjectNode outcome(String metric, Object value, String from, String to) {
        ObjectNode outcome = Json.object("{}").put("metric", metric).put("source", "meter-data");
        outcome.put("value", new BigDecimal(value.toString()));
        outcome.putObject("period").put("from", from).put("to", to);
        return outcome;
    }

    private Reply record(String enrollment, ObjectNode outcome) {
        return world.api().post("/enrollments/" + enrollment + "/outcomes", outcome);
    }

    private static List<String> pointers(Reply refused) {
        List<String> pointers = new ArrayList<>();
        refused.expect(400)
                .json()
                .path("errors")
                .forEach(fault -> pointers.add(fault.path("pointer").asText()));
        return pointers;
    }

    private String approvedWith(int monthlyKwh) {
        ObjectNode person = World.applicant();
        person.withObject("/metadata").put("monthlyKwh", monthlyKwh);
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", Json.object("{}")).ok();
        world.api().post("/enrollments/" + id + "/approve", Json.object("{}")).ok();
        return id;
    }

    @Test
    void recordsAnOutcomeInTheUnitOfItsMetric() {
        String enrollment = world.approvedEnrollment(instance);
        JsonNode recorded = record(enrollment, outcome("peakKwReduced", "1.5", "2026-07-01", "2026-07-31"))
                .created();
        assertThat(recorded.path("unit").asText()).isEqualTo("kW");
        assertThat(recorded.path("method").asText()).isEqualTo("measured");
        assertThat(recorded.path("value").decimalValue()).isEqualByComparingTo("1.5");
        JsonNode list =
                world.api().get("/enrollments/" + enrollment + "/outcomes").ok();
        assertThat(list.at("/data/0/id").asText()).isEqualTo(recorded.path("id").asText());
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/outcomes?metric=peakKwReduced&after=")
                        .ok()
                        .path("data"))
                .hasSize(1);
        assertThat(world.api()
                        .get("/programInstances/" + instance + "/outcomeMetrics")
                        .ok()
                        .at("/data/0/label")
                        .asText())
                .isEqualTo("Energy saved");
    }

    @Test
    void refusesAnOutcomeNamingEveryFaultAtOnce() {
        String enrollment = world.approvedEnrollment(instance);
        ObjectNode wrong =
                outcome("peakKwReduced", "1e400", "2026-07-31", "2026-07-01").put("unit", "MW");
        assertThat(pointers(record(enrollment, wrong))).containsExactlyInAnyOrder("/unit", "/value", "/period/to");
        assertThat(record(enrollment, outcome("peakKwReduce", "1", "2026-07-01", "2026-07-02"))
                        .text())
                .contains("did you mean peakKwReduced?");
        assertThat(pointers(world.api()
                        .post(
                                "/enrollments/" + enrollment + "/outcomes",
                                outcome("peakKwReduced", "1", "2026-07-01", "2026-07-02")
                                        .toString()
                                        .replace("\"value\":1", "\"value\":\"NaN\""))))
                .containsExactly("/value");
        record(enrollment, outcome("peakKwReduced", "1", "2026-07-01", "2026-07-31"))
                .created();
        Reply overlapping = record(enrollment, outcome("peakKwReduced", "2", "2026-07-31", "2026-08-31"));
        assertThat(pointers(overlapping)).containsExactly("/period");
        assertThat(overlapping.text()).contains("2026-07-01 to 2026-07-31").contains("correct that outcome");
        record(
                        enrollment,
                        outcome("peakKwReduced", "2", "2026-07-31", "2026-08-31")
                                .put("source", "study"))
                .created();
        assertThat(world.api()
                        .get("/enrollments/" + enrollment + "/outcomes?history=true")
                        .ok()
                        .path("data"))
                .hasSize(2);
        assertThat(record(
                                world.submittedEnrollment(instance),
                                outcome("peakKwReduced", "1", "2026-07-01", "2026-07-31"))
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-participating");
    }

    @Test
    void correctsByANewEntryAndKeepsTheHistory() {
        String enrollment = world.approvedEnrollment(instance);
        String first = record(enrollment, outcome("peakKwReduced", "1.5", "2026-07-01", "2026-07-31"))
                .created()
                .path("id")
                .asText();
        String path = "/enrollments/" + enrollment + "/outcomes/" + first;
        assertThat(pointers(world.api().post(path + "/correct", "{\"value\": 1.5, \"reason\": \"Same\"}")))
                .containsExactly("/value");
        JsonNode second = world.api()
                .post(path + "/correct", "{\"value\": 1.25, \"reason\": \"Read on the wrong day\"}")
                .created();
        assertThat(second.path("supersedesId").asText()).isEqualTo(first);
        assertThat(world.api().get(path).ok().path("supersededAt").isNull()).isFalse();
        assertThat(world.api().get(path).ok().path("value").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(world.api()
                        .post(path + "/correct", "{\"value\": 1, \"reason\": \"Again\"}")
                        .expect(409)
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("already-superseded");
        JsonNode current =
                world.api().get("/enrollments/" + enrollment + "/outcomes").ok().path("data");
        assertThat(current).hasSize(1);
        assertThat(current.at("/0/value").decimalValue()).isEqualByComparingTo("1.25");
        assertThat(world.api()
                        .get("/enrollments/" + enrollment + "/outcomes?history=true")
                        .ok()
                        .path("data"))
                .hasSize(2);
    }

    @Test
    void computesDeemedValuesAtTheApprovalAndForThoseApprovedBefore() {
        String enrollment = approvedWith(500);
        Await.until("the deemed value", () -> !deemed(enrollment).isEmpty());
        assertThat(deemed(enrollment).at("/0/value").decimalValue()).isEqualByComparingTo("600");
        assertThat(deemed(enrollment).at("/0/source").asText()).isEqualTo("formula");
        String without = world.approvedEnrollment(instance);
        ObjectNode more = Json.object(METRICS);
        more.withArray("metrics")
                .addObject()
                .put("name", "co2Avoided")
                .put("unit", "kg")
                .put("method", "deemed")
                .put("formula", "metadata.monthlyKwh * 0.4");
        ObjectNode patch = Json.object("{}");
        patch.putObject("config").set("outcomes", more);
        world.api().patch("/programInstances/" + instance, patch).ok();
        Await.until("the value of the new metric", () -> deemed(enrollment).size() == 2);
        assertThat(deemed(enrollment).at("/1/value").decimalValue()).isEqualByComparingTo("200");
        assertThat(deemed(without)).isEmpty();
    }

    private JsonNode deemed(String enrollment) {
        return world.api().get("/enrollments/" + enrollment + "/outcomes").ok().path("data");
    }

    @Test
    void refusesAConfigurationWhoseFormulaCannotBeComputed() {
        ObjectNode patch = Json.object("""
                {"config": {"outcomes": {"metrics": [
                  {"name": "a", "unit": "kWh", "method": "deemed", "formula": "metadata.x *"},
                  {"name": "a", "unit": "kWh", "method": "guessed", "formula": "income * 2"}]}}}
                """);
        assertThat(pointers(world.api().patch("/programInstances/" + instance, patch)))
                .contains("/config/outcomes/metrics/1/method");
        ((ObjectNode) patch.at("/config/outcomes/metrics/1")).put("method", "deemed");
        assertThat(pointers(world.api().patch("/programInstances/" + instance, patch)))
                .contains(
                        "/config/outcomes/metrics",
                        "/config/outcomes/metrics/0/formula",
                        "/config/outcomes/metrics/1/formula");
    }

    @Test
    void importsOutcomesFromAFile() {
        String enrollment = world.approvedEnrollment(instance);
        String number = world.api()
                .get("/enrollments/" + enrollment)
                .ok()
                .path("applicationNumber")
                .asText();
        String file = "Application number,metric,period,value,source\n"
                + number + ",peakKwReduced,2026-07,1.5,meter\n"
                + number + ",peakKwReduced,2026-07-15/2026-08-31,2,meter\n"
                + number.toLowerCase(Locale.ROOT) + ",peakKwReduced,2026-08,NaN,meter\n"
                + "B7K3-0000,peakKwReduced,2026-08,1,meter\n";
        Imports imports = new Imports(world.api());
        JsonNode trial = imports.completed(imports.csv(instance, "?kind=outcomes&dryRun=true", file));
        assertThat(trial.path("kind").asText()).isEqualTo("outcomes");
        assertThat(trial.path("created").asInt()).isEqualTo(1);
        assertThat(trial.path("refused").asInt()).isEqualTo(3);
        assertThat(deemed(enrollment)).isEmpty();
        JsonNode done = imports.completed(imports.csv(instance, "?kind=outcomes", file));
        assertThat(done.path("created").asInt()).isEqualTo(1);
        assertThat(imports.errors(done))
                .contains("overlaps 2026-07-01 to 2026-07-31")
                .contains("must be a number")
                .contains("names no enrollment");
        assertThat(deemed(enrollment)).hasSize(1);
        assertThat(pointers(imports.csv(instance, "?kind=readings", file))).containsExactly("/kind");
    }

    @Test
    void reportsSumsRealizationAttritionAndMonths() {
        begin(worlds.organization());
        String one = world.approvedEnrollment(instance);
        String two = world.approvedEnrollment(instance);
        record(one, outcome("kWhSaved", "1200", "2026-01-01", "2026-12-31").put("source", "catalogue"))
                .created();
        record(one, outcome("kWhSaved", "62", "2026-07-01", "2026-07-31").put("method", "measured"))
                .created();
        record(two, outcome("kWhSaved", "365", "2026-01-01", "2026-12-31").put("source", "catalogue"))
                .created();
        world.api()
                .post("/enrollments/" + two + "/unenroll", Json.object("{\"reason\": \"Moved away\"}"))
                .ok();
        JsonNode report = world.api()
                .get("/reports/outcomes?programInstanceId=" + instance)
                .ok();
        JsonNode metric = report.at("/data/0/metrics/0");
        assertThat(metric.path("metric").asText()).isEqualTo("kWhSaved");
        assertThat(metric.at("/deemed/sum").decimalValue()).isEqualByComparingTo("1565");
        assertThat(metric.at("/measured/sum").decimalValue()).isEqualByComparingTo("62");
        // July: 62 measured of 1200 * 31 / 365 = 101.92 deemed
        assertThat(metric.path("realizationRate").asDouble()).isEqualTo(0.6083);
        assertThat(metric.path("sum").asDouble()).isEqualTo(1565 + 62 - 101.917808);
        assertThat(metric.at("/attrition/enrollments").asInt()).isEqualTo(1);
        assertThat(metric.path("months")).hasSize(12);
        JsonNode july = world.api()
                .get("/reports/outcomes?by=program&from=2026-07-01&to=2026-08-01")
                .ok()
                .at("/data/0/metrics/0");
        assertThat(july.at("/deemed/sum").asDouble()).isEqualTo(132.917808);
        assertThat(july.path("months")).hasSize(1);
        String table = world.api()
                .send(
                        "/reports/outcomes",
                        request -> request.header("Accept", "text/csv").GET())
                .expect(200)
                .text();
        assertThat(table.lines()).hasSize(2);
    }

    @Test
    void keepsQuantitiesOfErasedPeopleWithoutIdentity() {
        begin(worlds.organization());
        String enrollment = world.unenrolledEnrollment(instance);
        record(enrollment, outcome("peakKwReduced", "1.5", "2026-07-01", "2099-07-31"))
                .created();
        world.api().delete("/enrollments/" + enrollment).expect(204);
        JsonNode left = world.api()
                .get("/programInstances/" + instance + "/outcomes")
                .ok()
                .path("data");
        assertThat(left).hasSize(1);
        assertThat(left.at("/0/enrollmentId").isNull()).isTrue();
        assertThat(left.at("/0/source").asText()).isEqualTo("erased");
        JsonNode metric = world.api().get("/reports/outcomes").ok().at("/data/0/metrics/0");
        assertThat(metric.path("sum").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(metric.at("/attrition/enrollments").asInt()).isEqualTo(1);
    }
}
