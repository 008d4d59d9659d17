package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What must not grow: pages, counts, searches and tasks at many enrollments against few; and a replay of all. */
final class Growth {

    private static final int STEP = 50_000;
    private static final int HEAP_EVERY = 100_000;

    /** One in so many is approved, so that there is somebody to report on. */
    private static final int APPROVED = 500;

    private final Contenders contenders;
    private final Benchmark.Plan plan;
    private final Map<Integer, Double> heap = new LinkedHashMap<>();

    Growth(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        Postgres postgres = contenders.postgres();
        postgres.create("growth");
        try (Server product = contenders.product("growth")) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            Reviewer reviewer = Reviewer.signedIn(enlist.url(), Product.ADMINISTRATOR, Product.PASSWORD);
            fill(enlist, product, 0, plan.small());
            Map<String, Double> small = Readings.medians(requests(enlist, reviewer, plan.small()));
            double filled = fill(enlist, product, plan.small(), plan.large());
            Map<String, Double> large = Readings.medians(requests(enlist, reviewer, plan.large()));
            double worst = small.keySet().stream()
                    .mapToDouble(name -> large.get(name) / small.get(name))
                    .max()
                    .orElseThrow();
            report.atMost(
                    "page, count, search, tasks, report at %,d / at %,d, the worst".formatted(plan.large(), plan.small()),
                    1.5,
                    worst);
            report.section(
                    "Reading at scale",
                    ("Median of %d requests of each kind by one client, all kinds in turn, ms. One in a hundred has applied, a fifth of these is"
                                    + " approved; one in ten waits for somebody to evaluate by hand. Filled by imports"
                                    + " at %,.0f rows per second.")
                            .formatted(Readings.COUNT, filled),
                    "| request | at %,d | at %,d | ratio |".formatted(plan.small(), plan.large()),
                    Readings.rows(small, large));
            report.section(
                    "Memory",
                    "Heap of the product in use behind a full collection, while it was filled; `-Xmx512m`.",
                    "| enrollments | heap, MB |",
                    heap.entrySet().stream()
                            .map(at -> "| %,d | %s |".formatted(at.getKey(), Report.plain(at.getValue())))
                            .toList());
            replay(report, enlist, product);
        }
    }

    /** Imports up to so many; rows per second, what is measured in between left out. */
    private double fill(Product enlist, Server product, int from, int to) {
        double seconds = 0;
        for (int start = from, end; start < to; start = end) {
            end = Math.min(to, (start / STEP + 1) * STEP);
            String rows = People.csv("grow", start, end, true);
            long began = System.nanoTime();
            JsonNode done = enlist.importCsv(enlist.instance(), rows);
            seconds += (System.nanoTime() - began) / 1e9;
            if (done.path("created").asInt() != end - start) {
                throw new IllegalStateException("imported " + done);
            }
            if (end % HEAP_EVERY == 0) {
                heap.put(end, product.liveHeapMb());
            }
            System.out.printf(Locale.ROOT, "  %,d there, %,.0f rows per second%n", end, (end - from) / seconds);
        }
        double rate = (to - from) / seconds;
        enlist.bulkSome("submit", enlist.instance(), (to - from) / 100);
        enlist.approveSome(enlist.instance(), (to - from) / APPROVED);
        contenders.postgres().update("growth", "vacuum analyze");
        enlist.untilCounted();
        return rate;
    }

    private static Map<String, Load.Request> requests(Product enlist, Reviewer reviewer, int count) {
        String email = "grow-%d@example.com";
        Map<String, Load.Request> requests = requests(
                enlist, email.formatted(count / 2), email.formatted(count / 3), "Last" + count / 3);
        requests.putAll(reviewer.requests());
        return requests;
    }

    /**
     * Lists, searches, one enrollment and reports.
     *
     * @param middleEmail of the enrollment from which a list goes on
     * @param email       to search for
     * @param lastName    to search for
     */
    static Map<String, Load.Request> requests(Product enlist, String middleEmail, String email, String lastName) {
        String list = "/programInstances/" + enlist.instance() + "/enrollments";
        String middle = enlist.middle(middleEmail);
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("first page, with its count", list);
        paths.put("page by key, half-way", list + "?after=" + middle + "&perPage=50");
        paths.put("by status, with its count", list + "?status=submitted");
        paths.put("by status, most of them", list + "?status=eligible");
        paths.put("by state", list + "?state=NJ");
        paths.put("by manufacturer", list + "?manufacturer=tesla");
        paths.put("by state and status, which none has", list + "?state=NJ&status=submitted,approved");
        paths.put("by state and status, most of them", list + "?state=NY&status=eligible");
        paths.put("by state and manufacturer, which none has", list + "?state=NJ&manufacturer=tesla");
        paths.put("by state and manufacturer", list + "?state=NY&manufacturer=tesla");
        paths.put("by day", list + "?createdFrom=2020-01-01T00:00:00Z");
        paths.put("search for an e-mail", list + "?q=" + email);
        paths.put("search for a name", list + "?q=" + lastName);
        paths.put("sorted by last name", list + "?sort=lastName");
        paths.put("customers, first page", "/customers");
        paths.put("customers, search", "/customers?q=" + lastName);
        paths.put("one enrollment", "/enrollments/" + middle);
        paths.put("its history", "/enrollments/" + middle + "/history");
        paths.put("its decision", "/enrollments/" + middle + "/decision");
        paths.put("the feed, from the start", "/events?perPage=100");
        for (String name : List.of("funnel", "durations", "reasons", "reviewers", "capacity")) {
            paths.put("report: " + name, "/reports/" + name + "?programInstanceId=" + enlist.instance());
        }
        Map<String, Load.Request> requests = new LinkedHashMap<>();
        paths.forEach((name, path) -> requests.put(name, Product.get(enlist.url(), path)));
        return requests;
    }

    private void replay(Report report, Product enlist, Server product) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            long began = System.nanoTime();
            JsonNode done = enlist.untilDone(
                    "/replays/" + enlist.post("/ruleSets/bench/draft/replay", "{}").path("id").asText());
            seconds.add((System.nanoTime() - began) / 1e9);
            if (done.path("processed").asInt() != plan.large()) {
                throw new IllegalStateException("replayed " + done);
            }
        }
        double median = Report.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
        report.atMost("replay of %,d recorded inputs, seconds, heap 512 MB".formatted(plan.large()), 20, median);
        report.section(
                "Replay",
                "The draft over the recorded inputs of all %,d.".formatted(plan.large()),
                "| seconds | resident afterwards, MB |",
                List.of("| %s | %s |".formatted(Report.plain(median), Report.plain(product.residentMb()))));
    }
}
