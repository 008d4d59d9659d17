package dev.enlist.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists, searches, reports, the inbox and Tasklist on two databases in turns, one with few and one with very many
 * enrollments: an import of a thousand, multiplied by SQL ({@link Multiplication}). Takes long and much disk (about 4.5 GB for each
 * million), so it runs only by name.
 */
final class Scale {

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Scale(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        Postgres postgres = contenders.postgres();
        postgres.create("few");
        int few = plan.small() / Inbox.SEED;
        int many = plan.large() / Inbox.SEED;
        String instance;
        try (Server server = contenders.product("few");
                Connection database = postgres.connect("few")) {
            Product enlist = new Product(server);
            enlist.prepare(Benchmark.rules());
            Inbox.seed(enlist);
            enlist.untilCounted();
            instance = enlist.instance();
            new Multiplication(database, instance).copy(1, few);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        postgres.copy("few", "many");
        try (Connection database = postgres.connect("many")) {
            new Multiplication(database, instance).copy(few, many);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long gigabytes = postgres.number("many", "select pg_database_size('many') / 1000000000");
        untilReady();
        try (Server small = contenders.product("few");
                Server large = contenders.product("many")) {
            Product enlist = new Product(large, instance);
            List<Map<String, Double>> medians = Readings.medians(
                    List.of(requests(new Product(small, instance), few), requests(enlist, many)));
            report(report, medians, gigabytes);
            new ConsoleCalls(enlist).measure(report, plan.large());
        }
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

    private void report(Report report, List<Map<String, Double>> medians, long gigabytes) {
        String sizes = "%,d / at %,d".formatted(plan.large(), plan.small());
        double worst = medians.get(0).keySet().stream()
                .filter(name -> !name.endsWith(Inbox.WORKLOAD))
                .mapToDouble(name -> medians.get(1).get(name) / medians.get(0).get(name))
                .max()
                .orElseThrow();
        report.atMost("list, search, report, inbox at " + sizes + ", the worst", 1.5, worst);
        report.section(
                "Reading at %,d enrollments".formatted(plan.large()),
                ("Median of %d requests of each kind by one client, all kinds and both databases in turns, ms. %,d of %,d enrollments"
                                + " wait for a person. An import of %,d, multiplied by SQL to %,d and to %,d; the larger database has %d GB."
                                + " Reports read their own tables, which hold what the %,d did.")
                        .formatted(
                                Readings.COUNT,
                                Inbox.open(plan.large() / Inbox.SEED),
                                plan.large(),
                                Inbox.SEED,
                                plan.small(),
                                plan.large(),
                                gigabytes,
                                Inbox.SEED),
                "| request | at %,d | at %,d | ratio |".formatted(plan.small(), plan.large()),
                Readings.rows(medians.get(0), medians.get(1)));
    }
}
