package dev.enlist.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the embedded PostgreSQL as a durable one: the library is made for tests and would switch fsync
 * off. After {@code kill -9} of the JVM the postmaster lives on and holds the data directory: it is asked
 * to stop, then started anew; PostgreSQL recovers from its log.
 */
class EmbeddedPostgresStarter {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresStarter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Who owns the tables; the application comes as {@link ApplicationRoleCallback}. */
    static final String SUPERUSER = "postgres";

    /** Data of another major version cannot be opened, so the version belongs in the name. */
    private static final String DATA = "postgres-17";

    private final EmbeddedDatabaseProperties properties;
    private final List<EmbeddedPostgresCustomizer> customizers;
    private @Nullable FileChannel claim;
    private @Nullable EmbeddedPassword password;

    EmbeddedPostgresStarter(EmbeddedDatabaseProperties properties) {
        this(properties, List.of());
    }

    EmbeddedPostgresStarter(EmbeddedDatabaseProperties properties, List<EmbeddedPostgresCustomizer> customizers) {
        this.properties = properties;
        this.customizers = customizers;
    }

    EmbeddedPostgres start() throws IOException {
        Path dir = properties.dir().toAbsolutePath().normalize();
        Path data = dir.resolve(DATA);
        PrivateDirectory.prepare(dir);
        PrivateDirectory.prepare(data);
        claim(dir);
        stopOrphan(data);
        try {
            Path binaries = binaries(dir);
            EmbeddedPassword secret = new EmbeddedPassword(dir, binaries);
            password = secret;
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    // a resolver of its own: the library unpacks once per JVM for each resolver, wherever that was
                    .setPgBinaryResolver(new PostgresBinaries())
                    .setDataDirectoryCustomizer(secret::secure)
                    .setConnectConfig("password", secret.value())
                    // closed by Spring, after the connection pool
                    .setRegisterShutdownHook(false)
                    .setPort(properties.port())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    // its words go into our log: without the rows that it refuses, which name people
                    .setServerConfig("log_error_verbosity", "terse")
                    .setServerConfig("log_min_error_statement", "panic")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", "256MB");
            customizers.forEach(customizer -> customizer.customize(builder));
            EmbeddedPostgres postgres = builder.start();
            PrivateDirectory.closeAll(dir.resolve("postgres-bin"));
            PrivateDirectory.closeFiles(dir);
            PrivateDirectory.closeFiles(data);
            admitApplication(postgres, secret.value());
            log.info("Embedded PostgreSQL on port {}, data in {}", postgres.getPort(), data);
            return postgres;
        } catch (IOException | IllegalStateException e) {
            release();
            throw new IOException(
                    "The embedded PostgreSQL did not start in " + data
                            + ". As root it needs unshare(1), which some containers forbid: run as an ordinary user,"
                            + " or name a database in SPRING_DATASOURCE_URL.",
                    e);
        }
    }

    /** Lets the application sign in as a role of its own; so also in a directory that an earlier version made. */
    private static void admitApplication(EmbeddedPostgres postgres, String password) throws IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    do $$ begin
                      if not exists (select 1 from pg_roles where rolname = '%1$s') then
                        create role %1$s;
                      end if;
                      alter role %1$s login nosuperuser nobypassrls nocreaterole nocreatedb noreplication
                        password '%2$s';
                    end $$""".formatted(ApplicationRoleCallback.NAME, password));
        } catch (SQLException e) {
            postgres.close();
            throw new IOException("The role " + ApplicationRoleCallback.NAME + " could not be made.", e);
        }
    }

    /**
     * Where the library unpacks PostgreSQL. It gives the right to write in that directory to all, so the directory is one
     * within a private one. What an earlier version unpacked outside of it may have been changed by others, and goes.
     */
    private static Path binaries(Path dir) throws IOException {
        Path outer = PrivateDirectory.prepare(dir.resolve("postgres-bin"));
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(outer, "PG-*")) {
            for (Path one : earlier) {
                FileSystemUtils.deleteRecursively(one);
            }
        }
        return PrivateDirectory.prepare(outer.resolve("unpacked"));
    }

    /** What both roles sign in with, once the server has started. */
    String password() {
        if (password == null) {
            throw new IllegalStateException("The embedded PostgreSQL has not started.");
        }
        return password.value();
    }

    /**
     * Takes the directory for this process; the operating system gives it back when the process dies, however
     * it dies. Without it a second start would take the PostgreSQL of the first for an orphan, and stop it.
     */
    private void claim(Path dir) throws IOException {
        claim = FileChannel.open(dir.resolve("enlist.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = claim.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            claim.close();
            throw new IOException("Another Enlist is running on " + dir + "; ENLIST_DATA_DIR names a different place.");
        }
    }

    /** Lets another process have the directory. */
    void release() throws IOException {
        if (claim != null) {
            claim.close();
        }
    }

    private static void stopOrphan(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return;
        }
        long pid = Long.parseLong(lines.get(0).trim());
        Optional<ProcessHandle> orphan = ProcessHandle.of(pid).filter(EmbeddedPostgresStarter::isPostgres);
        if (orphan.isEmpty()) {
            return;
        }
        log.warn("Stopping the PostgreSQL {} that an earlier run left behind", pid);
        orphan.get().destroy();
        try {
            orphan.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL " + pid + " was stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL " + pid + " of an earlier run did not stop", e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> new File(command).getName().startsWith("postgres"))
                .orElse(false);
    }
}
