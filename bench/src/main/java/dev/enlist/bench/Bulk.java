package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;

/** What comes in batches: an import against the bare engine and against COPY, bulk decisions against single ones. */
final class Bulk {

    private static final int ROWS = 20_000;
    private static final int DECISIONS = 2_000;
    private static final int CLIENTS = 16;

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Bulk(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        Postgres postgres = contenders.postgres();
        List.of("bulk", "bulk_bare", "floor").forEach(postgres::create);
        try (Server product = contenders.product("bulk");
                Worker bare = contenders.bareEngine("bulk_bare")) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            imports(report, enlist, product, bare);
            decisions(report, enlist);
        }
    }

    private void imports(Report report, Product enlist, Server product, Worker bare) {
        Postgres postgres = contenders.postgres();
        postgres.update("floor", """
                create table enrollment (email text primary key, first_name text, last_name text, street text,
                    city text, state text, postal_code text, country text, manufacturers text, monthly_kwh numeric)""");
        List<Double> imported = new ArrayList<>();
        List<Double> started = new ArrayList<>();
        List<Double> copied = new ArrayList<>();
        List<Double> statements = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            String rows = People.csv("import" + round, ROWS);
            long asked = postgres.statements("bulk");
            double used = product.cpuSeconds() + postgres.cpuSeconds();
            double ours = importAll(enlist, enlist.newInstance(), rows, ROWS);
            double spent = product.cpuSeconds() + postgres.cpuSeconds() - used;
            asked = postgres.statements("bulk") - asked;
            double engine = bare.rate("starts " + Math.round(plan.seconds() * 500));
            double floor = copy(rows);
            System.out.printf(
                    Locale.ROOT,
                    "  round %d: import %,.0f rows per second, bare engine %,.0f, COPY %,.0f%n",
                    round,
                    ours,
                    engine,
                    floor);
            if (round > 0) {
                imported.add(ours);
                started.add(engine);
                copied.add(floor);
                statements.add(asked / (double) ROWS);
                cpu.add(spent * 1000 / ROWS);
            }
        }
        report.atLeast("import rows / bare engine one by one", 10, median(imported) / median(started));
        report.atLeast("import / `COPY` of the same rows", 0.05, median(imported) / median(copied));
        report.section(
                "Import",
                "%,d rows each, from the request to `completed`, rules and all; the bare engine starts one by one on one"
                                .formatted(ROWS)
                        + " thread with the settings it has; COPY fills a table with a primary key and nothing else.",
                "| contender | rows per second | statements per row | CPU ms per row |",
                List.of(
                        "| import | %s | %s | %s |"
                                .formatted(
                                        Report.plain(median(imported)),
                                        Report.plain(median(statements)),
                                        Report.plain(median(cpu))),
                        "| bare engine | " + Report.plain(median(started)) + " | | |",
                        "| `COPY` | " + Report.plain(median(copied)) + " | | |"));
    }

    /** From the request to the end; rows per second. */
    static double importAll(Product enlist, String instance, String csv, int rows) {
        long began = System.nanoTime();
        JsonNode done = enlist.importCsv(instance, csv);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (done.path("created").asInt() != rows) {
            throw new IllegalStateException("imported " + done);
        }
        return rows / seconds;
    }

    private double copy(String csv) {
        try (Connection connection = contenders.postgres().connect("floor")) {
            long began = System.nanoTime();
            long copied = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy enrollment from stdin (format csv, header)", new StringReader(csv));
            return copied * 1e9 / (System.nanoTime() - began);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void decisions(Report report, Product enlist) {
        List<Double> together = new ArrayList<>();
        List<Double> singly = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            String instance = enlist.newInstance();
            importAll(enlist, instance, People.csv("bulk" + round, DECISIONS), DECISIONS);
            enlist.bulk("submit", instance, "eligible");
            double bulk = DECISIONS / seconds(() -> enlist.bulk("approve", instance, "submitted"));
            String other = enlist.newInstance();
            importAll(enlist, other, People.csv("single" + round, DECISIONS), DECISIONS);
            enlist.bulk("submit", other, "eligible");
            List<Load.Request> approvals = enlist.enrollments(other, DECISIONS).stream()
                    .map(id -> enlist.step(id, "approve"))
                    .toList();
            double single = Load.each(CLIENTS, approvals, body -> {}).perSecond();
            System.out.printf(
                    Locale.ROOT, "  round %d: bulk %,.0f approvals per second, singly %,.0f%n", round, bulk, single);
            if (round > 0) {
                together.add(bulk);
                singly.add(single);
            }
        }
        report.atLeast("bulk approve / single approves over HTTP", 5, median(together) / median(singly));
        report.section(
                "Approving many",
                "%,d approvals in one bulk decision, from the request to `completed`, and one by one with %d clients."
                        .formatted(DECISIONS, CLIENTS),
                "| way | approvals per second |",
                List.of(
                        "| bulk decision | " + Report.plain(median(together)) + " |",
                        "| one by one | " + Report.plain(median(singly)) + " |"));
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
