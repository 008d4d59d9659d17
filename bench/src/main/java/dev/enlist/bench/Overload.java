package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * More requests than a node can serve. Four workspaces enroll people, each with four clients: the load that the node carries.
 * Then with ten times as many clients, with more clients than the node lets run and wait, and with one workspace that has
 * twenty times its clients. A client whose request is refused waits as {@code Retry-After} says and sends it again.
 */
final class Overload {

    private static final int WORKSPACES = 4;
    private static final int CLIENTS = 4;
    private static final int TEN_TIMES = 10 * CLIENTS;
    private static final int TWENTY_TIMES = 20 * CLIENTS;
    /** Of each workspace: 640 together, where 240 may run or wait. */
    private static final int ENDLESS = 160;

    private static final int UNAVAILABLE = 503;

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Overload(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    private record Tenant(String url, Map<String, String> headers, String instance) {

        static Tenant create(Product enlist, int number) {
            String key = enlist.post("/workspaces", "{\"name\": \"Workspace %d\"}".formatted(number))
                    .path("key")
                    .asText();
            Map<String, String> headers = Map.of("Authorization", "Bearer " + key);
            post(enlist.url() + "/programs", headers, """
                    {"slug": "overload-%d", "name": "Overload", "description": "For measuring", "states": ["NY"],
                     "type": "rebate", "year": 2026, "visibility": "private"}""".formatted(number));
            String instance = post(enlist.url() + "/programInstances", headers, """
                    {"programSlug": "overload-%d", "title": "Overload", "description": "For measuring",
                     "eligibilityCriteria": "Everybody", "programTerms": "None"}""".formatted(number))
                    .path("id")
                    .asText();
            return new Tenant(enlist.url(), headers, instance);
        }

        private static JsonNode post(String url, Map<String, String> headers, String json) {
            return Product.call(Load.Request.post(url, headers, json));
        }

        Load.Request create() {
            return Load.Request.post(
                    url + "/programInstances/" + instance + "/enrollments",
                    headers,
                    Product.person(UUID.randomUUID() + "@example.com"));
        }
    }

    /** What clients saw, in milliseconds of each answer. */
    private static final class Seen {

        private final List<Double> accepted = new ArrayList<>();
        private final List<Double> refused = new ArrayList<>();

        void add(Seen other) {
            accepted.addAll(other.accepted);
            refused.addAll(other.refused);
        }

        static double percentile(List<Double> millis, double share) {
            List<Double> sorted = millis.stream().sorted().toList();
            return sorted.isEmpty()
                    ? 0
                    : sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size())));
        }
    }

    void measure(Report report) throws IOException {
        contenders.postgres().create("overload");
        try (Server product = contenders.product("overload")) {
            Product enlist = new Product(product);
            List<Tenant> tenants = new ArrayList<>();
            for (int number = 1; number <= WORKSPACES; number++) {
                tenants.add(Tenant.create(enlist, number));
            }
            run(tenants, List.of(CLIENTS, CLIENTS, CLIENTS, CLIENTS));
            List<String> rows = new ArrayList<>();
            List<Double> carried = new ArrayList<>();
            List<Double> overloaded = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                List<Seen> load = run(tenants, List.of(CLIENTS, CLIENTS, CLIENTS, CLIENTS));
                rows.add(row("16 clients: the load that it carries", load));
                carried.add(p99(others(load)));
                List<Seen> ten = run(tenants, List.of(TEN_TIMES, TEN_TIMES, TEN_TIMES, TEN_TIMES));
                rows.add(row("160 clients", ten));
                List<Seen> endless = run(tenants, List.of(ENDLESS, ENDLESS, ENDLESS, ENDLESS));
                rows.add(row("640 clients", endless));
                overloaded.add(p99(all(endless)));
                List<Seen> greedy = run(tenants, List.of(TWENTY_TIMES, CLIENTS, CLIENTS, CLIENTS));
                rows.add(row("one workspace with 80 clients: that workspace", greedy.subList(0, 1)));
                rows.add(row("the three others, 4 clients each", greedy.subList(1, WORKSPACES)));
                beside.add(p99(others(greedy)));
            }
            report.atMost("p99 of accepted creates with 640 clients, ms", 2_000, median(overloaded));
            report.atMost(
                    "p99 of others beside a workspace at 20 times its load / before", 1.5, median(beside) / median(carried));
            report.section(
                    "Overload",
                    "Enrolling over HTTP in four workspaces, %d rounds of %.0f s each. A refused client waits for `Retry-After` (1 s)."
                            .formatted(plan.rounds(), plan.seconds()),
                    "| load | accepted per second | p50 ms | p99 ms | refused per second | refusal p99 ms |",
                    rows);
        }
    }

    private static Seen all(List<Seen> seen) {
        Seen all = new Seen();
        seen.forEach(all::add);
        return all;
    }

    /** All but the first workspace, which is the greedy one in the last phase. */
    private static Seen others(List<Seen> seen) {
        return all(seen.subList(1, WORKSPACES));
    }

    private static double p99(Seen seen) {
        return Seen.percentile(seen.accepted, 0.99);
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private String row(String load, List<Seen> seen) {
        Seen all = all(seen);
        String row = "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                        load,
                        Report.plain(all.accepted.size() / plan.seconds()),
                        Report.plain(Seen.percentile(all.accepted, 0.5)),
                        Report.plain(p99(all)),
                        Report.plain(all.refused.size() / plan.seconds()),
                        Report.plain(Seen.percentile(all.refused, 0.99)));
        System.out.printf(Locale.ROOT, "  %s%n", row);
        return row;
    }

    /** What the clients of each workspace saw. */
    private List<Seen> run(List<Tenant> tenants, List<Integer> clients) {
        return Clients.run(Executors.newCachedThreadPool(), threads -> {
            long end = System.nanoTime() + (long) (plan.seconds() * 1e9);
            List<List<Future<Seen>>> running = new ArrayList<>();
            for (int tenant = 0; tenant < tenants.size(); tenant++) {
                Tenant own = tenants.get(tenant);
                List<Future<Seen>> ofTenant = new ArrayList<>();
                for (int client = 0; client < clients.get(tenant); client++) {
                    Callable<Seen> work = () -> work(own, end);
                    ofTenant.add(threads.submit(work));
                }
                running.add(ofTenant);
            }
            List<Seen> seen = new ArrayList<>();
            for (List<Future<Seen>> ofTenant : running) {
                Seen together = new Seen();
                for (Future<Seen> client : ofTenant) {
                    together.add(client.get());
                }
                seen.add(together);
            }
            return seen;
        });
    }

    private static Seen work(Tenant tenant, long end) throws IOException, InterruptedException {
        Seen seen = new Seen();
        while (System.nanoTime() < end) {
            Load.Request request = tenant.create();
            long sent = System.nanoTime();
            Load.Answer answer = Load.send(request);
            double millis = (System.nanoTime() - sent) / 1e6;
            if (answer.status() == UNAVAILABLE) {
                seen.refused.add(millis);
                TimeUnit.SECONDS.sleep(1);
            } else if (answer.status() >= 300) {
                throw new IllegalStateException(request.url() + " answered " + answer.status() + ": " + answer.body());
            } else {
                seen.accepted.add(millis);
            }
        }
        return seen;
    }
}
