package dev.enlist.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        contenders.archive("starting");
        List<Double> ours = new ArrayList<>();
        List<Double> archived = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            // one after the other: none has to share the machine
            double product;
            double residentNow;
            try (Server server = contenders.product("starting")) {
                product = seconds(server);
                residentNow = server.residentMb();
            }
            double fromArchive;
            try (Server server = contenders.archivedProduct("starting")) {
                fromArchive = seconds(server);
            }
            double empty;
            try (Server server = contenders.empty("starting_empty")) {
                empty = seconds(server);
            }
            System.out.printf(
                    Locale.ROOT,
                    "  round %d: product %.1f s, archived %.1f s, empty %.1f s%n",
                    round,
                    product,
                    fromArchive,
                    empty);
            // the first makes the tables of the empty one
            if (round > 0) {
                ours.add(product);
                resident.add(residentNow);
                archived.add(fromArchive);
                theirs.add(empty);
            }
        }
        double product = median(ours);
        double empty = median(theirs);
        report.atMost("start to ready / an empty Spring Boot and Camunda application", 1.3, product / empty);
        report.atMost("resident after the start, MB", 700, median(resident));
        report.section(
                "Starting",
                "Seconds from the command to the first answer, on a database with its tables. The product also unpacked and"
                        + " with an archive of its classes, as the Docker image starts it; the goal is about the plain jar.",
                "| application | seconds |",
                List.of(
                        "| product | " + Report.plain(product) + " |",
                        "| product, unpacked and archived | " + Report.plain(median(archived)) + " |",
                        "| empty | " + Report.plain(empty) + " |"));
    }

    private static double seconds(Server server) {
        return server.start().toMillis() / 1000.0;
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
