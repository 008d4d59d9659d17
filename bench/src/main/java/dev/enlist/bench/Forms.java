package dev.enlist.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Public forms, while reviewers use the product. Applicants answer all pages first; then their applications are sent at a
 * fixed rate, whether or not the earlier ones have an answer, and each latency counts from the moment at which it was due.
 * Afterwards every application has to be there, submitted.
 */
final class Forms {

    private static final int RATE = Integer.getInteger("bench.forms", 200);
    private static final String DATABASE = "forms";
    private static final int CLIENTS = 16;
    private static final int SENDERS = 64;
    private static final int WARM_UP = 400;

    private final Contenders contenders;
    private final Benchmark.Plan plan;

    Forms(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        contenders.postgres().create(DATABASE);
        try (Server product = contenders.product(DATABASE)) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            measure(report, enlist, product, contenders.postgres(), Math.max(1, (int) Math.round(RATE * plan.seconds())));
        }
    }

    /** What was used since the start: seconds of CPU, and statements. */
    private record Used(double jvm, double database, long statements) {

        static Used now(Server product, Postgres postgres) {
            return new Used(product.cpuSeconds(), postgres.cpuSeconds(), postgres.statements(DATABASE));
        }

        String millisPerForm(Used before, int count) {
            return "%s | %s | %s"
                    .formatted(
                            Report.plain((jvm - before.jvm) / count * 1e3),
                            Report.plain((database - before.database) / count * 1e3),
                            Report.plain((double) (statements - before.statements) / count));
        }
    }

    private static void measure(Report report, Product enlist, Server product, Postgres postgres, int count) {
        String form = publish(enlist);
        List<Applicant> first = answered(enlist, form, WARM_UP);
        send(first, RATE);
        List<Applicant> applicants = answered(enlist, form, count);
        AtomicBoolean over = new AtomicBoolean();
        Used before = Used.now(product, postgres);
        Measured measured = Clients.run(Executors.newFixedThreadPool(2), threads -> {
            Future<Load.Result> reviewing = threads.submit(() -> review(enlist, over));
            Sent sent = send(applicants, RATE);
            Used after = Used.now(product, postgres);
            over.set(true);
            return new Measured(sent, reviewing.get(), after);
        });
        Sent sent = measured.sent();
        Load.Result used = measured.reviewing();
        int kept = submitted(enlist);
        if (kept != WARM_UP + count) {
            throw new IllegalStateException("of " + (WARM_UP + count) + " applications " + kept + " are there");
        }
        report.atLeast("forms sent per second while reviewers work", RATE, sent.perSecond());
        report.section(
                "Public forms",
                "%,d complete applications, sent at %,d per second by up to %d at a time, while one client reads the inbox and approves. Every one was there afterwards."
                        .formatted(count, RATE, SENDERS),
                "| work | per second | p50 ms | p99 ms |",
                List.of(
                        "| applications sent | %s | %s | %s |"
                                .formatted(
                                        Report.plain(sent.perSecond()),
                                        Report.plain(sent.percentile(0.5)),
                                        Report.plain(sent.percentile(0.99))),
                        "| the answer alone, without the wait for its turn | | %s | %s |"
                                .formatted(
                                        Report.plain(sent.answerPercentile(0.5)),
                                        Report.plain(sent.answerPercentile(0.99))),
                        "| requests of a reviewer meanwhile | %s | %s | %s |"
                                .formatted(
                                        Report.plain(used.perSecond()),
                                        Report.plain(used.percentile(0.5)),
                                        Report.plain(used.percentile(0.99)))));
        report.section(
                "What a public form costs",
                "While they are sent, for each: the page of its result, the jobs and the requests of the reviewer included.",
                "| CPU ms JVM | CPU ms PostgreSQL | statements |",
                List.of("| " + measured.after().millisPerForm(before, count) + " |"));
        System.out.printf(
                Locale.ROOT,
                "  %.0f forms per second, p50 %.0f ms, p99 %.0f ms, answers p99 %.0f ms; reviewer p99 %.0f ms%n",
                sent.perSecond(),
                sent.percentile(0.5),
                sent.percentile(0.99),
                sent.answerPercentile(0.99),
                used.percentile(0.99));
    }

    /** Gives the instance a form of two pages and publishes it; its path. */
    private static String publish(Product enlist) {
        enlist.patch("/programInstances/" + enlist.instance(), """
                {"formConfig": {"title": "Apply", "pages": [
                  {"title": "About you", "fields": [
                    {"name": "firstName", "type": "text", "label": "First name", "required": true},
                    {"name": "lastName", "type": "text", "label": "Last name", "required": true},
                    {"name": "email", "type": "email", "label": "E-mail", "required": true}]},
                  {"title": "Your home", "fields": [
                    {"name": "address", "type": "address", "label": "Address", "required": true},
                    {"name": "metadata.monthlyKwh", "type": "integer", "label": "Monthly use", "required": true}]}]},
                 "application": {"published": true, "path": "bench-form", "languages": ["en"]}}""");
        return "/apply/bench-form";
    }

    /** So many applicants who have answered all pages. */
    private static List<Applicant> answered(Product enlist, String form, int count) {
        List<Callable<Applicant>> work = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            work.add(() -> Applicant.answer(enlist.url(), form));
        }
        long began = System.nanoTime();
        return Clients.run(Executors.newFixedThreadPool(CLIENTS), clients -> {
            List<Applicant> applicants = new ArrayList<>();
            for (Future<Applicant> one : clients.invokeAll(work)) {
                applicants.add(one.get());
            }
            System.out.printf(
                    Locale.ROOT, "  %,d forms answered, %.0f per second%n", count, count / ((System.nanoTime() - began) / 1e9));
            return applicants;
        });
    }

    /** @param after what the applications had cost when the last one was answered */
    private record Measured(Sent sent, Load.Result reviewing, Used after) {}

    /** @param millis from the moment at which each was due to its answer, sorted; {@code answers} from its request */
    private record Sent(double seconds, List<Double> millis, List<Double> answers) {

        double perSecond() {
            return millis.size() / seconds;
        }

        double percentile(double share) {
            return of(millis, share);
        }

        double answerPercentile(double share) {
            return of(answers, share);
        }

        private static double of(List<Double> sorted, double share) {
            return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size())));
        }
    }

    private static Sent send(List<Applicant> applicants, int rate) {
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        List<Double> answers = Collections.synchronizedList(new ArrayList<>());
        long began = System.nanoTime();
        return Clients.run(Executors.newFixedThreadPool(SENDERS), senders -> {
            List<Future<?>> running = new ArrayList<>();
            for (int n = 0; n < applicants.size(); n++) {
                Applicant applicant = applicants.get(n);
                long due = began + (long) (n * 1e9 / rate);
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                running.add(senders.submit(() -> {
                    long sent = System.nanoTime();
                    applicant.send();
                    long now = System.nanoTime();
                    millis.add((now - due) / 1e6);
                    answers.add((now - sent) / 1e6);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Sent(
                    seconds,
                    millis.stream().sorted().toList(),
                    answers.stream().sorted().toList());
        });
    }

    /** Reads the inbox, counts, searches, and approves, one request after the other. */
    private static Load.Result review(Product enlist, AtomicBoolean over) {
        List<Load.Request> turn = new ArrayList<>();
        return Load.one(() -> {
            if (over.get()) {
                return null;
            }
            if (turn.isEmpty()) {
                turn.add(Product.get(enlist.url(), "/reviews?perPage=25"));
                turn.add(Product.get(enlist.url(), "/reviews/counts"));
                turn.add(Product.get(enlist.url(), "/reviews?q=Home"));
                JsonNode open = enlist.get("/reviews?perPage=1&tab=unassigned").at("/data/0/enrollmentId");
                if (open.isTextual()) {
                    turn.add(Product.get(enlist.url(), "/reviews/" + open.asText()));
                    turn.add(enlist.step(open.asText(), "reject"));
                }
            }
            return turn.remove(0);
        });
    }

    /** Of the instance: submitted, or decided since. */
    private static int submitted(Product enlist) {
        return enlist.get("/programInstances/" + enlist.instance() + "/enrollments?status=submitted,rejected&perPage=1")
                .path("totalItems")
                .asInt();
    }
}
