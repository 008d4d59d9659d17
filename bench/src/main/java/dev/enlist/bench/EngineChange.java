package dev.enlist.bench;

import dev.enlist.bench.Contenders.Build;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Fills a database with open enrollments on one engine, opens it with the other, and goes back. In each stage part of the
 * processes move: applications are submitted, reviews are completed, timers fire, participants leave, new enrollments
 * start. At the end every process has ended. Fails at the first process that is not where it should be.
 */
final class EngineChange {

    private static final int CLIENTS = 16;

    /** Of the open enrollments, so many of ten wait for a review; the rest waits for the application. */
    private static final int IN_REVIEW_OF_TEN = 6;

    private static final int STEP = 50_000;
    private static final int SINGLE_STEPS = 200;
    private static final int TIMERS = 500;
    private static final int BORN = 200;
    private static final long PATIENCE_SECONDS = 300;
    private static final String DATABASE = "engine_change";

    private static final String OPEN = "status in ('candidate', 'eligible', 'submitted', 'approved')";

    private final Contenders contenders;
    private final Benchmark.Plan plan;
    private final List<String> rows = new ArrayList<>();
    private String reviewed;
    private String waiting;
    private long fired;

    EngineChange(Contenders contenders, Benchmark.Plan plan) {
        this.contenders = contenders;
        this.plan = plan;
    }

    void measure(Report report) throws IOException {
        long began = System.nanoTime();
        contenders.postgres().create(DATABASE);
        String rules = Benchmark.rules();
        stage(Build.THIS, "fills the database", product -> {
            product.prepare(rules);
            int inReview = plan.open() * IN_REVIEW_OF_TEN / 10;
            reviewed = product.instance();
            waiting = product.newInstance();
            fill(product, reviewed, "review", inReview);
            fill(product, waiting, "apply", plan.open() - inReview);
            product.bulk("submit", reviewed, "eligible");
        });
        check("open enrollments", plan.open(), number("select count(*) from enrollment where " + OPEN));
        stage(Build.OTHER, "goes on", product -> goOn(product, plan.open() / 10));
        stage(Build.THIS, "goes back, and goes on", product -> goOn(product, plan.open() / 10));
        stage(Build.OTHER, "ends all", this::endAll);
        check("open enrollments at the end", 0, number("select count(*) from enrollment where " + OPEN));
        check(
                "processes of enrollments at the end",
                0,
                number("select count(*) from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_"
                        + " where d.key_ = 'enrollment-lifecycle'"));
        report.section(
                "Change of the engine and back",
                ("%,d open enrollments on one database: six of ten in review with two timers each, the others before their"
                                + " application. Each stage is one start of a build on this database; its seconds include"
                                + " the start. Fired: timers of reviews that became due in the stage. After each stage no"
                                + " job or process has failed, and `java -jar enlist.jar verify` of the same build finds"
                                + " that all promises hold. Whole run: %s minutes.")
                        .formatted(plan.open(), Report.plain((System.nanoTime() - began) / 60e9)),
                "| engine | stage | seconds | status changes | timers fired | open after it | in review | timers |",
                rows);
    }

    /** Work of one stage. */
    private interface Work {
        void on(Product product);
    }

