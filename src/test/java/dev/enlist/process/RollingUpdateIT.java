package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.database.ReleaseLevel;
import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes of an earlier release are replaced by nodes of this one, one after the other, while clients work on all of them: no
 * request fails. In the middle a node of the earlier release starts again; after the update such a node does not start. The earlier
 * release is the jar at {@code -Dresilience.earlier}, which {@code bin/make-earlier-jar} makes from a commit.
 */
@Tag("resilience")
class RollingUpdateIT {

    private static final String EARLIER = System.getProperty("resilience.earlier", "target/earlier/enlist.jar");
    private static final int ANSWERS = Integer.getInteger("resilience.answers", 500);
    private static final int CLIENTS = 4;

    /** Of the sessions of this test, which are not those of a node of an earlier release. */
    private static final String NAME = "test/level-" + ReleaseLevel.CURRENT;

    private static final String NEWEST = """
            select version_tag_::int from act_re_procdef where key_ = 'enrollment-lifecycle' and tenant_id_ is null
            order by version_ desc limit 1
            """;

    private static final String OF_EARLIER_MODEL = """
            select count(*) from act_ru_execution x join act_re_procdef d on d.id_ = x.proc_def_id_
            where d.key_ = 'enrollment-lifecycle' and d.version_tag_::int < ?
            """;

    private final List<Node> nodes = new ArrayList<>();
    private final Path directory = Path.of("target", "rolling", Cuid.next()).toAbsolutePath();

    @Test
    void noRequestFails() throws IOException {
        assertThat(Files.exists(Path.of(EARLIER)))
                .as("%s; make it with bin/make-earlier-jar", EARLIER)
                .isTrue();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .start()) {
            JdbcClient.create(postgres.getDatabase("postgres", "postgres"))
                    .sql("create database enlist")
                    .update();
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/enlist";
            try {
                update(url, postgres.getDatabase("postgres", "enlist", Map.of("ApplicationName", NAME)));
            } finally {
                nodes.forEach(Node::close);
            }
        }
    }

    private void update(String url, DataSource owner) {
        JdbcClient database = JdbcClient.create(owner);
        Node first = earlier(url).untilReady();
        World world = new World(new WorkspaceRef("", ""), first.api());
        try (RollingClients clients = new RollingClients(world.instance())) {
            clients.add(first, "earlier");
            Node second = earlier(url).untilReady();
            clients.add(second, "earlier");
            clients.start(CLIENTS);
            clients.phase("1 two earlier", ANSWERS);
            int before = newest(database);

            clients.add(later(url).untilReady(), "later");
            clients.phase("2 two earlier, one later", ANSWERS);
            clients.stop(first);
            first = earlier(url).untilReady();
            clients.add(first, "earlier");
            clients.phase("3 an earlier restarted", ANSWERS);
            int during = newest(database);
            clients.stop(second);
            clients.phase("4 one of each", 2 * ANSWERS);

            clients.add(later(url).untilReady(), "later");
            clients.stop(first);
            clients.phase("5 two later", ANSWERS);
            Await.until("the later model", () -> newest(database) > before);
            clients.phase("6 the later model", ANSWERS);
            int after = newest(database);
            Await.until(
                    "all processes in the later form",
                    () -> database.sql(OF_EARLIER_MODEL)
                                    .param(after)
                                    .query(Long.class)
                                    .single()
                            == 0);
            clients.phase("7 all moved", ANSWERS);
            clients.end();

            assertThat(clients.failures()).as("failed requests").isEmpty();
            assertThat(during).as("the model in use while both releases run").isEqualTo(before);
            for (String step : List.of("evaluate", "submit", "move", "approve", "unenroll")) {
                assertThat(clients.pairs())
                        .contains(
                                step + " by earlier after later",
                                step + " by later after earlier",
                                step + " by earlier after earlier",
                                step + " by later after later");
            }
            assertThat(clients.differences(database)).isEmpty();
            assertThat(VerifyCommand.run(
                            VerifyCommand.COMMAND,
                            "--spring.datasource.url=" + url,
                            "--spring.datasource.username=postgres",
                            "--spring.datasource.password="))
                    .as("every promise")
                    .isZero();

            assertThat(earlier(url).untilItGivesUp()).contains("A later release of Enlist uses this database");
            assertThat(newest(database)).isEqualTo(after);
            clients.provesThatItSeesALoss(database);
        }
    }

    private Node earlier(String url) {
        return start("earlier", url, EARLIER);
    }

    private Node later(String url) {
        return start("later", url, System.getProperty("enlist.jar"));
    }

    private Node start(String release, String url, String jar) {
        Node node = Node.start(
                directory,
                release + "-" + nodes.size(),
                Map.of(
                        "SPRING_DATASOURCE_URL", url,
                        "SPRING_DATASOURCE_USERNAME", "postgres",
                        "SPRING_DATASOURCE_PASSWORD", "",
                        "ENLIST_LIMITS_ENABLED", "false",
                        "ENLIST_SHUTDOWN_GRACE", "10s"),
                Set.of(),
                jar);
        nodes.add(node);
        return node;
    }

    private static int newest(JdbcClient database) {
        return database.sql(NEWEST).query(Integer.class).single();
    }
}
