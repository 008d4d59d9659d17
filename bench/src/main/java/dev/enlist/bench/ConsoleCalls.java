package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The calls that each page of the console makes for what it shows, on a database that others have filled. */
final class ConsoleCalls {

    private static final int REPEATS = 40;
    private static final int WARM_UPS = 10;
    private static final double MOST_MILLIS = 200;

    private static final String LIST = "/enrollments?perPage=25";

    private final Product enlist;

    ConsoleCalls(Product enlist) {
        this.enlist = enlist;
    }

    /** @param enrollments that the database holds */
    void measure(Report report, int enrollments) {
        List<String> rows = new ArrayList<>();
        double worst = 0;
        for (Map.Entry<String, List<String>> page : pages().entrySet()) {
            String slowest = "";
            double[] times = {0};
            for (String path : page.getValue()) {
                double[] ofCall = times(path);
                System.out.printf(
                        Locale.ROOT, "  %s: %.1f ms, most %.1f%n", path, Report.median(ofCall), ofCall[REPEATS - 1]);
                if (ofCall[REPEATS - 1] > times[times.length - 1]) {
                    times = ofCall;
                    slowest = path;
                }
            }
            worst = Math.max(worst, times[times.length - 1]);
            rows.add("| %s | %d | `%s` | %s | %s |"
                    .formatted(
                            page.getKey(),
                            page.getValue().size(),
                            general(slowest),
                            Report.plain(Report.median(times)),
                            Report.plain(times[times.length - 1])));
        }
        report.atMost("slowest of %d calls of a page at %,d, ms".formatted(REPEATS, enrollments), MOST_MILLIS, worst);
        report.section(
                "Pages of the console at %,d enrollments".formatted(enrollments),
                ("The calls of the API that each page makes, one after the other, %d requests each by one client after %d that do"
                                + " not count, ms. Shown is the call with the slowest request.")
                        .formatted(REPEATS, WARM_UPS),
                "| page | calls | slowest call | median | slowest of %d |".formatted(REPEATS),
                rows);
    }

    /** Sorted. */
    private double[] times(String path) {
        Load.Request request = Product.get(enlist.url(), path);
        for (int i = 0; i < WARM_UPS; i++) {
            Product.call(request);
        }
        double[] millis = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long began = System.nanoTime();
            Product.call(request);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    /** Without ids and without what was searched for. */
    private static String general(String path) {
        return path.replaceAll("/c[0-9a-z]{24}", "/{id}")
                .replaceAll("=c[0-9a-z]{24}", "={id}")
                .replaceAll("q=.*", "q=…");
    }

    private Map<String, List<String>> pages() {
        JsonNode enrollment = enlist.get("/reviews?perPage=500").path("data").path(250);
        String id = enrollment.path("enrollmentId").asText();
        String instance = enlist.instance();
        String customer = enlist.get("/enrollments/" + id).path("customerId").asText();
        String of = "/enrollments/" + id;
        String ofInstance = "/programInstances/" + instance;
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("Home", List.of("/overview"));
        pages.put(
                "Reviews",
                List.of("/reviews?perPage=25", "/reviews?perPage=25&sort=due", "/reviews/counts", "/reviews/" + id));
        pages.put("Team", List.of("/reviews/workload", "/users?perPage=500", "/absences?perPage=500"));
        pages.put(
                "Enrollments",
                List.of(
                        LIST,
                        LIST + "&sort=-createdAt",
                        LIST + "&status=approved",
                        LIST + "&status=submitted&sort=-updatedAt",
                        LIST + "&state=NY",
                        LIST + "&manufacturer=tesla",
                        LIST + "&state=NY&manufacturer=tesla",
                        LIST + "&programInstanceId=" + instance,
                        "/enrollments/counts?perPage=100"));
        pages.put(
                "One enrollment",
                List.of(
                        of,
                        of + "/actions",
                        of + "/timeline?perPage=50",
                        of + "/process",
                        of + "/decision",
                        of + "/documents?perPage=500",
                        of + "/notes?perPage=500",
                        of + "/informationRequests?perPage=500",
                        "/customers/duplicates?enrollmentId=" + id + "&perPage=20"));
        pages.put("People", List.of("/customers?perPage=25", "/leads?perPage=25", "/customers/duplicates?perPage=20"));
        pages.put("One person", List.of("/customers/" + customer, "/enrollments?customerId=" + customer));
        pages.put(
                "Search",
                List.of(
                        "/search?q=" + enrollment.path("email").asText(),
                        "/search?q=" + enrollment.path("applicationNumber").asText(),
                        "/search?q=seed"));
        pages.put("Programs", List.of("/programs?perPage=500&sort=name", "/programInstances?perPage=500"));
        pages.put(
                "A program instance",
                List.of(
                        ofInstance,
                        ofInstance + "/config",
                        ofInstance + "/capacity",
                        ofInstance + "/waitlist?perPage=25",
                        ofInstance + "/history?sort=-at&perPage=25",
                        ofInstance + "/activities?perPage=25",
                        "/reports/funnel?programInstanceId=" + instance));
        pages.put("Campaigns, templates", List.of("/campaigns?perPage=25", "/templates?perPage=500&sort=name"));
        pages.put(
                "Rules",
                List.of("/ruleSets?perPage=500&sort=name", "/ruleSets/bench", "/ruleSets/bench/versions", "/ruleSets/bench/usage"));
        pages.put("Workflows", List.of("/workflows?perPage=500"));
        pages.put("Imports, bulk decisions", List.of("/imports?perPage=25", "/bulkDecisions?perPage=25"));
        pages.put("Payouts", List.of("/payouts?perPage=25", "/payoutBatches?perPage=25"));
        pages.put(
                "Reports",
                List.of(
                        "/reports/funnel",
                        "/reports/conversion",
                        "/reports/reasons",
                        "/reports/durations",
                        "/reports/capacity?perPage=100",
                        "/reports/reviewers",
                        "/reports/agreement",
                        "/reports/outcomes",
                        "/reports/payouts",
                        "/reports/timeseries?interval=month",
                        "/reports/forecast"));
        pages.put("Process", List.of("/reports/process"));
        pages.put(
                "Settings",
                List.of(
                        "/users?perPage=500",
                        "/apiKeys?perPage=500",
                        "/webhooks?perPage=500",
                        "/notifications?perPage=25",
                        "/notifications/state",
                        "/audit?perPage=25"));
        return pages;
    }
}
