package dev.enlist.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The same table of eight rules over six inputs, on one thread: the stock FEEL of the engine, and the product's. */
final class Decisions {

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Decisions(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> stock = new ArrayList<>();
        String order = String.valueOf(Math.round(plan.seconds() * 500));
        try (Worker product = contenders.productDecisions();
                Worker engine = contenders.stockDecisions()) {
            for (int round = 0; round <= plan.rounds(); round++) {
                double product1 = product.rate(order);
                double stock1 = engine.rate(order);
                if (round > 0) {
                    ours.add(product1);
                    stock.add(stock1);
                }
            }
        }
        double our = median(ours);
        double theirs = median(stock);
        report.atLeast("decisions per second, one thread: product / stock FEEL", 50, our / theirs);
        report.section(
                "Decisions",
                "Per second, on one thread, through `DmnEngine`; median of " + plan.rounds() + " rounds.",
                "| engine | decisions per second |",
                List.of(
                        "| product | " + Report.plain(our) + " |",
                        "| stock FEEL of Camunda 7.24 | " + Report.plain(theirs) + " |"));
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