    private void stage(Build build, String title, Work work) {
        boolean isFirst = number("select count(*) from pg_tables where tablename = 'act_ru_execution'") == 0;
        Map<String, Long> before = isFirst ? Map.of() : places();
        long moved = isFirst ? 0 : number("select count(*) from status_change");
        fired = 0;
        long began = System.nanoTime();
        try (Server server = contenders.product(build, DATABASE)) {
            if (!isFirst) {
                Map<String, Long> opened = places();
                if (!opened.equals(before)) {
                    throw new IllegalStateException(
                            "the start on " + build.engine() + " moved processes: " + before + " became " + opened);
                }
            }
            Product product = new Product(server, reviewed);
            work.on(product);
            product.untilCounted();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        consistent();
        contenders.verify(build, DATABASE);
        String row = "| %s | %s | %s | %,d | %,d | %,d | %,d | %,d |"
                .formatted(
                        build.engine(),
                        title,
                        Report.plain(seconds),
                        number("select count(*) from status_change") - moved,
                        fired,
                        number("select count(*) from enrollment where " + OPEN),
                        number("select count(*) from act_ru_task"),
                        number("select count(*) from act_ru_job where type_ = 'timer'"));
        System.out.println(row);
        rows.add(row);
    }

    private void fill(Product product, String instance, String prefix, int count) {
        for (int start = 0, end; start < count; start = end) {
            end = Math.min(count, start + STEP);
            int created = product.importCsv(instance, People.csv(prefix, start, end, false))
                    .path("created")
                    .asInt();
            check("imported rows", end - start, created);
        }
    }

    /** So many approvals and submissions in bulk, some of each over HTTP, timers, exits, and new enrollments. */
    private void goOn(Product product, int share) {
        fireTimers("timer_review_reminder", "review_reminded_at");
        fireTimers("timer_review_escalation", "review_escalated_at");
        product.approveSome(reviewed, share);
        steps(product, product.enrollments(reviewed, "submitted", SINGLE_STEPS), "approve", "approved");
        steps(product, product.enrollments(reviewed, "submitted", SINGLE_STEPS), "reject", "rejected");
        product.bulkSome("submit", waiting, share);
        steps(product, product.enrollments(waiting, "eligible", SINGLE_STEPS), "submit", "submitted");
        steps(product, product.enrollments(reviewed, "approved", SINGLE_STEPS), "unenroll", "unenrolled");
        List<Load.Request> born = new ArrayList<>();
        for (int i = 0; i < BORN; i++) {
            born.add(product.createNew(waiting));
        }
        check("created", BORN, Load.each(CLIENTS, born, body -> {}).count());
    }

    private void endAll(Product product) {
        fireTimers("timer_review_reminder", "review_reminded_at");
        fireTimers("timer_review_escalation", "review_escalated_at");
        for (String instance : List.of(reviewed, waiting)) {
            product.bulk("submit", instance, "eligible");
            product.bulk("approve", instance, "submitted");
            product.bulk("unenroll", instance, "approved");
        }
    }

    private void steps(Product product, List<String> ids, String step, String status) {
        List<Load.Request> requests =
                ids.stream().map(id -> product.step(id, step)).toList();
        Load.each(CLIENTS, requests, body -> {});
        check(
                step + " over HTTP",
                ids.size(),
                number("select count(*) from enrollment where status = '%s' and id in ('%s')"
                        .formatted(status, String.join("', '", ids))));
    }

    /**
     * Makes timers of reviews due, and waits until the engine that runs has fired them.
     *
     * @param activity the timer in the model
     * @param mark     the column of the enrollment in which its work stores when it was done
     */
    private void fireTimers(String activity, String mark) {
        List<String> jobs = texts("update act_ru_job set duedate_ = now() - interval '1 minute' where id_ in ("
                + "select j.id_ from act_ru_job j join act_ru_jobdef d on d.id_ = j.job_def_id_"
                + " where d.act_id_ = '" + activity + "' order by j.id_ limit " + TIMERS + ") returning id_");
        if (jobs.isEmpty()) {
            throw new IllegalStateException("no " + activity + " is left");
        }
        String marked = "select count(*) from enrollment where " + mark + " is not null";
        long before = number(marked);
        String rest = "select count(*) from act_ru_job where id_ in ('" + String.join("', '", jobs) + "')";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (number(rest) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(number(rest) + " of " + jobs.size() + " timers did not fire");
            }
            Product.pause();
        }
        check(activity + ", its work", jobs.size(), number(marked) - before);
        fired += jobs.size();
    }

    /** Nothing of the engine has failed; {@code verify} compares the enrollments with the processes. */
    private void consistent() {
        check("incidents", 0, number("select count(*) from act_ru_incident"));
        check("jobs without retries", 0, number("select count(*) from act_ru_job where retries_ = 0"));
    }

    /** Where the processes wait: activity or kind of row, and how many. */
    private Map<String, Long> places() {
        Map<String, Long> places = new TreeMap<>();
        try (Connection connection = contenders.postgres().connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "select coalesce(act_id_, 'scope'), count(*) from act_ru_execution group by 1"
                                + " union all select 'tasks', count(*) from act_ru_task"
                                + " union all select 'timers', count(*) from act_ru_job where type_ = 'timer'"
                                + " union all select 'subscriptions', count(*) from act_ru_event_subscr"
                                + " union all select 'definitions', count(*) from act_re_procdef")) {
            while (counts.next()) {
                places.put(counts.getString(1), counts.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return places;
    }

    private List<String> texts(String sql) {
        try (Connection connection = contenders.postgres().connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (found.next()) {
                texts.add(found.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private long number(String sql) {
        return contenders.postgres().number(DATABASE, sql);
    }

    private static void check(String what, long expected, long found) {
        if (expected != found) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s: %,d expected, %,d found", what, expected, found));
        }
    }
}
