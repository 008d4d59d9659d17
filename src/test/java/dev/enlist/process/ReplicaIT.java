package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Api;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reports and exports are read from a streaming replica, and from the primary while there is no replica or it is behind. All others
 * read the primary.
 */
@Tag("resilience")
class ReplicaIT {

    /** Long enough to read while the replica stands still and is not refused yet. */
    private static final Duration MAX_LAG = Duration.ofSeconds(30);

    private static final List<String> REPORTS = List.of(
            "funnel",
            "durations",
            "reasons",
            "reviewers",
            "capacity",
            "process",
            "agreement",
            "forecast",
            "outcomes",
            "participation",
            "timeseries",
            "conversion");

    private final ReplicatedPostgres postgres;

    ReplicaIT() throws IOException {
        postgres = new ReplicatedPostgres();
    }

    private static long reads(Api api, String source) {
        Matcher sample = Pattern.compile("(?m)^enlist_replica_reads_total\\{source=\"" + source + "\"} (.*)$")
                .matcher(api.get("/actuator/prometheus").expect(200).text());
        assertThat(sample.find()).isTrue();
        return Math.round(Double.parseDouble(sample.group(1)));
    }

    private static String export(Api api, String instance) {
        return api.send(
                        "/programInstances/" + instance + "/enrollments",
                        request ->
                                request.header("Accept", "application/x-ndjson").GET())
                .expect(200)
                .text();
    }

    /** Reads the export until it comes from that server. */
    private static void untilReadFrom(String source, Api api, String instance, Node node) {
        Await.until(
                "exports from the " + source,
                () -> {
                    long before = reads(api, source);
                    export(api, instance);
                    return reads(api, source) > before;
                },
                node::output);
    }

    private static int lines(String export) {
        return export.isEmpty() ? 0 : export.trim().split("\n").length;
    }

    @Test
    void reportsAndExportsAreReadFromTheReplicaWhileItIsUpToDate() throws IOException, SQLException {
        String host = "jdbc:postgresql://127.0.0.1:";
        Map<String, String> settings = Map.of(
                "SPRING_DATASOURCE_URL",
                host + postgres.primaryPort() + "/enlist",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "",
                "ENLIST_DATABASE_REPLICAURL",
                host + postgres.standbyPort() + "/enlist?connectTimeout=2",
                "ENLIST_DATABASE_REPLICAMAXLAG",
                MAX_LAG.toString());
        try (postgres;
                Node node = Node.start(postgres.directory(), "node", settings).untilReady()) {
            Api api = node.api();
            World world = new World(new WorkspaceRef("", ""), api);
            String instance = world.instance();
            world.approvedEnrollment(instance);
            assertThat(lines(export(api, instance))).as("without a replica").isEqualTo(1);
            assertThat(reads(api, "primary")).isPositive();

            postgres.addStandby();
            untilReadFrom("replica", api, instance, node);
            long fromPrimary = reads(api, "primary");
            for (String report : REPORTS) {
                long before = reads(api, "replica");
                api.get("/reports/" + report).expect(200);
                assertThat(reads(api, "replica")).as(report).isGreaterThan(before);
            }
            assertThat(reads(api, "primary")).isEqualTo(fromPrimary);
            assertThat(visibleWithoutAWorkspace())
                    .as("row security of the replica")
                    .isZero();

            postgres.onStandby().sql("select pg_wal_replay_pause()").query().listOfRows();
            world.eligibleEnrollment(instance);
            assertThat(lines(export(api, instance))).as("what the replica has").isEqualTo(1);
            assertThat(api.get("/programInstances/" + instance + "/enrollments")
                            .ok()
                            .path("data"))
                    .as("lists read the primary")
                    .hasSize(2);
            Await.until(
                    "exports from the primary, as the replica is behind",
                    () -> lines(export(api, instance)) == 2,
                    node::output);

            postgres.onStandby().sql("select pg_wal_replay_resume()").query().listOfRows();
            untilReadFrom("replica", api, instance, node);
            assertThat(lines(export(api, instance))).isEqualTo(2);

            postgres.closeStandby();
            // what the replica was asked when it ended is refused, and repeated by the client
            Await.until("an export in spite of it", () -> {
                int status = api.send(
                                "/programInstances/" + instance + "/enrollments",
                                request -> request.header("Accept", "application/x-ndjson")
                                        .GET())
                        .status();
                assertThat(status).isIn(200, 503);
                return status == 200;
            });
            untilReadFrom("primary", api, instance, node);
            api.get("/reports/funnel").expect(200);
        }
    }

    private long visibleWithoutAWorkspace() throws SQLException {
        String count = "select count(*) from enrollment";
        assertThat(postgres.onStandby().sql(count).query(Long.class).single())
                .as("rows that the owner sees")
                .isPositive();
        return postgres.countOnStandbyAsApplication(count);
    }
}
