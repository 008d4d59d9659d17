package dev.enlist.database;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password of the embedded PostgreSQL, generated once and kept in a file that its owner alone may read. The library
 * makes clusters that trust every local user; such a cluster, new or made by an earlier version, gets the password while
 * no server runs on it (PostgreSQL's single-user mode), and asks for it from then on.
 */
class EmbeddedPassword {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPassword.class);

    static final String FILE = "postgres.password";

    private static final int BYTES = 24;
    private static final long SECONDS = 120;

    /** Replaces the file that {@code initdb -A trust} writes. */
    static final String ACCESS = """
            # written by Enlist, which replaces it at each start: with the password of postgres.password, or not at all
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final Path file;
    private final Path binaries;
    private final String password;

    /**
     * @param dir      data directory of Enlist
     * @param binaries where the library unpacks PostgreSQL
     */
    EmbeddedPassword(Path dir, Path binaries) throws IOException {
        this.file = dir.resolve(FILE);
        this.binaries = binaries;
        this.password = Files.exists(file) ? Files.readString(file).strip() : generate();
    }

    /** Letters and digits. */
    String value() {
        return password;
    }

    private static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Sets the password where the cluster does not ask for it yet. No server runs on the cluster. */
    void secure(File cluster) {
        try {
            Path access = cluster.toPath().resolve("pg_hba.conf");
            if (Files.exists(file) && Files.readString(access).equals(ACCESS)) {
                return;
            }
            setPassword(cluster.toPath());
            PrivateDirectory.write(file, password);
            PrivateDirectory.write(access, ACCESS);
            log.info("The embedded PostgreSQL asks for the password in {}", file);
        } catch (IOException e) {
            throw new IllegalStateException("The embedded PostgreSQL could not be given a password.", e);
        }
    }

    private void setPassword(Path cluster) throws IOException {
        List<String> command = new ArrayList<>(asOtherThanRoot());
        command.addAll(List.of(postgres().toString(), "--single", "-D", cluster.toString(), "postgres"));
        Path said = Files.createTempFile(file.getParent(), "single-user", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try (var input = process.outputWriter(StandardCharsets.US_ASCII)) {
                input.write("set password_encryption = 'scram-sha-256'\n");
                input.write("alter role " + EmbeddedPostgresStarter.SUPERUSER + " password '" + password + "'\n");
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("PostgreSQL's single-user mode did not end within " + SECONDS + " seconds.");
            }
            String words = Files.readString(said, StandardCharsets.ISO_8859_1);
            if (process.exitValue() != 0 || words.contains("ERROR:") || words.contains("FATAL:")) {
                throw new IOException("PostgreSQL's single-user mode refused: " + words.replace(password, "***"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the password was set.", e);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own allows it, as the library does for the server. */
    private static List<String> asOtherThanRoot() {
        boolean root = "root".equals(System.getProperty("user.name")) && File.separatorChar == '/';
        return root ? List.of("unshare", "-U") : List.of();
    }

    private Path postgres() throws IOException {
        try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(binaries, "PG-*")) {
            for (Path one : unpacked) {
                for (String name : List.of("postgres", "postgres.exe")) {
                    Path program = one.resolve("bin").resolve(name);
                    if (Files.exists(program)) {
                        return program;
                    }
                }
            }
        }
        throw new IOException("No PostgreSQL was unpacked in " + binaries + ".");
    }
}
