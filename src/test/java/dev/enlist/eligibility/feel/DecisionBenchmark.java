package dev.enlist.eligibility.feel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;

/**
 * Decisions per second of a table of 8 rules over 6 inputs, on one thread, with the stock FEEL
 * engine and with ours, in turns. Run the main method; arguments: rounds (default 9) and seconds
 * for each engine in a round (default 1).
 */
final class DecisionBenchmark {

    private static final Map<String, Object> ENROLLMENT = Map.of(
            "state",
            "NY",
            "monthlyKwh",
            800,
            "manufacturerSlugs",
            List.of("tesla", "enphase"),
            "customerType",
            "residential",
            "programActive",
            true,
            "tags",
            List.of("a", "b"));

    private final DmnEngine engine;
    private final DmnDecision table;

    private DecisionBenchmark(FeelEngineFactory feel) {
        engine = CachedFeelEngineTests.dmnEngine(feel);
        table = DecisionTableFixture.eightRulesOverSixInputs().parsedBy(engine);
    }

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
        DecisionBenchmark stock = new DecisionBenchmark(new ScalaFeelEngineFactory());
        DecisionBenchmark ours = new DecisionBenchmark(new CachedFeelEngineFactory());
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            stock.decisionsPerSecond(seconds);
            ours.decisionsPerSecond(seconds);
        }

        double[] stockRates = new double[rounds];
        double[] ourRates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            stockRates[round] = stock.decisionsPerSecond(seconds);
            ourRates[round] = ours.decisionsPerSecond(seconds);
            System.out.printf(
                    Locale.ROOT, "round %d: stock %,.0f, ours %,.0f%n", round, stockRates[round], ourRates[round]);
        }
        double stockRate = median(stockRates);
        double ourRate = median(ourRates);
        System.out.printf(
                Locale.ROOT,
                "median decisions per second: stock %,.0f (%.1f us each), ours %,.0f (%.1f us each), ratio %.1f%n",
                stockRate,
                1e6 / stockRate,
                ourRate,
                1e6 / ourRate,
                ourRate / stockRate);
    }

    private double decisionsPerSecond(double seconds) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        int decisions = 0;
        do {
            for (int i = 0; i < 100; i++) {
                Object verdict = engine.evaluateDecisionTable(table, ENROLLMENT)
                        .getSingleResult()
                        .getSingleEntry();
                if (!"eligible".equals(verdict)) {
                    throw new IllegalStateException("decided " + verdict);
                }
            }
            decisions += 100;
        } while (System.nanoTime() < end);
        return decisions * 1e9 / (System.nanoTime() - start);
    }

    private static double median(double[] rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
