package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.World;
import dev.enlist.tenancy.WorkspaceRef;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on a PostgreSQL with a synchronous standby. The primary is killed under load and the standby promoted: the nodes
 * go on by their URL with both hosts, without a restart, and nothing that was acknowledged is lost.
 */
@Tag("resilience")
class StandbyIT {

    private static final Logger log = LoggerFactory.getLogger(StandbyIT.class);

    private static final int CLIENTS = 8;
    private static final int CREATES = Integer.getInteger("resilience.creates", 60);

    /** Of a running server, and what belongs to it alone. */
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "pg_wal");

    private final Path directory = Path.of("target", "standby", Cuid.next()).toAbsolutePath();
    private final int primaryPort = freePort();
    private final int standbyPort = freePort();

    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (standby != null) {
            standby.close();
        }
        if (primary != null) {
            primary.close();
        }
    }

    private EmbeddedPostgres start(String name, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve(name))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("max_connections", "120")
                .setServerConfig("wal_keep_size", "512MB")
                .start();
    }

    private static JdbcClient client(EmbeddedPostgres postgres, String database) {
        return JdbcClient.create(postgres.getDatabase("postgres", database));
    }

    @Test
    void nothingAcknowledgedIsLostWhenThePrimaryIsKilledAndTheStandbyPromoted() throws IOException, SQLException {
        primary = start("primary", primaryPort);
        client(primary, "postgres").sql("create database enlist").update();
        Map<String, String> settings = Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + primaryPort + ",127.0.0.1:" + standbyPort
                        + "/enlist?targetServerType=primary&connectTimeout=5",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "");
        try (Node one = Node.start(directory, "one", settings).untilReady();
                Node two = Node.start(directory, "two", settings).untilReady()) {
            String instance = new World(new WorkspaceRef("", ""), one.api()).instance();
            try (JournaledClients clients =
                    new JournaledClients(List.of(one.url(), two.url()), Node.KEY, instance, Duration.ofSeconds(20))) {
                clients.start(CLIENTS);
                clients.untilFurther(5);
                addStandby();
                clients.untilFurther(CREATES);

                Instant killed = Instant.now();
                killPrimary();
                int before = clients.acknowledged();
                client(standby, "postgres")
                        .sql("select pg_promote()")
                        .query(Boolean.class)
                        .single();
                Instant promoted = Instant.now();
                Await.until("work on the new primary", () -> clients.acknowledged() > before + CLIENTS, one::output);
                log.warn(
                        "{} acknowledged before, promoted after {} ms, next answers after {} ms",
                        before,
                        Duration.between(killed, promoted).toMillis(),
                        Duration.between(killed, clients.lastAcknowledged()).toMillis());
                clients.untilFurther(CREATES);
                clients.stop();

                JdbcClient database = client(standby, "enlist");
                assertThat(clients.differences(database)).isEmpty();
                for (Node node : List.of(one, two)) {
                    assertThat(new World(new WorkspaceRef("", ""), node.api()).isConsistent())
                            .isTrue();
                }
                assertThat(VerifyCommand.run(
                                VerifyCommand.COMMAND,
                                "--spring.datasource.url=" + settings.get("SPRING_DATASOURCE_URL"),
                                "--spring.datasource.username=postgres",
                                "--spring.datasource.password="))
                        .as("every promise")
                        .isZero();
                log.warn("{} acknowledged, refusals meanwhile: {}", clients.acknowledged(), clients.refusals());
                clients.provesThatItSeesALoss(database);
            }
        }
    }

    /** As docs/operations.md does, without pg_basebackup, which the embedded binaries do not contain. */
    private void addStandby() throws IOException, SQLException {
        Path copy = directory.resolve("standby");
        try (Connection connection = primary.getDatabase("postgres", "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('standby', true)");
            copy(directory.resolve("primary"), copy);
            try (var label = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                assertThat(label.next()).isTrue();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
        }
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(copy.resolve("pg_wal"));
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort
                        + " user=postgres application_name=standby'\n");
        standby = start("standby", standbyPort);
        JdbcClient admin = client(primary, "postgres");
        admin.sql("alter system set synchronous_standby_names = 'standby'").update();
        admin.sql("select pg_reload_conf()").query(Boolean.class).single();
        Await.until(
                "synchronous replication",
                () -> admin.sql("select sync_state from pg_stat_replication")
                        .query(String.class)
                        .list()
                        .equals(List.of("sync")));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(source)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(source.getFileName().toString())) {
                    Files.copy(source, to.resolve(from.relativize(source)), StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            /** A file that the server deleted meanwhile is in its log. */
            @Override
            public FileVisitResult visitFileFailed(Path source, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Like the loss of its machine: the server and its processes end at once. */
    private void killPrimary() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("primary/postmaster.pid")).get(0);
        List<ProcessHandle> all = ProcessHandle.of(Long.parseLong(pid.trim()))
                .map(server ->
                        Stream.concat(Stream.of(server), server.descendants()).toList())
                .orElseThrow();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("the end of the primary", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
