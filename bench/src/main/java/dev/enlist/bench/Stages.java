package dev.enlist.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures who stands against whom in turns. First rounds that do not count, the same for each: a fresh JVM spends most
 * of its time compiling, and the more code it runs, the longer.
 */
final class Stages {

    static final int WARM_UPS = 12;

    /** What one contender did in one round, per request where nothing else is said. */
    record Round(double perSecond, double p50, double p99, double jvmMillis, double postgresMillis, double statements) {}

    /**
     * @param server   null where there is none of its own
     * @param database whose statements count
     */
    record Contender(String name, Server server, String database, Supplier<Load.Result> work) {}

    private final Postgres postgres;

    Stages(Postgres postgres) {
        this.postgres = postgres;
    }

    Map<String, List<Round>> inTurns(int rounds, List<Contender> contenders) {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (int round = 1 - WARM_UPS; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Round done = round(contender);
                System.out.printf(
                        Locale.ROOT,
                        "  %s %-8s %,8.0f per second, p50 %.1f ms, p99 %.1f ms, CPU %.2f + %.2f ms, %.1f statements%n",
                        round < 1 ? "warm-up" : "round " + round,
                        contender.name(),
                        done.perSecond(),
                        done.p50(),
                        done.p99(),
                        done.jvmMillis(),
                        done.postgresMillis(),
                        done.statements());
                if (round > 0) {
                    results.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                            .add(done);
                }
            }
        }
        return results;
    }

    private Round round(Contender contender) {
        double jvm = contender.server() == null ? 0 : contender.server().cpuSeconds();
        double database = postgres.cpuSeconds();
        long statements = postgres.statements(contender.database());
        Load.Result result = contender.work().get();
        int count = Math.max(1, result.count());
        return new Round(
                result.perSecond(),
                result.percentile(0.5),
                result.percentile(0.99),
                contender.server() == null ? 0 : (contender.server().cpuSeconds() - jvm) * 1000 / count,
                (postgres.cpuSeconds() - database) * 1000 / count,
                (postgres.statements(contender.database()) - statements) / (double) count);
    }
}
