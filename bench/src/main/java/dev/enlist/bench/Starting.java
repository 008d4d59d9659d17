package dev.enlist.bench;

import java.util.ArrayList;
import java.util.List;

/** From the command to the first answer on a database that is there already, against an application of the engine alone. */
final class Starting {

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Starting(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) {
        List.of("starting", "starting_empty").forEach(contenders.postgres()::create);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            try (Server product = contenders.product("starting");
                    Server empty = contenders.empty("starting_empty")) {
                // the first makes the tables
                if (round > 0) {
                    ours.add(product.start().toMillis() / 1000.0);
                    theirs.add(empty.start().toMillis() / 1000.0);
                    resident.add(product.residentMb());
                }
            }
        }
        double product = median(ours);
        double empty = median(theirs);
        report.atMost("start to ready / an empty Spring Boot and Camunda application", 1.3, product / empty);
        report.atMost("resident after the start, MB", 700, median(resident));
        report.section(
                "Starting",
                "Seconds from the command to the first answer, on a database with its tables.",
                "| application | seconds |",
                List.of("| product | " + Report.plain(product) + " |", "| empty | " + Report.plain(empty) + " |"));
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
