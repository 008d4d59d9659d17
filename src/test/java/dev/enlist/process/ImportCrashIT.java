package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An import survives the crash of its nodes: every person exactly once, every invalid row reported once. */
@EnlistIT
@Tag("resilience")
class ImportCrashIT {

    private static final int ROWS = 9_000;
    private static final int BAD = ROWS / 50;
    private static final int KILLS = 2;

    @Autowired
    Databases databases;

    @Test
    void everyRowIsDealtWithOnceWhateverHappensToTheNodes() {
        TestDatabase database = databases.migrated("import");
        Map<String, String> environment = database.settings();
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        Node node = Node.start(directory, "first", environment).untilReady();
        try {
            World world = new World(new WorkspaceRef("", ""), node.api());
            String instance = world.instance();
            String id = new Imports(node.api())
                    .csv(instance, "", file())
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            for (int kill = 1; kill <= KILLS; kill++) {
                long beyond = (long) kill * ROWS / (KILLS + 2);
                Await.until("row " + beyond, () -> processed(database) >= beyond);
                node.kill();
                long processed = processed(database);
                assertThat(processed).as("killed in the middle").isLessThan(ROWS);
                assertThat(database.count("select (select count(*) from enrollment)"
                                + " + (select count(*) from import_row where outcome = 'refused')"))
                        .as("as many as the counters of the parts say")
                        .isEqualTo(processed);
                node = Node.start(directory, "after-" + kill, environment).untilReady();
            }
            JsonNode done = new Imports(node.api()).over(id);

            assertThat(done.path("status").asText()).isEqualTo("completed");
            assertThat(Imports.counts(done)).isEqualTo((ROWS - BAD) + "/0/0/" + BAD);
            assertEachRowOnce(database);
            assertThat(new Imports(node.api()).errors(done).lines()).hasSize(BAD + 1);
            assertThat(new World(new WorkspaceRef("", ""), node.api()).isConsistent())
                    .isTrue();
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.ofEnrollments());
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from enrollment where id = (select id from enrollment limit 1)",
                    () -> assertEachRowOnce(database),
                    String.valueOf(ROWS - BAD - 1));
            PlantedFault.failsBy(
                    database.dataSource(),
                    "insert into status_history (enrollment_id, number, workspace_id, to_status, at, by_type, by_id, by_name)"
                            + " select enrollment_id, 99, workspace_id, to_status, at, by_type, by_id, by_name"
                            + " from status_history limit 1",
                    () -> assertEachRowOnce(database),
                    String.valueOf(2 * (ROWS - BAD) + 1));
        } finally {
            node.close();
            database.close();
        }
    }

    private static void assertEachRowOnce(TestDatabase database) {
        assertThat(database.count("select count(distinct email) from enrollment"))
                .isEqualTo(ROWS - BAD);
        assertThat(database.count("select count(*) from customer")).isEqualTo(ROWS - BAD);
        assertThat(database.count("select count(*) from decision_record")).isEqualTo(ROWS - BAD);
        assertThat(database.count("select count(*) from status_change")).isEqualTo(2L * (ROWS - BAD));
        assertThat(database.count("select count(*) from audit_entry where action = 'enrollment.create'"))
                .isEqualTo(ROWS - BAD);
        assertThat(database.count("select count(*) from import_chunk")).isZero();
    }

    private static String file() {
        StringBuilder file = new StringBuilder("firstName,lastName,email,state,zip,make\n");
        for (int row = 0; row < ROWS; row++) {
            String email = row % 50 == 7 ? "not-an-email" : "person" + row + "@example.com";
            file.append("Nora,Field,")
                    .append(email)
                    .append(row % 3 == 0 ? ",CA,90012" : ",NY,10001")
                    .append(",tesla\n");
        }
        return file.toString();
    }

    private static long processed(TestDatabase database) {
        return database.count("select coalesce(sum(processed), 0) from import_lane");
    }
}
