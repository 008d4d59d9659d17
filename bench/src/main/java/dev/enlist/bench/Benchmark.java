package dev.enlist.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs every measurement and writes {@code docs/benchmarks.md}. Argument: the directory of the project. System
 * properties: {@code bench.rounds} (5), {@code bench.seconds} of a round (10), {@code bench.small} (10000) and
 * {@code bench.large} (1000000) enrollments for what must not grow, {@code bench.only}: names of measurements,
 * separated by commas, in which case the page is not written.
 *
 * <p>{@code scale} runs only by name: it reads at {@code bench.large} and, unless 0, at {@code bench.middle} (0) enrollments that
 * are multiplied by SQL, and waits after their fill for the file {@code bench.ready}, if that property is given.
 *
 * <p>Two more run only by name, and need {@code bench.other}, the directory of a build on another engine:
 * {@code engines} compares the two, {@code change} opens a database with {@code bench.open} (100000) enrollments of one
 * with the other. Each replaces its section of {@code docs/engine-change.md}.
 */
public final class Benchmark {

    /** How long and how often. */
    record Plan(int rounds, double seconds, int small, int large, int open) {

        static Plan ofProperties() {
            return new Plan(
                    Integer.getInteger("bench.rounds", 5),
                    Double.parseDouble(System.getProperty("bench.seconds", "10")),
                    Integer.getInteger("bench.small", 10_000),
                    Integer.getInteger("bench.large", 1_000_000),
                    Integer.getInteger("bench.open", 100_000));
        }
    }

    private Benchmark() {}

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]).toAbsolutePath().normalize();
        List<String> only = List.of(System.getProperty("bench.only", "all").split(","));
        boolean all = only.contains("all");
        Plan plan = Plan.ofProperties();
        Report report = new Report();
        try (Contenders contenders = Contenders.of(root)) {
            if (all || only.contains("decisions")) {
                new Decisions(contenders, plan).measure(report);
            }
            if (all || only.contains("requests")) {
                new Requests(contenders, plan).measure(report);
            }
            if (all || only.contains("writes")) {
                new Writes(contenders).measure(report);
            }
            if (all || only.contains("bulk")) {
                new Bulk(contenders, plan).measure(report);
            }
            if (all || only.contains("growth")) {
                new Growth(contenders, plan).measure(report);
            }
            if (all || only.contains("inbox")) {
                new Inbox(contenders, plan).measure(report);
            }
            if (only.contains("scale")) {
                new Scale(contenders, plan).measure(report);
            }
            if (all || only.contains("forms")) {
                new Forms(contenders, plan).measure(report);
            }
            if (all || only.contains("overload")) {
                new Overload(contenders, plan).measure(report);
            }
            if (all || only.contains("cold")) {
                new Cold(contenders, plan).measure(report);
            }
            if (all || only.contains("start")) {
                new Starting(contenders, plan).measure(report);
            }
            Report engines = new Report();
            if (only.contains("engines")) {
                new EngineComparison(contenders, plan).measure(engines);
            }
            if (only.contains("change")) {
                new EngineChange(contenders, plan).measure(engines);
            }
            engines.replaceIn(
                    root.resolve("docs/engine-change.md"),
                    "Run on %s. Machine: %s. Commit: %s."
                            .formatted(LocalDate.now(ZoneOffset.UTC), machine(contenders), commit(root)));
            if (all) {
                report.write(root.resolve("docs/benchmarks.md"), machine(contenders), commit(root));
            } else {
                System.out.println(report.details() + engines.details());
                System.out.println("Machine: " + machine(contenders) + ". Commit: " + commit(root) + ".");
            }
        }
    }

    static String rules() throws IOException {
        try (InputStream rules = Benchmark.class.getResourceAsStream("/bench-rules.dmn")) {
            return new String(rules.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String machine(Contenders contenders) throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return "%d cores of %s, %s %s, JDK %s, PostgreSQL %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        contenders.postgres().version());
    }

    private static String commit(Path root) throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .directory(root.toFile())
                .start();
        try {
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? "`" + commit + "`" : "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
