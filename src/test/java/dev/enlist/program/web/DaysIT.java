package dev.enlist.program.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A date without a time is a day, of the instance, else of the workspace, else of the organization, else of UTC. */
@EnlistIT
class DaysIT {

    @Autowired
    Worlds worlds;

    World world;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
    }

    @Test
    void anInstanceOfOneDayLastsThroughThatDay() {
        JsonNode utc = created(i -> i.put("startDate", "2026-11-28").put("endDate", "2026-11-28"));
        assertThat(utc.path("startDate").asText()).isEqualTo("2026-11-28T00:00:00Z");
        assertThat(utc.path("endDate").asText()).isEqualTo("2026-11-29T00:00:00Z");

        JsonNode newYork = created(i ->
                i.put("startDate", "2026-11-28").put("endDate", "2026-11-28").put("timeZone", "America/New_York"));
        assertThat(newYork.path("startDate").asText()).isEqualTo("2026-11-28T05:00:00Z");
        assertThat(newYork.path("endDate").asText()).isEqualTo("2026-11-29T05:00:00Z");
        assertThat(newYork.path("timeZone").asText()).isEqualTo("America/New_York");
    }

    @Test
    void theDayWhoseClocksChangeIsAWholeDay() {
        JsonNode spring = created(i ->
                i.put("startDate", "2027-03-14").put("endDate", "2027-03-14").put("timeZone", "America/New_York"));
        assertThat(spring.path("startDate").asText()).isEqualTo("2027-03-14T05:00:00Z");
        assertThat(spring.path("endDate").asText()).isEqualTo("2027-03-15T04:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/workspaces/", "/organizations/"})
    void theZoneIsInherited(String owner) {
        String id = owner.equals("/workspaces/")
                ? world.workspace().workspaceId()
                : world.workspace().organizationId();
        assertThat(world.api()
                        .patch(owner + id, Json.object("{\"timeZone\": \"Pacific/Auckland\"}"))
                        .ok()
                        .path("timeZone")
                        .asText())
                .isEqualTo("Pacific/Auckland");
        assertThat(created(i -> i.put("endDate", "2026-06-30")).path("endDate").asText())
                .isEqualTo("2026-06-30T12:00:00Z");
        assertThat(created(i -> i.put("endDate", "2026-06-30").put("timeZone", "UTC"))
                        .path("endDate")
                        .asText())
                .isEqualTo("2026-07-01T00:00:00Z");
        String instance = created(i -> {}).path("id").asText();
        assertThat(applicationDate(instance)).isEqualTo(today("Pacific/Auckland"));
        assertThat(world.api()
                        .patch(owner + id, Json.object("{\"timeZone\": null}"))
                        .ok()
                        .has("timeZone"))
                .isFalse();
        assertThat(world.api()
                        .patch(owner + id, Json.object("{\"timeZone\": \"EST5\"}"))
                        .faults())
                .containsExactly("/timeZone");
    }

    @Test
    void aPatchReadsDaysInTheZoneOfTheInstance() {
        String path = "/programInstances/"
                + created(i -> i.put("timeZone", "America/Los_Angeles"))
                        .path("id")
                        .asText();
        assertThat(world.api()
                        .patch(path, Json.object("{\"endDate\": \"2027-01-31\"}"))
                        .ok()
                        .path("endDate")
                        .asText())
                .isEqualTo("2027-02-01T08:00:00Z");
        // moments that are stored stay
        assertThat(world.api()
                        .patch(path, Json.object("{\"timeZone\": \"UTC\"}"))
                        .ok()
                        .path("endDate")
                        .asText())
                .isEqualTo("2027-02-01T08:00:00Z");
        assertThat(world.api()
                        .post(path + "/clone", Json.object("{\"endDate\": \"2027-01-31\"}"))
                        .created()
                        .path("endDate")
                        .asText())
                .isEqualTo("2027-02-01T00:00:00Z");
    }

    @Test
    void copiesAndBulkFiltersUseTheZoneOfTheInstance() {
        String id =
                created(i -> i.put("timeZone", "Pacific/Kiritimati")).path("id").asText();
        assertThat(world.api()
                        .post("/programInstances/" + id + "/clone", Json.object("{\"endDate\": \"2027-01-31\"}"))
                        .created()
                        .path("endDate")
                        .asText())
                .isEqualTo("2027-01-31T10:00:00Z");
        world.eligibleEnrollment(id);
        LocalDate today = LocalDate.parse(today("Pacific/Kiritimati"));
        assertThat(bulk(id, today)).isEqualTo(1);
        assertThat(bulk(id, today.minusDays(1))).isZero();
        assertThat(world.api()
                        .post(
                                "/enrollments/bulk",
                                Json.object("{\"action\": \"submit\", \"dryRun\": true, \"filter\":"
                                        + " {\"programInstanceId\": \"x\", \"createdTo\": \"soon\"}}"))
                        .faults())
                .containsExactly("/filter/createdTo");
    }

    private int bulk(String instance, LocalDate day) {
        ObjectNode order = Json.object("{\"action\": \"submit\", \"dryRun\": true}");
        order.withObject("/filter")
                .put("programInstanceId", instance)
                .put("createdFrom", day.toString())
                .put("createdTo", day.toString());
        return world.api().post("/enrollments/bulk", order).ok().path("total").asInt();
    }

    @Test
    void theLastDayIsOpenAndTheNextIsNot() {
        for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
            LocalDate today = LocalDate.now(ZoneId.of(zone));
            String open = created(i -> i.put("startDate", today.toString())
                            .put("endDate", today.toString())
                            .put("timeZone", zone))
                    .path("id")
                    .asText();
            assertThat(applicationDate(open)).isEqualTo(today.toString());
            String over = created(
                            i -> i.put("endDate", today.minusDays(1).toString()).put("timeZone", zone))
                    .path("id")
                    .asText();
            world.api()
                    .post("/programInstances/" + over + "/enrollments", World.applicant())
                    .problem(409, "program-not-accepting");
        }
    }

    @Test
    void momentsAreCutToTheMicrosecond() {
        JsonNode instance = created(i -> i.put("endDate", "2026-12-31T23:59:59.999999999Z"));
        assertThat(instance.path("endDate").asText()).isEqualTo("2026-12-31T23:59:59.999999Z");
        assertThat(world.api()
                        .get("/programInstances/" + instance.path("id").asText())
                        .ok()
                        .path("endDate")
                        .asText())
                .isEqualTo("2026-12-31T23:59:59.999999Z");
    }

    @Test
    void programsCampaignsKeysAndFiltersMeanDaysToo() {
        world.api()
                .patch(
                        "/workspaces/" + world.workspace().workspaceId(),
                        Json.object("{\"timeZone\": \"America/New_York\"}"))
                .ok();
        String slug = world.program(p -> p.put("endTime", "2027-12-31"));
        assertThat(world.api().get("/programs/" + slug).ok().path("endTime").asText())
                .isEqualTo("2028-01-01T05:00:00Z");
        JsonNode campaign = world.api()
                .post(
                        "/campaigns",
                        Json.object(
                                "{\"name\": \"Spring\", \"startDate\": \"2027-03-01\", \"endDate\": \"2027-03-01\"}"))
                .created();
        assertThat(campaign.path("startDate").asText()).isEqualTo("2027-03-01T05:00:00Z");
        assertThat(campaign.path("endDate").asText()).isEqualTo("2027-03-02T05:00:00Z");
        String instance =
                created(i -> i.put("timeZone", "Pacific/Kiritimati")).path("id").asText();
        world.enroll(instance, World.applicant());
        String list = "/programInstances/" + instance + "/enrollments?";
        LocalDate today = LocalDate.parse(today("Pacific/Kiritimati"));
        assertThat(total(list + "createdFrom=" + today + "&createdTo=" + today)).isEqualTo(1);
        assertThat(total(list + "createdTo=" + today.minusDays(1))).isZero();
        assertThat(total(list + "createdFrom=" + today.plusDays(1))).isZero();
        JsonNode listed = world.api()
                .post(
                        "/graphql",
                        Json.object("{}")
                                .put("query", """
                                        query($id: ID!, $day: DateTime) {
                                          enrollments(programInstanceId: $id, filter: {createdFrom: $day, createdTo: $day}) {
                                            nodes { id } } }
                                        """)
                                .set(
                                        "variables",
                                        Json.object("{}").put("id", instance).put("day", today.toString())))
                .ok();
        assertThat(listed.at("/data/enrollments/nodes")).hasSize(1);
    }

    private int total(String path) {
        return world.api().get(path).ok().path("totalItems").asInt();
    }

    private String applicationDate(String instance) {
        String id = world.enroll(instance, World.applicant()).path("id").asText();
        return world.api()
                .get("/enrollments/" + id + "/decision")
                .ok()
                .at("/inputs/applicationDate")
                .asText();
    }

    private static String today(String zone) {
        return LocalDate.now(ZoneId.of(zone)).toString();
    }

    private JsonNode created(java.util.function.Consumer<ObjectNode> change) {
        String id = world.instance(world.program(), change);
        return world.api().get("/programInstances/" + id).ok();
    }
}
