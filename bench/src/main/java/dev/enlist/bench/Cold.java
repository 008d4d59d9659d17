package dev.enlist.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Creates over HTTP right after a start, on a database that an earlier start has prepared, and after some minutes. */
final class Cold {

    private static final String DATABASE = "cold";
    private static final int CLIENTS = 16;
    private static final double SECONDS = 30;

    /** From the first request of the first count to that of the second. */
    private static final double LATER = 180;

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Cold(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        contenders.postgres().create(DATABASE);
        String instance;
        try (Server server = contenders.product(DATABASE)) {
            Product enlist = new Product(server);
            enlist.prepare(Benchmark.rules());
            instance = enlist.instance();
        }
        List<String> rows = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int start = 1; start <= plan.rounds(); start++) {
            try (Server server = contenders.product(DATABASE)) {
                Product enlist = new Product(server, instance);
                double cold = rate(enlist, instance, SECONDS);
                rate(enlist, instance, LATER - SECONDS);
                double warm = rate(enlist, instance, SECONDS);
                System.out.printf(Locale.ROOT, "  start %d: %.0f and %.0f creates per second%n", start, cold, warm);
                ratios.add(cold / warm);
                rows.add("| %d | %s | %s | %s |"
                        .formatted(start, Report.plain(cold), Report.plain(warm), Report.plain(cold / warm)));
            }
        }
        report.atLeast(
                "creates per second in the first 30 s after a start / after 180 s",
                0.5,
                Report.median(ratios.stream().mapToDouble(Double::doubleValue).toArray()));
        report.section(
                "Cold",
                CLIENTS + " clients from the moment on at which the node is ready.",
                "| start | creates per second in the first 30 s | from 180 to 210 s | ratio |",
                rows);
    }

    private static double rate(Product enlist, String instance, double seconds) {
        return Load.during(CLIENTS, seconds, () -> enlist.createNew(instance)).perSecond();
    }
}
