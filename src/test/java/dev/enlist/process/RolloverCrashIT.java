package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A rollover survives the crash of its node: no person is missed or enrolled twice. */
@EnlistIT
@Tag("resilience")
class RolloverCrashIT {

    private static final int CLIENTS = 8;
    private static final int PEOPLE_OF_EACH = 75;
    private static final int PEOPLE = CLIENTS * PEOPLE_OF_EACH;

    @Autowired
    Databases databases;

    @Test
    void everybodyIsTakenOverOnceWhateverHappensToTheNode() {
        TestDatabase database = databases.migrated("rollover");
        Map<String, String> environment = database.settings();
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node node = Node.start(directory, "one", environment).untilReady();
        try {
            World world = world(node);
            String thisYear = world.instance();
            String nextYear = world.instance(
                    world.program(), i -> i.set("config", Json.object("{\"eligibility\": {\"minMonthlyKwh\": 300}}")));
            Together.at(CLIENTS, client -> {
                for (int person = 0; person < PEOPLE_OF_EACH; person++) {
                    approve(world, thisYear, person % 3 == 0 ? 100 : 600);
                }
                return client;
            });
            world.api()
                    .patch(
                            "/programInstances/" + thisYear,
                            Json.object("{}")
                                    .put(
                                            "endDate",
                                            Instant.now().minusSeconds(60).toString()))
                    .ok();
            Await.until(
                    "every enrollment has exited",
                    () -> database.count("select count(*) from enrollment where status = 'unenrolled'") == PEOPLE);

            String id = world.api()
                    .post(
                            "/programInstances/" + thisYear + "/rollovers",
                            Json.object("{}").put("targetProgramInstanceId", nextYear))
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            Await.until("some of it", () -> database.count("select processed from rollover") > 0);
            node.kill();
            long processed = database.count("select processed from rollover");
            assertThat(processed).as("killed in the middle").isBetween(1L, PEOPLE - 1L);
            assertThat(database.count("select count(*) from enrollment where previous_enrollment_id is not null"))
                    .as("as many as the position says have come in")
                    .isEqualTo(processed);

            node = Node.start(directory, "two", environment).untilReady();

            World again = world(node);
            Await.until(
                    "the rest",
                    () -> again.api()
                            .get("/rollovers/" + id)
                            .ok()
                            .path("status")
                            .asText()
                            .equals("completed"));
            JsonNode done = again.api().get("/rollovers/" + id).ok();
            assertThat(done.path("processed").asInt()).isEqualTo(PEOPLE);
            assertThat(done.path("eligible").asInt()).isEqualTo(PEOPLE * 2 / 3);
            assertThat(done.path("ineligible").asInt()).isEqualTo(PEOPLE / 3);
            assertThat(done.path("failed").asInt()).isZero();
            assertEachTakenOverOnce(database);
            assertThat(again.isConsistent()).isTrue();
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.ofEnrollments());
            PlantedFault.failsBy(
                    database.dataSource(), """
                    update enrollment set previous_enrollment_id = (select min(previous_enrollment_id) from enrollment)
                    where id = (select id from enrollment where previous_enrollment_id is not null
                                order by previous_enrollment_id desc limit 1)
                    """, () -> assertEachTakenOverOnce(database), String.valueOf(PEOPLE - 2));
        } finally {
            node.close();
            database.close();
        }
    }

    private static void assertEachTakenOverOnce(TestDatabase database) {
        assertThat(database.count("select count(*) from (select previous_enrollment_id from enrollment"
                        + " where previous_enrollment_id is not null"
                        + " group by previous_enrollment_id having count(*) = 1) once"))
                .isEqualTo(PEOPLE);
        assertThat(database.count("select count(*) from rollover_item where enrollment_id is not null"))
                .isEqualTo(PEOPLE);
    }

    private static void approve(World world, String instance, int kwh) {
        ObjectNode person = World.applicant();
        person.withObject("/metadata").put("monthlyKwh", kwh);
        String id = world.enroll(instance, person).path("id").asText();
        world.api().post("/enrollments/" + id + "/submit", "{}").ok();
        world.api().post("/enrollments/" + id + "/approve", "{}").ok();
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }
}
