package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL with a database {@code enlist}, and a streaming standby that is added while it runs. */
final class ReplicatedPostgres implements AutoCloseable {

    /** Of a running server, and what belongs to it alone. */
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts", "pg_wal");

    private final Path directory = Path.of("target", "standby", Cuid.next()).toAbsolutePath();
    private final int primaryPort = freePort();
    private final int standbyPort = freePort();
    private final EmbeddedPostgres primary;

    private EmbeddedPostgres standby;

    ReplicatedPostgres() throws IOException {
        primary = start("primary", primaryPort);
        client(primary, "postgres").sql("create database enlist").update();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nodes may write what they log. */
    Path directory() {
        return directory;
    }

    int primaryPort() {
        return primaryPort;
    }

    int standbyPort() {
        return standbyPort;
    }

    @Override
    public void close() throws IOException {
        closeStandby();
        primary.close();
    }

    void closeStandby() throws IOException {
        if (standby != null) {
            standby.close();
        }
    }

    private EmbeddedPostgres start(String name, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve(name))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                // off by default of this builder: a commit would be acknowledged before the standby has it
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "120")
                .setServerConfig("wal_keep_size", "512MB")
                .start();
    }

    private static JdbcClient client(EmbeddedPostgres postgres, String database) {
        return JdbcClient.create(postgres.getDatabase("postgres", database));
    }

    /** As the owner of all tables. */
    JdbcClient onPrimary() {
        return client(primary, "enlist");
    }

    JdbcClient onStandby() {
        return client(standby, "enlist");
    }

    /** With the role that the pool of a node has. */
    long countOnStandbyAsApplication(String sql) throws SQLException {
        try (Connection connection = standby.getDatabase("postgres", "enlist").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role enlist_app");
            try (ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1);
            }
        }
    }

    /** As docs/operations.md does, without pg_basebackup, which the embedded binaries do not contain. */
    void addStandby() throws IOException, SQLException {
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
        Await.until("replication", () -> replication().equals(List.of("async")));
    }

    /** A commit then waits for the standby. */
    void makeSynchronous() {
        JdbcClient admin = client(primary, "postgres");
        admin.sql("alter system set synchronous_standby_names = 'standby'").update();
        admin.sql("select pg_reload_conf()").query(Boolean.class).single();
        Await.until("synchronous replication", () -> replication().equals(List.of("sync")));
    }

    private List<String> replication() {
        return client(primary, "postgres")
                .sql("select sync_state from pg_stat_replication where state = 'streaming'")
                .query(String.class)
                .list();
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
    void killPrimary() throws IOException {
        PostgresProcesses.killAll(directory.resolve("primary"));
    }
}
