package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The disk of PostgreSQL becomes full while clients enroll, and is freed later. Where PostgreSQL ended because it could not write its
 * log, an operator starts it again. Mounts a small file system in memory, for which the test must run as root.
 */
@Tag("resilience")
class DiskFullIT {

    private static final Logger log = LoggerFactory.getLogger(DiskFullIT.class);

    private static final int CLIENTS = 8;
    private static final int CREATES = Integer.getInteger("resilience.creates", 60);
    private static final Duration FULL = Duration.ofSeconds(20);
    private static final String SIZE = "400m";

    private final Path directory = Path.of("target", "disk-full", Cuid.next()).toAbsolutePath();
    private final Path disk = directory.resolve("disk");

    private EmbeddedPostgres postgres;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        Files.createDirectories(disk);
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=1777", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        postgres.close();
        run("umount", "--lazy", disk.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(disk.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                // off by default of this builder
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .setServerConfig("max_wal_size", "64MB")
                .start();
    }

    private static boolean answers(EmbeddedPostgres postgres) {
        try {
            return JdbcClient.create(postgres.getDatabase("postgres", "enlist"))
                    .sql("select true")
                    .query(Boolean.class)
                    .single();
        } catch (CannotGetJdbcConnectionException ended) {
            return false;
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndWorkGoesOnWhenThereIsSpaceAgain() throws IOException, InterruptedException {
        postgres = start(0);
        int port = postgres.getPort();
        JdbcClient.create(postgres.getDatabase("postgres", "postgres"))
                .sql("create database enlist")
                .update();
        Map<String, String> settings = Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + port + "/enlist",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "");
        try (Node node = Node.start(directory, "node", settings).untilReady()) {
            String instance = new World(new WorkspaceRef("", ""), node.api()).instance();
            try (JournaledClients clients =
                    new JournaledClients(List.of(node.url()), Node.KEY, instance, Duration.ofSeconds(20))) {
                clients.start(CLIENTS);
                clients.untilFurther(CREATES);

                Path filler = disk.resolve("filler");
                fill(filler);
                Await.until("a refusal", () -> clients.refusals().contains("database-unavailable"), node::output);
                TimeUnit.MILLISECONDS.sleep(FULL.toMillis());
                int whileFull = clients.acknowledged();
                Instant freed = Instant.now();
                Files.delete(filler);
                boolean ended = !answers(postgres);
                if (ended) {
                    postgres.close();
                    postgres = start(port);
                }
                Await.until("work with space", () -> clients.acknowledged() > whileFull + CLIENTS, node::output);
                log.warn(
                        "PostgreSQL {}; {} acknowledged before, next answers {} ms after there was space",
                        ended ? "ended and was started again" : "went on",
                        whileFull,
                        Duration.between(freed, clients.lastAcknowledged()).toMillis());
                clients.untilFurther(CREATES);
                clients.stop();

                JdbcClient database = JdbcClient.create(postgres.getDatabase("postgres", "enlist"));
                assertThat(clients.differences(database)).isEmpty();
                assertThat(new World(new WorkspaceRef("", ""), node.api()).isConsistent())
                        .isTrue();
                assertThat(VerifyCommand.run(
                                VerifyCommand.COMMAND,
                                "--spring.datasource.url=" + settings.get("SPRING_DATASOURCE_URL"),
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password="))
                        .as("every promise")
                        .isZero();
                assertThat(clients.refusals())
                        .as("answers to clients")
                        .isSubsetOf(Set.of(
                                "database-unavailable",
                                "idempotency-key-in-progress",
                                "HttpTimeoutException",
                                "timed-out"));
                log.warn("{} acknowledged, refusals meanwhile: {}", clients.acknowledged(), clients.refusals());
                clients.provesThatItSeesALoss(database);
            }
        }
    }

    /** Writes until no byte is left, also where PostgreSQL takes or frees some meanwhile. */
    private static void fill(Path filler) throws IOException {
        byte[] piece = new byte[4096];
        for (int full = 0; full < 3; full++) {
            try (OutputStream out =
                    Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(piece);
                }
            } catch (IOException noSpace) {
                assertThat(noSpace).hasMessageContaining("No space left");
            }
        }
    }
}
