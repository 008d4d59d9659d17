package dev.enlist.webhooks.web;

import dev.enlist.process.Node;
import dev.enlist.shared.Cuid;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures webhooks under load: two nodes, one PostgreSQL with fsync, a receiver that fails three of ten requests, and
 * nodes that are killed in turn. Run the main method with {@code -Denlist.jar=target/enlist.jar} and these arguments:
 * number of people (four status changes each; default 25,000), number of kills (default 10), number of clients (default
 * 8). The first tenth of the people is a baseline: the receiver accepts everything and no node is killed.
 */
final class DeliveryBenchmark {

    private DeliveryBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty(Node.OPTIONS, "");
        int people = args.length > 0 ? Integer.parseInt(args[0]) : 25_000;
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int clients = args.length > 2 ? Integer.parseInt(args[2]) : 8;
        Path directory = Path.of("target", "deliveries", Cuid.next()).toAbsolutePath();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .start()) {
            JdbcClient database = JdbcClient.create(postgres.getPostgresDatabase());
            try (DeliveryRun run = new DeliveryRun(directory, datasource(postgres), database)) {
                String instance = run.begin();
                round(run, "while all is well", instance, people / 10, clients, 0);
                run.receiver.failThreeInTen(true);
                round(run, "while three in ten fail", instance, people - people / 10, clients, kills);
                System.out.printf(
                        Locale.ROOT,
                        "status changes %,d, events %,d, arrived %,d, missing %,d, duplicates %,d, calls %,d, out of order"
                                + " %,d, badly signed %,d, given up %,d%n",
                        run.statusChanges(),
                        run.happened(),
                        run.receiver.events(),
                        run.missing().size(),
                        run.receiver.duplicates(),
                        run.receiver.calls(),
                        run.receiver.disorder().size(),
                        run.receiver.unsigned(),
                        run.givenUp());
            }
        }
        System.exit(0);
    }

    private static void round(DeliveryRun run, String name, String instance, int people, int clients, int kills)
            throws InterruptedException {
        run.receiver.forgetLatencies();
        int before = run.receiver.events();
        Instant began = Instant.now();
        run.work(instance, people, clients, kills);
        Instant made = Instant.now();
        while (!run.missing().isEmpty()) {
            TimeUnit.SECONDS.sleep(1);
        }
        Instant over = Instant.now();
        int events = run.receiver.events() - before;
        long[] latencies = run.receiver.latencies(0.5, 0.9, 0.99, 1);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d events, made in %d s, the last arrived %d s after; %.0f per second; p50 %d ms, p90 %d ms, p99 %d ms,"
                        + " longest %d ms; %d killed%n",
                name,
                events,
                Duration.between(began, made).toSeconds(),
                Duration.between(made, over).toSeconds(),
                events * 1000.0 / Duration.between(began, over).toMillis(),
                latencies[0],
                latencies[1],
                latencies[2],
                latencies[3],
                kills);
    }

    private static Map<String, String> datasource(EmbeddedPostgres postgres) {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "SPRING_DATASOURCE_USERNAME",
                "postgres",
                "SPRING_DATASOURCE_PASSWORD",
                "");
    }
}
