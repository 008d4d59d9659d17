package dev.enlist.bench;

import dev.enlist.bench.Stages.Contender;
import dev.enlist.bench.Stages.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients ask for one by one: enrolling somebody, against the engine's own REST interface and against an
 * endpoint without an engine; and a whole life, against the bare engine in process.
 */
final class Requests {

    private static final int CLIENTS = 16;
    private static final int LIVES = 400;

    /** Rounds of lives that do not count: the steps after the creation are cold when they begin. */
    private static final int WARM_UPS = 4;

    private static final Pattern ID = Pattern.compile("^\\{\"id\":\"([^\"]+)\"");

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Requests(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        Postgres postgres = contenders.postgres();
        List.of("requests", "stock", "crud", "bare").forEach(postgres::create);
        try (Server product = contenders.product("requests");
                Server stock = contenders.stock("stock");
                Server crud = contenders.crud("crud");
                Worker bare = contenders.bareEngine("bare")) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            double seconds = plan.seconds();
            Map<String, List<Round>> created = new Stages(postgres)
                    .inTurns(
                            plan.rounds(),
                            List.of(
                                    new Contender(
                                            "product",
                                            product,
                                            "requests",
                                            () -> Load.during(CLIENTS, seconds, enlist::create)),
                                    new Contender(
                                            "stock REST",
                                            stock,
                                            "stock",
                                            () -> Load.during(CLIENTS, seconds, () -> start(stock))),
                                    new Contender(
                                            "plain CRUD",
                                            crud,
                                            "crud",
                                            () -> Load.during(CLIENTS, seconds, () -> insert(crud)))));
            double ours = median(created.get("product"), Round::perSecond);
            report.atLeast(
                    "HTTP create / stock engine REST start, " + CLIENTS + " clients",
                    4,
                    ours / median(created.get("stock REST"), Round::perSecond));
            report.atMost(
                    "its p99 / that of the stock engine",
                    0.5,
                    median(created.get("product"), Round::p99) / median(created.get("stock REST"), Round::p99));
            report.atLeast(
                    "HTTP create / plain CRUD endpoint without an engine",
                    0.5,
                    ours / median(created.get("plain CRUD"), Round::perSecond));
            report.section(
                    "Enrolling over HTTP",
                    CLIENTS + " clients; medians of " + plan.rounds() + " rounds of " + Report.plain(seconds)
                            + " s each. The product authenticates, validates, keeps the answer under the"
                            + " Idempotency-Key, decides, and stores decision record, history, events and audit trail.",
                    "| contender | per second | p50 ms | p99 ms | CPU ms JVM | CPU ms PostgreSQL | statements |",
                    rows(created));
            lives(report, enlist, bare);
        }
    }

    private void lives(Report report, Product enlist, Worker bare) {
        List<Double> overHttp = new ArrayList<>();
        List<Double> inProcess = new ArrayList<>();
        for (int round = 1 - WARM_UPS; round <= plan.rounds(); round++) {
            double product = liveOverHttp(enlist);
            double engine = bare.rate("lives " + Math.round(plan.seconds() * 1000));
            if (round > 0) {
                overHttp.add(product);
                inProcess.add(engine);
            }
        }
        double ours = median(overHttp);
        double theirs = median(inProcess);
        report.atLeast("whole life over HTTP / bare engine in process", 1, ours / theirs);
        report.section(
                "A whole life",
                "Created, submitted, approved, unenrolled over HTTP with " + CLIENTS + " clients; started, two tasks"
                        + " completed, ended by message in a loop on one thread.",
                "| contender | lives per second |",
                List.of(
                        "| product over HTTP | " + Report.plain(ours) + " |",
                        "| bare engine in process | " + Report.plain(theirs) + " |"));
    }

    private static double liveOverHttp(Product enlist) {
        List<Load.Request> births = new ArrayList<>();
        for (int i = 0; i < LIVES; i++) {
            births.add(enlist.create());
        }
        List<String> ids = Collections.synchronizedList(new ArrayList<>());
        double seconds = Load.each(CLIENTS, births, body -> ids.add(id(body))).seconds();
        for (String step : List.of("submit", "approve", "unenroll")) {
            List<Load.Request> steps =
                    ids.stream().map(id -> enlist.step(id, step)).toList();
            seconds += Load.each(CLIENTS, steps, body -> {}).seconds();
        }
        return LIVES / seconds;
    }

    private static String id(String body) {
        Matcher matcher = ID.matcher(body);
        if (!matcher.find()) {
            throw new IllegalStateException("no id in " + body);
        }
        return matcher.group(1);
    }

    private static Load.Request start(Server stock) {
        return Load.Request.post(stock.url() + "/engine-rest/process-definition/key/enrollment/start", Map.of(), """
                {"businessKey": "%s", "variables": {
                  "state": {"value": "NY"}, "country": {"value": "US"}, "postalCode": {"value": "10001"},
                  "programType": {"value": "rebate"}, "programYear": {"value": 2026},
                  "programActive": {"value": true}}}""".formatted(UUID.randomUUID()));
    }

    private static Load.Request insert(Server crud) {
        return Load.Request.post(
                crud.url() + "/programInstances/bench/enrollments",
                Map.of(),
                Product.person(UUID.randomUUID() + "@example.com"));
    }

    private static List<String> rows(Map<String, List<Round>> results) {
        List<String> rows = new ArrayList<>();
        results.forEach((name, rounds) -> rows.add("| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        Report.plain(median(rounds, Round::perSecond)),
                        Report.plain(median(rounds, Round::p50)),
                        Report.plain(median(rounds, Round::p99)),
                        Report.plain(median(rounds, Round::jvmMillis)),
                        Report.plain(median(rounds, Round::postgresMillis)),
                        Report.plain(median(rounds, Round::statements)))));
        return rows;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Report.median(rounds.stream().mapToDouble(figure).toArray());
    }

    private static double median(List<Double> values) {
        return Report.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
