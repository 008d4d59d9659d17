package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Starts the packaged application in a process of its own, as an operator does. */
public final class Node implements AutoCloseable {

    /**
     * System property with options for its JVM. A node usually lives for seconds, too short for the C2 compiler to pay
     * off; a benchmark sets no options. Without that compiler the JVM reserves 48 MB for compiled code, which a busy node
     * fills within minutes and then interprets what is not compiled. Classes that the compiler of this build and its
     * libraries made need no verification.
     */
    public static final String OPTIONS = "enlist.node.options";

    public static final String KEY = "a-key-of-32-characters-or-more-for-tests";

    private static final HttpClient PROBE =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final int port;
    private final Path output;

    private Node(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** Starts a node; see {@link #untilReady}. Writes its output to a file of that name in the directory. */
    public static Node start(Path directory, String name, Map<String, String> environment) {
        return start(directory, name, environment, Set.of());
    }

    /**
     * Starts a node at the port in {@code SERVER_PORT}, as a machine comes back at its address, or at a free one.
     *
     * @param unset environment variables that are usually set and must be absent here
     */
    public static Node start(Path directory, String name, Map<String, String> environment, Set<String> unset) {
        String jar = System.getProperty("enlist.jar");
        assertThat(jar).as("the packaged application").isNotNull();
        return start(directory, name, environment, unset, jar);
    }

    /** The same with the packaged application of another release. */
    static Node start(Path directory, String name, Map<String, String> environment, Set<String> unset, String jar) {
        try {
            Files.createDirectories(directory);
            Path output = directory.resolve(name + ".log");
            int port = Integer.parseInt(environment.getOrDefault("SERVER_PORT", String.valueOf(freePort())));
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            ProcessBuilder builder = new ProcessBuilder(java.toString(), "-Xmx512m", "-jar", jar)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(n -> n.startsWith("ENLIST_") || n.startsWith("SPRING_"));
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("SERVER_PORT", String.valueOf(port));
            settings.put(
                    "JDK_JAVA_OPTIONS",
                    System.getProperty(
                            OPTIONS,
                            "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"
                                    + " -XX:MetaspaceSize=256m"
                                    + " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
                                    + " -XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages"));
            settings.put("ENLIST_DEMO", "false");
            settings.put("ENLIST_SHUTDOWN_GRACE", "0s");
            settings.put("ENLIST_API_KEY", KEY);
            settings.put("ENLIST_ADMIN_PASSWORD", "test-administrator");
            settings.putAll(environment);
            settings.keySet().removeAll(unset);
            builder.environment().putAll(settings);
            return new Node(builder.start(), port, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public Node untilReady() {
        Await.until(
                "readiness",
                () -> {
                    assertThat(process.isAlive()).as(this::output).isTrue();
                    return isReady();
                },
                this::output);
        return this;
    }

    /** Waits until the process has ended by itself, and returns its output. */
    String untilItGivesUp() {
        Await.until("the end of one that cannot start", () -> !process.isAlive(), this::output);
        return output();
    }

    boolean isReady() {
        try {
            URI probe = URI.create(url() + "/actuator/health/readiness");
            return PROBE.send(
                                    HttpRequest.newBuilder(probe)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public Api api() {
        return new Api(url(), KEY);
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded database of a node that runs on this directory, as its owner. */
    public static DataSource databaseIn(Path data) {
        try {
            List<String> process = Files.readAllLines(data.resolve("postgres-17/postmaster.pid"));
            return new DriverManagerDataSource(
                    "jdbc:postgresql://127.0.0.1:" + process.get(3).trim() + "/postgres",
                    "postgres",
                    Files.readString(data.resolve("postgres.password")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process like {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Stops the process without ending it, as a long garbage collection or an overcommitted host does. */
    public void freeze() {
        signal("STOP");
    }

    /** Continues a process that was {@linkplain #freeze frozen}. */
    public void thaw() {
        if (process.isAlive()) {
            signal("CONT");
        }
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(status).as("kill -" + name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Requests a stop and returns whether the process ended in time. */
    public boolean stopsWithin(int seconds) {
        process.destroy();
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Requests a stop and waits for the end of the process. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
