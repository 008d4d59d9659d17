package dev.enlist.bench;

import dev.enlist.bench.Contenders.Build;
import dev.enlist.bench.Stages.Contender;
import dev.enlist.bench.Stages.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same tree on two engines, in one run and in turns, each with its own JVM and database: creates over HTTP, imports,
 * approvals in bulk, pages of tasks, and decisions.
 */
final class EngineComparison {

    private static final int CLIENTS = 16;
    private static final int MOST_ROWS = 5_000;
    private static final int TASK_REPEATS = 40;

    private final Contenders contenders;
    private final Benchmark.Plan plan;
    private final int chunk;
    private final List<String> rows = new ArrayList<>();

    EngineComparison(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
        this.chunk = Math.min(MOST_ROWS, plan.small());
    }

    void measure(Report report) throws IOException {
        decisions();
        Map<Build, String> databases = new EnumMap<>(Build.class);
        for (Build build : Build.values()) {
            databases.put(build, "engine_" + build.engine().toLowerCase(Locale.ROOT));
            contenders.postgres().create(databases.get(build));
        }
        try (Server first = contenders.product(Build.THIS, databases.get(Build.THIS));
                Server second = contenders.product(Build.OTHER, databases.get(Build.OTHER))) {
            Map<Build, Server> servers = new EnumMap<>(Map.of(Build.THIS, first, Build.OTHER, second));
            Map<Build, Product> products = new EnumMap<>(Build.class);
            for (Build build : Build.values()) {
                Product product = new Product(servers.get(build));
                product.prepare(Benchmark.rules());
                products.put(build, product);
            }
            add("start to ready, seconds", build -> servers.get(build).start().toMillis() / 1000.0);
            creates(servers, products, databases);
            chunks(products);
            tasks(servers);
            add("resident at the end, MB", build -> servers.get(build).residentMb());
        }
        report.section(
                "Two engines",
                ("The same tree on Camunda 7.24 and on the build in `bench.other`, in turns; medians of %d rounds."
                                + " Creates: %d clients, %s s a round. Imports and approvals: %,d rows a round. Tasks:"
                                + " %d requests of each kind by one client.")
                        .formatted(plan.rounds(), CLIENTS, Report.plain(plan.seconds()), chunk, TASK_REPEATS),
                "| work | Camunda | Operaton | ratio |",
                rows);
    }

    private void decisions() throws IOException {
        String order = String.valueOf(Math.round(plan.seconds() * 500));
        Map<Build, List<Double>> rates = lists();
        try (Worker first = contenders.productDecisions(Build.THIS);
                Worker second = contenders.productDecisions(Build.OTHER)) {
            for (int round = 0; round <= plan.rounds(); round++) {
                double ours = first.rate(order);
                double theirs = second.rate(order);
                if (round > 0) {
                    rates.get(Build.THIS).add(ours);
                    rates.get(Build.OTHER).add(theirs);
                }
            }
        }
        add("decisions per second, one thread", rates);
    }

    private void creates(Map<Build, Server> servers, Map<Build, Product> products, Map<Build, String> databases) {
        List<Contender> turns = new ArrayList<>();
        for (Build build : Build.values()) {
            Product product = products.get(build);
            turns.add(new Contender(
                    build.engine(),
                    servers.get(build),
                    databases.get(build),
                    () -> Load.during(CLIENTS, plan.seconds(), product::create)));
        }
        Map<String, List<Round>> results = new Stages(contenders.postgres()).inTurns(plan.rounds(), turns);
        add("creates per second", build -> median(results.get(build.engine()), Round::perSecond));
        add("creates, p50 ms", build -> median(results.get(build.engine()), Round::p50));
        add("creates, p99 ms", build -> median(results.get(build.engine()), Round::p99));
        add("creates, CPU ms of the JVM", build -> median(results.get(build.engine()), Round::jvmMillis));
        add("creates, statements", build -> median(results.get(build.engine()), Round::statements));
    }

    private void chunks(Map<Build, Product> products) {
        Map<Build, List<Double>> imports = lists();
        Map<Build, List<Double>> approvals = lists();
        for (int round = 0; round <= plan.rounds(); round++) {
            for (Build build : Build.values()) {
                Product product = products.get(build);
                String instance = product.newInstance();
                double imported = Bulk.importAll(product, instance, People.csv("round" + round, chunk), chunk);
                product.bulk("submit", instance, "eligible");
                long began = System.nanoTime();
                // a tenth stays, so that the filters of Tasklist have something to show
                product.approveSome(instance, chunk * 9 / 10);
                double approved = chunk * 9 / 10 * 1e9 / (System.nanoTime() - began);
                System.out.printf(
                        Locale.ROOT,
                        "  round %d, %s: import %,.0f rows per second, %,.0f approvals per second%n",
                        round,
                        build.engine(),
                        imported,
                        approved);
                if (round > 0) {
                    imports.get(build).add(imported);
                    approvals.get(build).add(approved);
                }
            }
        }
        add("import, rows per second", imports);
        add("approvals in bulk per second", approvals);
    }

    private void tasks(Map<Build, Server> servers) {
        Map<Build, Map<String, Load.Request>> requests = new EnumMap<>(Build.class);
        for (Build build : Build.values()) {
            String url = servers.get(build).url();
            Map<String, Load.Request> all = new LinkedHashMap<>();
            all.put("inbox by REST, first page", Product.get(url, "/reviews"));
            all.putAll(Reviewer.signedIn(url, Product.ADMINISTRATOR, Product.PASSWORD).requests());
            requests.put(build, all);
        }
        for (String name : requests.get(Build.THIS).keySet()) {
            Map<Build, List<Double>> millis = lists();
            for (int i = -TASK_REPEATS; i < TASK_REPEATS; i++) {
                for (Build build : Build.values()) {
                    long began = System.nanoTime();
                    Product.call(requests.get(build).get(name));
                    if (i >= 0) {
                        millis.get(build).add((System.nanoTime() - began) / 1e6);
                    }
                }
            }
            add(name + ", ms", millis);
        }
    }

    private static Map<Build, List<Double>> lists() {
        Map<Build, List<Double>> lists = new EnumMap<>(Build.class);
        for (Build build : Build.values()) {
            lists.put(build, new ArrayList<>());
        }
        return lists;
    }

    private void add(String work, Map<Build, List<Double>> figures) {
        add(work, build -> Report.median(
                figures.get(build).stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private void add(String work, java.util.function.ToDoubleFunction<Build> figure) {
        double first = figure.applyAsDouble(Build.THIS);
        double second = figure.applyAsDouble(Build.OTHER);
        String row = "| %s | %s | %s | %s |"
                .formatted(work, Report.plain(first), Report.plain(second), Report.plain(second / first));
        System.out.println(row);
        rows.add(row);
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> figure) {
        return Report.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
