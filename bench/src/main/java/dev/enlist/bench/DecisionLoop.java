package dev.enlist.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;

/**
 * Decides on one thread whenever told for how many milliseconds, and answers how many decisions per second that were.
 * A process of its own, since the stock engine brings another version of the FEEL library than the product.
 * Argument: the class of the FEEL engine's factory.
 */
public final class DecisionLoop {

    private static final Map<String, Object> INPUTS = Map.of(
            "state", "NY",
            "country", "US",
            "postalCode", "10001",
            "programType", "rebate",
            "programYear", 2026,
            "programActive", true);

    private DecisionLoop() {}

    public static void main(String[] args) throws Exception {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DefaultDmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setFeelEngineFactory(
                (FeelEngineFactory) Class.forName(args[0]).getConstructor().newInstance());
        DmnEngine engine = configuration.buildEngine();
        DmnDecision table;
        try (InputStream rules = DecisionLoop.class.getResourceAsStream("/bench-rules.dmn")) {
            table = engine.parseDecision("bench", rules);
        }
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order;
        while ((order = orders.readLine()) != null) {
            System.out.println("rate " + rate(engine, table, Long.parseLong(order)));
        }
    }

    private static double rate(DmnEngine engine, DmnDecision table, long milliseconds) throws IOException {
        long began = System.nanoTime();
        long end = began + milliseconds * 1_000_000;
        long decisions = 0;
        do {
            for (int i = 0; i < 50; i++) {
                Object status = engine.evaluateDecisionTable(table, INPUTS)
                        .getSingleResult()
                        .getEntry("status");
                if (!"eligible".equals(status)) {
                    throw new IOException("decided " + status);
                }
            }
            decisions += 50;
        } while (System.nanoTime() < end);
        return decisions * 1e9 / (System.nanoTime() - began);
    }
}
