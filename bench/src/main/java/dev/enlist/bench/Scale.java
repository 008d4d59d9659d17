package dev.enlist.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Lists, searches, reports, the inbox and Tasklist on two or three databases in turns, one with few and the others with very many
 * enrollments: an import of a thousand, multiplied by SQL ({@link Multiplication}). Takes long and much disk (about 4.5 GB for each
 * million), so it runs only by name.
 */
final class Scale {

    /** A database with so many copies of the seed. */
    private record Filled(String database, int copies) {

        int enrollments() {
            return copies * Inbox.SEED;
        }
    }

    private final Contenders contenders;
    private final List<Filled> sizes;

    Scale(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.sizes = IntStream.of(plan.small(), Integer.getInteger("bench.middle", 0), plan.large())
                .filter(size -> size > 0)
                .mapToObj(size -> new Filled("of" + size, size / Inbox.SEED))
                .toList();
    }

    void measure(Report report) throws IOException {
        String instance = fill();
        Map<Filled, Long> gigabytes = new LinkedHashMap<>();
        sizes.forEach(size -> gigabytes.put(
                size,
                contenders
                        .postgres()
                        .number(size.database(), "select pg_database_size(current_database()) / 1000000000")));
        untilReady();
        List<Server> servers = new ArrayList<>();
        try {
            List<Map<String, Load.Request>> requests = new ArrayList<>();
            for (Filled size : sizes) {
                Server server = contenders.product(size.database());
                servers.add(server);
                requests.add(requests(new Product(server, instance), size.copies()));
            }
            List<Map<String, Double>> medians = Readings.medians(requests);
            for (int i = 1; i < sizes.size(); i++) {
                report(report, sizes.get(i), medians.get(0), medians.get(i), gigabytes.get(sizes.get(i)));
            }
            for (int i = 1; i < sizes.size(); i++) {
                new ConsoleCalls(new Product(servers.get(i), instance))
                        .measure(report, sizes.get(i).enrollments());
            }
        } finally {
            servers.forEach(Server::close);
        }
    }

    /** Fills each database, the larger ones from a copy of the one before. Returns the id of the program instance. */
    private String fill() throws IOException {
        Postgres postgres = contenders.postgres();
        Filled first = sizes.get(0);
        postgres.create(first.database());
        String instance;
        try (Server server = contenders.product(first.database())) {
            Product enlist = new Product(server);
            enlist.prepare(Benchmark.rules());
            Inbox.seed(enlist);
            enlist.untilCounted();
            instance = enlist.instance();
        }
        int copies = 1;
        for (Filled size : sizes) {
            if (size != first) {
                postgres.copy(sizes.get(sizes.indexOf(size) - 1).database(), size.database());
            }
            try (Connection database = postgres.connect(size.database())) {
                new Multiplication(database, instance).copy(copies, size.copies());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            copies = size.copies();
        }
        return instance;
    }

    /** With the property {@code bench.ready}, until this file is there: others may use the machine until then. */
    private static void untilReady() {
        String file = System.getProperty("bench.ready", "");
        if (!file.isEmpty()) {
            System.out.println("Filled; waits for " + file);
            while (!Files.exists(Path.of(file))) {
                Product.pause();
            }
        }
    }

    private static Map<String, Load.Request> requests(Product enlist, int copies) {
        String email = "%d-seed-%d@example.com";
        Map<String, Load.Request> requests = new LinkedHashMap<>(Growth.requests(
                enlist, email.formatted(copies / 2, 500), email.formatted(copies / 3, 333), "Last333x" + copies / 3));
        Inbox.requests(enlist, Reviewer.signedIn(enlist.url(), Product.ADMINISTRATOR, Product.PASSWORD))
                .forEach((name, request) ->
                        requests.put(name.startsWith("Tasklist") ? name : "inbox: " + name, request));
        return requests;
    }

    private void report(
            Report report, Filled size, Map<String, Double> few, Map<String, Double> many, long gigabytes) {
        int small = sizes.get(0).enrollments();
        String compared = "%,d / at %,d".formatted(size.enrollments(), small);
        double worst = few.keySet().stream()
                .filter(name -> !name.endsWith(Inbox.WORKLOAD))
                .mapToDouble(name -> many.get(name) / few.get(name))
                .max()
                .orElseThrow();
        report.atMost("list, search, report, inbox at " + compared + ", the worst", 1.5, worst);
        report.section(
                "Reading at %,d enrollments".formatted(size.enrollments()),
                ("Median of %d requests of each kind by one client, all kinds and all databases in turns, ms. %,d of %,d enrollments"
                                + " wait for a person. An import of %,d, multiplied by SQL to %,d and to %,d; the larger database has %d GB."
                                + " Reports read their own tables, which hold what the %,d did.")
                        .formatted(
                                Readings.COUNT,
                                Inbox.open(size.copies()),
                                size.enrollments(),
                                Inbox.SEED,
                                small,
                                size.enrollments(),
                                gigabytes,
                                Inbox.SEED),
                "| request | at %,d | at %,d | ratio |".formatted(small, size.enrollments()),
                Readings.rows(few, many));
    }
}
