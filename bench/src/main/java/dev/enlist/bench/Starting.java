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
        List<Double> ourCpu = new ArrayList<>();
        List<Double> archivedCpu = new ArrayList<>();
        List<Double> theirCpu = new ArrayList<>();
        for (int round = 0; round <= plan.rounds(); round++) {
            // one after the other: none has to share the machine
            double product;
            double residentNow;
            double productCpu;
            try (Server server = contenders.product("starting")) {
                product = seconds(server);
                residentNow = server.residentMb();
                productCpu = server.cpuSeconds();
            }
            double fromArchive;
            double fromArchiveCpu;
            try (Server server = contenders.archivedProduct("starting")) {
                fromArchive = seconds(server);
                fromArchiveCpu = server.cpuSeconds();
            }
            double empty;
            double emptyCpu;
            try (Server server = contenders.empty("starting_empty")) {
                empty = seconds(server);
                emptyCpu = server.cpuSeconds();
            }
            System.out.printf(
                    Locale.ROOT,
                    "  round %d: product %.1f s, archived %.1f s, empty %.1f s; of CPU %.1f, %.1f and %.1f s%n",
                    round,
                    product,
                    fromArchive,
                    empty,
                    productCpu,
                    fromArchiveCpu,
                    emptyCpu);
            // the first makes the tables of the empty one
            if (round > 0) {
                ours.add(product);
                resident.add(residentNow);
                archived.add(fromArchive);
                theirs.add(empty);
                ourCpu.add(productCpu);
                archivedCpu.add(fromArchiveCpu);
                theirCpu.add(emptyCpu);
            }
        }
        double product = median(ours);
        double empty = median(theirs);
        report.atMost("start to ready / an empty Spring Boot and Camunda application", 1.4, product / empty);
        report.atMost("resident after the start, MB", 550, median(resident));
        report.section(
                "Starting",
                "Seconds from the command to the first answer, and seconds of CPU of the process until then, which swing less"
                        + " with other load; on a database with its tables. The product also unpacked and with an archive of"
                        + " its classes, as the Docker image starts it; the goal is about the plain jar.",
                "| application | seconds | CPU seconds |",
                List.of(
                        row("product", product, median(ourCpu)),
                        row("product, unpacked and archived", median(archived), median(archivedCpu)),
                        row("empty", empty, median(theirCpu))));
    }

    private static String row(String application, double seconds, double cpuSeconds) {
        return "| " + application + " | " + Report.plain(seconds) + " | " + Report.plain(cpuSeconds) + " |";
    }

    private static double seconds(Server server) {
        return server.start().toMillis() / 1000.0;
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
