package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Databases;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/**
 * The packaged application opens the database of an earlier release, which {@code bin/make-upgrade-fixture} made: it
 * migrates tables and waiting processes, also where a node is killed meanwhile, and each enrollment goes on.
 */
@EnlistIT
@Tag("resilience")
class UpgradeIT {

    private static final String FIXTURE = "upgrade/enlist.sql.gz";

    private static final String EARLIER = """
            select count(*) from act_ru_execution x join act_re_procdef d on d.id_ = x.proc_def_id_
            where d.key_ = 'enrollment-lifecycle' and x.parent_id_ is null
              and d.version_ < (select max(version_) from act_re_procdef where key_ = 'enrollment-lifecycle')
            """;

    private static final String PROCESSES = """
            select count(*) from act_ru_execution x join act_re_procdef d on d.id_ = x.proc_def_id_
            where d.key_ = 'enrollment-lifecycle' and x.parent_id_ is null
            """;

    @Autowired
    Databases databases;

    @Autowired
    Flyway flyway;

    @Test
    void anEarlierDatabaseIsOpenedAndItsProcessesMove() throws IOException, SQLException {
        TestDatabase database = databases.empty("upgrade");
        load(database);
        long before = database.count(PROCESSES);
        Map<String, Long> statuses = statuses(database);
        assertThat(before).isPositive();
        Map<String, String> environment = new TreeMap<>(database.settings());
        environment.put("ENLIST_LIMITS_ENABLED", "false");
        Path directory = Path.of("target", "crash", database.name()).toAbsolutePath();
        try (Node killed = Node.start(directory, "killed", environment)) {
            Await.until("the new version", () -> database.count("""
                    select count(distinct version_) from act_re_procdef where key_ = 'enrollment-lifecycle'
                    """) > 1);
            killed.kill();
        }
        try (Node node = Node.start(directory, "node", environment).untilReady()) {
            Await.until("all processes to be moved", () -> database.count(EARLIER) == 0);

            assertMoved(database, before, statuses);
            World world = new World(new WorkspaceRef("", ""), node.api());
            assertThat(world.isConsistent()).isTrue();
            PlantedFault.failsBy(
                    database.dataSource(),
                    """
                    update act_ru_execution set proc_def_id_ = (
                        select id_ from act_re_procdef where key_ = 'enrollment-lifecycle' order by version_ limit 1)
                    where id_ = (select x.id_ from act_ru_execution x join act_re_procdef d on d.id_ = x.proc_def_id_
                                 where d.key_ = 'enrollment-lifecycle' and x.parent_id_ is null limit 1)
                    """,
                    () -> assertMoved(database, before, statuses),
                    "processes of the earlier version");
            PlantedFault.failsBy(
                    database.dataSource(),
                    "delete from enrollment where id = (select id from enrollment limit 1)",
                    () -> assertMoved(database, before, statuses),
                    "statuses");
            goOn(world, database);
            assertThat(world.isConsistent()).isTrue();
            PlantedFault.eachIsFound(database.dataSource(), PlantedFault.ofEnrollments());
        } finally {
            database.close();
        }
    }

    private static void assertMoved(TestDatabase database, long before, Map<String, Long> statuses) {
        assertThat(database.count(EARLIER))
                .as("processes of the earlier version")
                .isZero();
        assertThat(database.count(PROCESSES)).isEqualTo(before);
        assertThat(statuses(database)).as("statuses").isEqualTo(statuses);
    }

    /** One enrollment of each kind goes on from where it waited. */
    private static void goOn(World world, TestDatabase database) {
        for (String kind : List.of("candidate", "eligible", "submitted", "asked", "second", "approved")) {
            String id = database.sql("select id from enrollment where email = ?")
                    .param(kind + "-1@example.com")
                    .query(String.class)
                    .single();
            JsonNode asked = world.api().get("/enrollments/" + id).ok().path("informationRequest");
            if (asked.has("id")) {
                world.api()
                        .post(
                                "/informationRequests/" + asked.path("id").asText() + "/answer",
                                "{\"fields\": {\"/serialNumber\": \"4711\"}}")
                        .ok();
            }
            Stream.of("candidate evaluate", "eligible submit", "submitted approve", "approved unenroll")
                    .map(step -> step.split(" "))
                    .filter(step -> world.statusOf(id).equals(step[0]) && !kind.equals("second"))
                    .forEach(step -> world.api()
                            .post("/enrollments/" + id + "/" + step[1], "{\"reason\": \"Seen\"}")
                            .ok());
            if (kind.equals("second")) {
                world.api()
                        .post("/enrollments/" + id + "/reject", "{\"reason\": \"No battery\"}")
                        .ok();
            }
            assertThat(world.statusOf(id)).as(kind).isEqualTo(kind.equals("second") ? "rejected" : "unenrolled");
        }
    }

    private static Map<String, Long> statuses(TestDatabase database) {
        Map<String, Long> statuses = new TreeMap<>();
        database.sql("select status, count(*) as amount from enrollment group by status")
                .query(row -> {
                    statuses.put(row.getString("status"), row.getLong("amount"));
                });
        return statuses;
    }

    /** The tables as the migrations of that release make them, with its rows. */
    private void load(TestDatabase database) throws IOException, SQLException {
        Map<String, String> settings = database.settings();
        String user = settings.get("SPRING_DATASOURCE_USERNAME");
        String password = settings.get("SPRING_DATASOURCE_PASSWORD");
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(database.url(), user, password)
                .target(version())
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(database.url(), user, password);
                Statement statement = connection.createStatement();
                BufferedReader fixture = fixture()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("""
                    do $$ declare name text; begin
                      for name in select table_name from information_schema.tables
                                  where table_schema = 'public' and table_type = 'BASE TABLE' loop
                        execute format('truncate %I cascade', name);
                      end loop;
                    end $$
                    """);
            for (String line = fixture.readLine(); line != null; line = fixture.readLine()) {
                if (line.startsWith("COPY ")) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(line.substring(0, line.length() - 1), new StringReader(rows(fixture)));
                } else {
                    statement.execute(line);
                }
            }
        }
    }

    private static String rows(BufferedReader fixture) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String row = fixture.readLine(); !row.equals("\\."); row = fixture.readLine()) {
            rows.append(row).append('\n');
        }
        return rows.toString();
    }

    private static BufferedReader fixture() throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new ClassPathResource(FIXTURE).getInputStream()), StandardCharsets.UTF_8));
    }

    /** The newest migration of that release: the second column of the history of the migrations. */
    private static String version() throws IOException {
        try (BufferedReader fixture = fixture()) {
            for (String line = fixture.readLine(); line != null; line = fixture.readLine()) {
                if (line.startsWith("COPY \"flyway_schema_history\"")) {
                    return rows(fixture)
                            .lines()
                            .map(row -> row.split("\t")[1])
                            .filter(number -> number.matches("[0-9]+"))
                            .max((one, other) -> Integer.compare(Integer.parseInt(one), Integer.parseInt(other)))
                            .orElseThrow();
                }
            }
        }
        throw new AssertionError("no history of migrations in " + FIXTURE);
    }
}
