package dev.enlist.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL and its files as another user of the machine finds them. */
class EmbeddedPostgresSecurityIT {

    private static final String TRUST = "host all all 127.0.0.1/32 trust\n";

    @TempDir
    Path temp;

    Path dir;

    @BeforeEach
    void directory() throws IOException {
        assumeTrue(Files.getFileStore(temp).supportsFileAttributeView("posix"));
        // other users may enter the directory above, so those below have to refuse them
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        dir = temp.resolve("data");
    }

    @Test
    void otherUsersNeedThePasswordAndCanNeitherReadNorPlantFiles() throws Exception {
        try (Running running = new Running(dir)) {
            assertThat(running.answer("enlist_app", running.starter.password())).isEqualTo("enlist_app");
            for (String role : List.of("postgres", "enlist_app")) {
                assertThatThrownBy(() -> running.answer(role, "")).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> running.answer(role, "postgres")).isInstanceOf(SQLException.class);
            }
            assertThat(running.ask("select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThat(running.ask("show unix_socket_directories")).isEmpty();
            assertThat(open(dir)).isEmpty();
            assertThat(Files.getPosixFilePermissions(dir.resolve(EmbeddedPassword.FILE)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(asAnotherUser("cat " + dir.resolve(EmbeddedPassword.FILE)))
                    .isNotZero();
            assertThat(asAnotherUser("ls " + dir)).isNotZero();
            assertThat(asAnotherUser("touch " + dir.resolve("postgres-bin/unpacked/planted")))
                    .isNotZero();
        }
    }

    @Test
    void aDirectoryOfAnEarlierVersionIsConvertedAndKeepsItsData() throws Exception {
        try (Running running = new Running(dir)) {
            running.ask("create table kept (id int); insert into kept values (42); select 1");
        }
        Path cluster = dir.resolve("postgres-17");
        Files.writeString(cluster.resolve("pg_hba.conf"), TRUST);
        Files.delete(dir.resolve(EmbeddedPassword.FILE));
        Path planted = Files.createDirectories(dir.resolve("postgres-bin/PG-16c5707c09eef4783fc1cb48f11a526d/bin"));
        Files.setPosixFilePermissions(dir.resolve("postgres-bin"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        String first;
        try (Running running = new Running(dir)) {
            first = running.starter.password();
            assertThat(running.ask("select id from kept")).isEqualTo("42");
            assertThatThrownBy(() -> running.answer("postgres", "")).isInstanceOf(SQLException.class);
            assertThat(planted).doesNotExist();
            assertThat(open(dir)).isEmpty();
        }
        try (Running again = new Running(dir)) {
            assertThat(again.starter.password()).isEqualTo(first);
            assertThat(again.ask("select id from kept")).isEqualTo("42");
        }
    }

    @Test
    void aDirectoryOfAnotherUserIsRefused() throws Exception {
        assumeTrue(isRoot());
        Files.createDirectories(dir);
        Files.setOwner(dir, dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThatThrownBy(() -> new EmbeddedPostgresStarter(new EmbeddedDatabaseProperties(dir, 0)).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to nobody");
        Path linked = temp.resolve("linked");
        Files.createSymbolicLink(linked, dir);
        assertThatThrownBy(() -> PrivateDirectory.prepare(linked)).isInstanceOf(IOException.class);
    }

    /** What others may do something with. */
    private static List<Path> open(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(path -> !Files.isSymbolicLink(path))
                    .filter(EmbeddedPostgresSecurityIT::isOpen)
                    .toList();
        }
    }

    private static boolean isOpen(Path path) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                    .endsWith("------");
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }

    /** The exit code of a command as a user who owns nothing; -1 where the tests do not run as root and cannot change the user. */
    private static int asAnotherUser(String command) throws Exception {
        if (!isRoot()) {
            return -1;
        }
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** A started server. */
    private static final class Running implements AutoCloseable {

        final EmbeddedPostgresStarter starter;
        private final EmbeddedPostgres postgres;

        Running(Path dir) throws IOException {
            starter = new EmbeddedPostgresStarter(new EmbeddedDatabaseProperties(dir, 0));
            postgres = starter.start();
        }

        String answer(String role, String password) throws SQLException {
            return ask("select current_user", role, password);
        }

        String ask(String sql) throws SQLException {
            return ask(sql, "postgres", starter.password());
        }

        private String ask(String sql, String role, String password) throws SQLException {
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
            try (Connection connection = DriverManager.getConnection(url, role, password);
                    Statement statement = connection.createStatement()) {
                boolean rows = statement.execute(sql);
                while (!rows) {
                    rows = statement.getMoreResults();
                }
                statement.getResultSet().next();
                return statement.getResultSet().getString(1);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            starter.release();
        }
    }
}
