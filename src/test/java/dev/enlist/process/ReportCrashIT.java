package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Reports count each enrollment once, with two nodes that project each other's events, and after both were killed
 * meanwhile.
 */
@EnlistIT
@Tag("resilience")
class ReportCrashIT {

    private static final int CLIENTS = 4;
    private static final int PEOPLE_OF_EACH = 150;
    private static final String DEMO_AND_ALL = "/reports/funnel";

    @Autowired
    Databases databases;

    @Test
    void whateverHappensToTheNodes() {
        TestDatabase database = databases.migrated("reports");
        Map<String, String> environment = database.settings();
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node one = Node.start(directory, "one", environment).untilReady();
        Node two = Node.start(directory, "two", environment);
        try {
            two.untilReady();
            World[] worlds = {world(one), world(two)};
            String instance = worlds[0].instance();
            Together.at(CLIENTS, client -> {
                World mine = worlds[client % 2];
                for (int person = 0; person < PEOPLE_OF_EACH; person++) {
                    if (person % 10 == 0) {
                        mine.submittedEnrollment(instance);
                    } else {
                        mine.eligibleEnrollment(instance);
                    }
                }
                return client;
            });
            Await.until("some of it is folded", () -> folded(database) > 0);
            one.kill();
            two.kill();
            String atTheCrash = database.sql("select coalesce(sum(reached), 0) from report_stage"
                            + " where span = 'all' and stage = 'candidate' and program_instance_id = ?")
                    .param(instance)
                    .query(String.class)
                    .single();

            one = Node.start(directory, "three", environment).untilReady();

            World again = world(one);
            Await.until(
                    "everything is folded, after " + atTheCrash,
                    () -> !again.api().get(DEMO_AND_ALL).ok().path("pending").asBoolean());
            JsonNode funnel = again.api()
                    .get(DEMO_AND_ALL + "?programInstanceId=" + instance)
                    .ok();
            int people = CLIENTS * PEOPLE_OF_EACH;
            assertThat(funnel.at("/stages/0/reached").asInt()).isEqualTo(people);
            assertThat(funnel.path("standing").asInt()).isEqualTo(people);
            assertReportsAreTheRows(database);
            PlantedFault.failsBy(
                    database.dataSource(),
                    "update report_stage set standing = standing + 1"
                            + " where ctid = (select ctid from report_stage where span = 'all' and standing > 0 limit 1)",
                    () -> assertReportsAreTheRows(database),
                    "the current statuses in the reports");
        } finally {
            one.close();
            two.close();
            database.close();
        }
    }

    private static void assertReportsAreTheRows(TestDatabase database) {
        assertThat(database.sql("""
                        select count(*) from (
                            select program_instance_id, status, sum(amount) as amount from enrollment_tally
                            group by 1, 2 having sum(amount) <> 0) t
                        full join (
                            select program_instance_id, stage as status, sum(standing) as amount from report_stage
                            where span = 'all' group by 1, 2 having sum(standing) <> 0) r
                        using (program_instance_id, status)
                        where t.amount is distinct from r.amount
                        """).query(Integer.class).single())
                .as("the current statuses in the reports, demo data included, equal the enrollment counters")
                .isZero();
    }

    private static long folded(TestDatabase database) {
        return database.sql("select coalesce(max(feed_position), 0) from report_position")
                .query(Long.class)
                .single();
    }

    private static World world(Node node) {
        return new World(new WorkspaceRef("", ""), node.api());
    }
}
