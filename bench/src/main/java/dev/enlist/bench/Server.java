package dev.enlist.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that serves HTTP. Every contender gets the same heap. */
final class Server implements AutoCloseable {

    /** Of jstat: both survivor spaces, eden and the old generation. */
    private static final Set<String> HEAP_IN_USE = Set.of("S0U", "S1U", "EU", "OU");

    /** {@code -Dbench.start} in seconds, for machines with other load. */
    private static final Duration LONGEST_START = Duration.ofSeconds(Long.getLong("bench.start", 180));

    private static final int LONGEST_RUN_MINUTES = 10;

    private final String name;
    private final Process process;
    private final int port;
    private final Duration start;

    private Server(String name, Process process, int port, Duration start) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.start = start;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param command what follows {@code java -Xmx512m}
     * @param probe   path that answers 200 once it serves
     */
    static Server start(Path logs, String name, List<String> command, Map<String, String> environment, String probe) {
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            List<String> line = new ArrayList<>(
                    List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
            line.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(logs.resolve(name + ".log").toFile());
            builder.environment().keySet().removeIf(n -> n.startsWith("ENLIST_") || n.startsWith("SPRING_"));
            builder.environment().put("SERVER_PORT", String.valueOf(port));
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            while (!serves(port, probe)) {
                if (!process.isAlive() || System.nanoTime() - began > LONGEST_START.toNanos()) {
                    process.destroyForcibly();
                    throw new IllegalStateException(name + " did not start; see " + logs.resolve(name + ".log"));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return new Server(name, process, port, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a JVM to its end. */
    static void run(Path logs, String name, List<String> command, Map<String, String> environment) {
        Path log = logs.resolve(name + ".log");
        try {
            List<String> line = new ArrayList<>(
                    List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
            line.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().putAll(environment);
            builder.environment().put("SERVER_PORT", "0");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LONGEST_RUN_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end well; see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean serves(int port, String probe) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + probe).toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** From the start of the process to its first answer. */
    Duration start() {
        return start;
    }

    /** Seconds of CPU used since its start. */
    double cpuSeconds() {
        return Proc.cpuSeconds(process.pid());
    }

    /** Resident memory now, in MB. */
    double residentMb() {
        return Proc.residentMb(process.pid());
    }

    /** Heap in use behind a full collection, in MB: what is held, and not what has not been cleared away yet. */
    double liveHeapMb() {
        ask("jcmd", String.valueOf(process.pid()), "GC.run");
        String[] lines = ask("jstat", "-gc", String.valueOf(process.pid())).split("\n");
        String[] names = lines[0].trim().split("\\s+");
        String[] figures = lines[1].trim().split("\\s+");
        double kilobytes = 0;
        for (int i = 0; i < names.length; i++) {
            if (HEAP_IN_USE.contains(names[i])) {
                kilobytes += Double.parseDouble(figures[i]);
            }
        }
        return kilobytes / 1024;
    }

    private static String ask(String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.set(0, Path.of(System.getProperty("java.home"), "bin", command[0]).toString());
        try {
            Process tool = new ProcessBuilder(line).start();
            String answer = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(line + " ended with " + tool.exitValue());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of a file of this directory, for what went wrong. */
    static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
