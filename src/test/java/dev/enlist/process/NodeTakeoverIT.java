package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Imports;
import dev.enlist.support.Json;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A node is killed in the middle of a rollover and an import. The application of this process, a second node on the same
 * database, takes them over: the smoke test of what {@link NodeFailureIT} does with every kind of background work, and
 * others at length with one kind each, in the profile {@code resilience}.
 */
@EnlistIT
class NodeTakeoverIT {

    private static final int RENEWED = 10;
    private static final int ROWS = 200;
    private static final int BAD = ROWS / 50;

    @Autowired
    Worlds worlds;

    @Autowired
    OwnerJdbc owner;

    private World world;
    private String thisYear;
    private String nextYear;
    private String importedInto;
    private String imported;
    private String rollover;

    @BeforeEach
    void peopleOfAYearThatHasEnded() {
        world = worlds.organization();
        thisYear = world.instance();
        nextYear = world.instance();
        importedInto = world.instance();
        for (int person = 0; person < RENEWED; person++) {
            world.approvedEnrollment(thisYear);
        }
        world.api()
                .patch(
                        "/programInstances/" + thisYear,
                        Json.object("{}")
                                .put("endDate", Instant.now().minusSeconds(60).toString()))
                .ok();
        Await.until("the end of the first year", () -> count("enrollment", "status = 'unenrolled'") == RENEWED);
    }

    @Test
    void theOtherNodeTakesOverWhatAKilledNodeHadBegun() throws SQLException {
        Path directory = Path.of("target", "crash", Cuid.next()).toAbsolutePath();
        String survivor = nodeOfAnImport();
        try (Node killed = Node.start(directory, "killed", owner.settings()).untilReady()) {
            killInTheMiddle(
                    killed,
                    new World(
                            world.workspace(), new Api(killed.url(), world.api().key())),
                    survivor);
        }

        everyEnrollmentIsRenewedOnce();
        everyRowIsImportedOnce();
        assertThat(world.isConsistent()).isTrue();
    }

    /** Until the node is gone no transaction can write enrollments: each kind of work waits in the middle of a chunk. */
    private void killInTheMiddle(Node killed, World doomed, String survivor) throws SQLException {
        try (Connection lock = owner.template().getDataSource().getConnection()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table enrollment in share mode");
            rollover = doomed.api()
                    .post(
                            "/programInstances/" + thisYear + "/rollovers",
                            Json.object("{}").put("targetProgramInstanceId", nextYear))
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            untilInTheMiddle("rollover", 1);
            imported = new Imports(doomed.api())
                    .csv(importedInto, "", file())
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();
            untilInTheMiddle("import", 2);
            // on a busy machine the other node may have found one of them first
            Set<String> nodes = new HashSet<>(nodesAt("rollover"));
            nodes.addAll(nodesAt("import"));
            assertThat(nodes).anyMatch(node -> !node.equals(survivor));
            killed.kill();
            lock.rollback();
        }
    }

    /** The name under which the node of this JVM runs jobs: that at an import while no other node is there. */
    private String nodeOfAnImport() throws SQLException {
        Imports imports = new Imports(world.api());
        JsonNode one;
        List<String> nodes;
        try (Connection lock = owner.template().getDataSource().getConnection()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table enrollment in share mode");
            one = imports.csv(
                            importedInto,
                            "",
                            "firstName,lastName,email,state,zip\nAda,First,first@example.com,NY,10001\n")
                    .expect(202)
                    .json();
            untilInTheMiddle("import", 1);
            nodes = nodesAt("import");
            lock.rollback();
        }
        imports.over(one.path("id").asText());
        assertThat(nodes).hasSize(1);
        return nodes.get(0);
    }

    private List<String> nodesAt(String job) {
        return owner.sql(
                        "select distinct picked_by from scheduled_tasks where picked and task_name = ? and task_instance like ?")
                .params(job, world.workspace().workspaceId() + "%")
                .query(String.class)
                .list();
    }

    /** A node begins at once what it was asked for; another one looks for it once a second. */
    private void untilInTheMiddle(String job, int waiting) {
        Await.until(
                job + " in the middle",
                () -> owner.sql("select (select count(*) from scheduled_tasks where picked and task_name = ?"
                                + " and task_instance like ?) > 0"
                                + " and (select count(*) from pg_locks where not granted) >= ?")
                        .params(job, world.workspace().workspaceId() + "%", waiting)
                        .query(Boolean.class)
                        .single());
    }

    private void everyEnrollmentIsRenewedOnce() {
        Await.until("the rollover", () -> rollover().path("status").asText().equals("completed"));
        assertThat(rollover().path("eligible").asInt()).isEqualTo(RENEWED);
        assertThat(count("enrollment", "previous_enrollment_id is not null")).isEqualTo(RENEWED);
    }

    private JsonNode rollover() {
        return world.api().get("/rollovers/" + rollover).ok();
    }

    private void everyRowIsImportedOnce() {
        JsonNode done = new Imports(world.api()).over(imported);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
        assertThat(Imports.counts(done)).isEqualTo((ROWS - BAD) + "/0/0/" + BAD);
        assertThat(count("enrollment", "email like 'person%'")).isEqualTo(ROWS - BAD);
        assertThat(new Imports(world.api()).errors(done).lines()).hasSize(BAD + 1);
    }

    private int count(String table, String condition) {
        return owner.sql("select count(*) from " + table + " where workspace_id = ? and " + condition)
                .param(world.workspace().workspaceId())
                .query(Integer.class)
                .single();
    }

    private static String file() {
        StringBuilder file = new StringBuilder("firstName,lastName,email,state,zip\n");
        for (int row = 0; row < ROWS; row++) {
            String email = row % 50 == 7 ? "not-an-email" : "person" + row + "@example.com";
            file.append("Nora,Field,").append(email).append(",NY,10001\n");
        }
        return file.toString();
    }
}
