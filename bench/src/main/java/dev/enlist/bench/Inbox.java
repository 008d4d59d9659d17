package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inbox of reviewers, and Tasklist, at many open tasks against few. One enrollment in ten waits for a person. Filled by
 * an import of a thousand, which is then multiplied by SQL: see {@link Multiplication}.
 */
final class Inbox {

    static final int SEED = 1000;

    /** One in so many of the seed has applied; one in ten more waits for a manual evaluation. */
    private static final int APPLIED = 50;

    /** A report over all open tasks, which grows with them; shown, and no part of the goal. */
    static final String WORKLOAD = "load of the team (a report, no part of the goal)";

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Inbox(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        Postgres postgres = contenders.postgres();
        postgres.create("inbox");
        try (Server product = contenders.product("inbox");
                Connection database = postgres.connect("inbox")) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            seed(enlist);
            compare(report, enlist, database, plan.small() / SEED, plan.large() / SEED);
            new ConsoleCalls(enlist).measure(report, plan.large());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Imports the thousand that are multiplied. */
    static void seed(Product enlist) {
        JsonNode done = enlist.importCsv(enlist.instance(), People.csv("seed", 0, SEED, true));
        if (done.path("created").asInt() != SEED) {
            throw new IllegalStateException("imported " + done);
        }
        enlist.bulkSome("submit", enlist.instance(), SEED / APPLIED);
    }

    /** Measures at so many times the seed, and again at so many more, and reports the ratios. */
    static void compare(Report report, Product enlist, Connection database, int few, int many) throws SQLException {
        Multiplication multiplication = new Multiplication(database, enlist.instance());
        Reviewer reviewer = Reviewer.signedIn(enlist.url(), Product.ADMINISTRATOR, Product.PASSWORD);
        multiplication.copy(1, few);
        Map<String, Double> small = Readings.medians(requests(enlist, reviewer));
        multiplication.copy(few, many);
        Map<String, Double> large = Readings.medians(requests(enlist, reviewer));
        double worst = 0;
        for (String name : small.keySet()) {
            boolean inbox = !name.equals(WORKLOAD) && !name.startsWith("Tasklist");
            worst = inbox ? Math.max(worst, large.get(name) / small.get(name)) : worst;
        }
        String sizes = "%,d / at %,d".formatted(many * SEED, few * SEED);
        report.atMost("inbox: list, search, count, next at " + sizes + ", the worst", 1.5, worst);
        report.section(
                "The inbox at scale",
                ("Median of %d requests of each kind by one client, all kinds in turn, ms. %,d of %,d enrollments wait for a"
                                + " person. An import of %,d, multiplied by SQL.")
                        .formatted(
                                Readings.COUNT,
                                open(many),
                                many * SEED,
                                SEED),
                "| request | at %,d (%,d open) | at %,d (%,d open) | ratio |"
                        .formatted(few * SEED, open(few), many * SEED, open(many)),
                Readings.rows(small, large));
    }

    static int open(int times) {
        return times * (SEED / 10 + SEED / APPLIED);
    }

    static Map<String, Load.Request> requests(Product enlist, Reviewer reviewer) {
        JsonNode middle = enlist.get("/reviews?perPage=500");
        JsonNode one = middle.path("data").path(250);
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("first page, oldest first", "/reviews?perPage=25");
        paths.put("next page, behind 500", "/reviews?perPage=25&after=" + middle.path("next").asText());
        paths.put("unassigned", "/reviews?tab=unassigned&perPage=25");
        paths.put("mine, of which there are none", "/reviews?tab=mine&perPage=25");
        paths.put("waiting for applicants", "/reviews?tab=waiting&perPage=25");
        paths.put("by due date", "/reviews?sort=due&perPage=25");
        paths.put("of one program instance", "/reviews?perPage=25&programInstanceId=" + enlist.instance());
        paths.put("overdue", "/reviews?perPage=25&flag=overdue");
        paths.put("search for an e-mail", "/reviews?q=" + one.path("email").asText());
        paths.put("search for a number", "/reviews?q=" + one.path("applicationNumber").asText());
        paths.put("counts of the tabs", "/reviews/counts");
        paths.put("one application", "/reviews/" + one.path("enrollmentId").asText());
        paths.put(WORKLOAD, "/reviews/workload");
        Map<String, Load.Request> requests = new LinkedHashMap<>();
        paths.forEach((name, path) -> requests.put(name, Product.get(enlist.url(), path)));
        requests.putAll(reviewer.requests());
        return requests;
    }
}
