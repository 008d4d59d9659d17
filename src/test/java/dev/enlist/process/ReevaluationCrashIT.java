package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A version published on one node applies on the other; and a re-evaluation survives the crash of its nodes. */
@EnlistIT
@Tag("resilience")
class ReevaluationCrashIT {

    private static final int CLIENTS = 8;
    private static final int PEOPLE_OF_EACH = 125;
    private static final int PEOPLE = CLIENTS * PEOPLE_OF_EACH;

    @Autowired
    Databases databases;

    @Test
    void everybodyIsAskedOnceWhateverHappensToTheNodes() {
        TestDatabase database = databases.migrated("reevaluation");
        Map<String, String> environment = database.settings();
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node one = Node.start(directory, "one", environment).untilReady();
        Node two = Node.start(directory, "two", environment);
        try {
            two.untilReady();
            World world = world(one);
            Rules rules = Rules.of(world).answering("\"ineligible\"");
            String instance = world.instance(
                    world.program(),
                    i -> i.withObject("/ruleSet")
                            .put("slug", rules.slug())
                            .put("version", "latest")
                            .put("inFlight", "reevaluate"));
            Together.at(CLIENTS, client -> {
                for (int person = 0; person < PEOPLE_OF_EACH; person++) {
                    world.enroll(instance, World.applicant());
                }
                return client;
            });
            assertThat(database.count("select count(*) from enrollment where status = 'ineligible'"))
                    .isEqualTo(PEOPLE);

            rules.answering("\"eligible\"");

            // at once, on the other node
            JsonNode created = world(two).enroll(instance, World.applicant());
            assertThat(created.at("/eligibility/status").asText()).isEqualTo("eligible");
            Await.until("some of it", () -> database.count("select coalesce(max(processed), 0) from reevaluation") > 0);
            one.kill();
            two.kill();
            long processed = database.count("select processed from reevaluation");
            assertThat(processed).as("killed in the middle").isBetween(1L, PEOPLE - 1L);
            assertThat(database.count("select (select count(*) from enrollment where status = 'ineligible')"
                            + " + (select processed from reevaluation)"))
                    .as("as many as the position says have come back")
                    .isEqualTo(PEOPLE);

            one = Node.start(directory, "three", environment).untilReady();

            World again = world(one);
            String list = "/ruleSets/" + rules.slug() + "/reevaluations";
            Await.until(
                    "the rest",
                    () -> again.api()
                            .get(list)
                            .ok()
                            .at("/data/0/status")
                            .asText()
                            .equals("completed"));
            ObjectNode done = (ObjectNode) again.api().get(list).ok().at("/data/0");
            assertThat(done.path("reopened").asInt()).isEqualTo(PEOPLE);
            assertThat(done.path("failed").asInt() + done.path("flagged").asInt())
                    .isZero();
            assertEachAskedOnce(database);
            assertThat(again.isConsistent()).isTrue();
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.ofEnrollments());
            for (String fault : List.of(
                    "delete from decision_record where id = (select id from decision_record where rule_set_version = 2 limit 1)",
                    "update decision_record set enrollment_id = (select max(enrollment_id) from decision_record)"
                            + " where id = (select id from decision_record where rule_set_version = 2"
                            + " order by enrollment_id limit 1)")) {
                PlantedFault.failsBy(
                        database.dataSource(), fault, () -> assertEachAskedOnce(database), "asked once of version 2");
            }
        } finally {
            one.close();
            two.close();
            database.close();
        }
    }

    private static void assertEachAskedOnce(TestDatabase database) {
        assertThat(database.count("select count(*) from enrollment where status = 'eligible'"))
                .isEqualTo(PEOPLE + 1);
        assertThat(database.count(
                        "select count(*) from (select enrollment_id from decision_record where rule_set_version = 2"
                                + " group by enrollment_id having count(*) = 1) once"))
                .as("asked once of version 2")
                .isEqualTo(PEOPLE + 1);
        assertThat(database.sql("select count(*) from status_change group by enrollment_id order by 1")
                        .query(Integer.class)
                        .list())
                .hasSize(PEOPLE + 1)
                .endsWith(4)
                .startsWith(2, 4);
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }
}
