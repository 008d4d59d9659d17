package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Under load PostgreSQL is killed like {@code kill -9}: in turns its first process, after which an operator starts it again, and the process of
 * one connection, after which PostgreSQL ends all others and recovers by itself. The node goes on without a restart.
 */
@Tag("resilience")
class DatabaseKillsIT {

    private static final Logger log = LoggerFactory.getLogger(DatabaseKillsIT.class);

    private static final int KILLS = Integer.getInteger("resilience.kills", 6);
    private static final int CLIENTS = 8;

    /** Acknowledged between two kills. */
    private static final int BETWEEN = 2 * CLIENTS;

    private final Path directory =
            Path.of("target", "database-kills", Cuid.next()).toAbsolutePath();
    private final Path data = directory.resolve("data");

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                // off by default of this builder
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .start();
    }

    @Test
    void nothingIsLostOrDoubledAndTheNodeGoesOn() throws IOException, InterruptedException {
        EmbeddedPostgres postgres = start(0);
        try {
            int port = postgres.getPort();
            JdbcClient.create(postgres.getDatabase("postgres", "postgres"))
                    .sql("create database enlist")
                    .update();
            Map<String, String> settings = Map.of(
                    "SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/enlist",
                    "SPRING_DATASOURCE_USERNAME", "postgres",
                    "SPRING_DATASOURCE_PASSWORD", "",
                    "ENLIST_LIMITS_ENABLED", "false");
            try (Node node = Node.start(directory, "node", settings).untilReady()) {
                World world = new World(new WorkspaceRef("", ""), node.api());
                String instance = world.instance();
                try (JournaledClients clients = new JournaledClients(
                                List.of(node.url()), Node.KEY, instance, Duration.ofSeconds(20))
                        .deciding()) {
                    clients.start(CLIENTS);
                    clients.untilFurther(CLIENTS);
                    Random random = new Random(clients.seed());
                    List<Long> pauses = new ArrayList<>();
                    for (int kill = 0; kill < KILLS; kill++) {
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                        Instant killed = Instant.now();
                        if (kill % 2 == 0) {
                            PostgresProcesses.killPostmaster(data);
                            postgres.close();
                            postgres = start(port);
                        } else {
                            killConnection(postgres, random);
                        }
                        Await.until(
                                "an answer", () -> clients.lastAcknowledged().isAfter(killed), node::output);
                        clients.untilFurther(BETWEEN);
                        pauses.add(Duration.between(killed, clients.lastAcknowledged())
                                .toMillis());
                    }
                    clients.stop();
                    Collections.sort(pauses);
                    log.warn(
                            "{} kills of PostgreSQL: {}; milliseconds from a kill to the {}th answer after it: {}",
                            KILLS,
                            clients.summary(),
                            BETWEEN,
                            pauses);

                    JdbcClient database = JdbcClient.create(postgres.getDatabase("postgres", "enlist"));
                    assertThat(clients.differences(database)).isEmpty();
                    assertThat(clients.refusals())
                            .as("answers to clients")
                            .isSubsetOf(Set.of("database-unavailable", "idempotency-key-in-progress"));
                    assertThat(world.isConsistent()).isTrue();
                    assertThat(VerifyCommand.run(
                                    VerifyCommand.COMMAND,
                                    "--spring.datasource.url=" + settings.get("SPRING_DATASOURCE_URL"),
                                    "--spring.datasource.username=postgres",
                                    "--spring.datasource.password="))
                            .as("every promise")
                            .isZero();
                    clients.provesThatItSeesALoss(database);
                }
            }
        } finally {
            postgres.close();
        }
    }

    /** Of those of the node, one at random. */
    private static void killConnection(EmbeddedPostgres postgres, Random random) {
        List<Long> processes = JdbcClient.create(postgres.getDatabase("postgres", "postgres"))
                .sql(
                        "select pid from pg_stat_activity where backend_type = 'client backend' and datname = 'enlist' order by pid")
                .query(Long.class)
                .list();
        assertThat(processes).as("connections of the node").isNotEmpty();
        PostgresProcesses.kill(processes.get(random.nextInt(processes.size())));
    }
}
