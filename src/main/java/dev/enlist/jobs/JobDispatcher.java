package dev.enlist.jobs;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Turns signals into executions of db-scheduler: one statement for all workspaces.
 *
 * <p>It writes the table of the library itself, for two reasons. The client of the library takes two statements for
 * each execution and relies on a failed insert, after which PostgreSQL refuses the rest of the transaction. And a signal
 * for a job that is running must not be lost: the job may already have looked for the last time. Such a signal is kept
 * until the job has ended.
 *
 * <p>A job that already waits, and is due early enough, is left as it is: what the signal is about was committed before this
 * statement began, and the job begins after it.
 */
class JobDispatcher {

    /** Signals of one round. */
    private static final int BATCH = 5_000;

    private static final String DISPATCH = """
            with gone as (
                delete from job_signal where ctid = any (array(
                    select ctid from job_signal where kind = any (:topics::text[])
                    order by id limit :batch for update skip locked))
                returning kind, workspace_id, due_at),
            wanted as (
                select t.task, g.workspace_id, g.workspace_id || t.suffix as instance,
                       min(coalesce(g.due_at, :now) + t.delay * interval '1 millisecond') as due
                from gone g
                join unnest(:topics::text[], :tasks::text[], :suffixes::text[], :delays::bigint[])
                    t (topic, task, suffix, delay) on t.topic = g.kind
                group by t.task, g.workspace_id, t.suffix),
            waiting as (
                select w.task, w.instance, s.execution_time
                from wanted w
                join scheduled_tasks s on s.task_name = w.task and s.task_instance = w.instance
                where not s.picked and (s.execution_time <= w.due or s.consecutive_failures > 0)),
            scheduled as (
                insert into scheduled_tasks as s (task_name, task_instance, execution_time, picked, version)
                select task, instance, due, false, 1 from wanted w
                where not exists (select 1 from waiting x where x.task = w.task and x.instance = w.instance)
                order by task, instance
                on conflict (task_name, task_instance) do update
                set execution_time = case when coalesce(s.consecutive_failures, 0) > 0 then s.execution_time
                                          else least(s.execution_time, excluded.execution_time) end
                where not s.picked
                returning s.task_name, s.task_instance, s.execution_time),
            kept as (
                insert into job_signal (kind, workspace_id, due_at)
                select distinct on (w.task, w.workspace_id) w.task, w.workspace_id, w.due from wanted w
                where not exists (
                        select 1 from scheduled s where s.task_name = w.task and s.task_instance = w.instance)
                  and not exists (select 1 from waiting x where x.task = w.task and x.instance = w.instance)
                order by w.task, w.workspace_id, w.due
                returning 1)
            select (select count(*) from gone) as signals,
                   (select count(*) from kept) as kept,
                   (select min(execution_time)
                    from (table waiting union all table scheduled) due) as next
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String[] topics;
    private final String[] tasks;
    private final String[] suffixes;
    private final Long[] delays;

    /** A job that a topic starts. */
    private record Subscription(String topic, String task, String suffix, long delayMillis) {}

    /**
     * What a round did.
     *
     * @param isFull whether there may be more signals
     * @param next   when the first of the jobs that it scheduled is due; empty where it scheduled none
     */
    record Round(boolean isFull, Optional<Instant> next) {}

    JobDispatcher(JdbcClient jdbc, Clock clock, List<WorkspaceJob> jobs) {
        this.jdbc = jdbc;
        this.clock = clock;
        List<Subscription> subscriptions = new ArrayList<>();
        for (WorkspaceJob job : jobs) {
            for (int number = 1; number <= job.parallelism(); number++) {
                String suffix = JobInstance.suffix(number);
                Stream.concat(Stream.of(job.kind()), topics(job).stream())
                        .map(topic -> new Subscription(
                                topic,
                                job.kind(),
                                suffix,
                                topic.equals(job.kind()) ? 0 : job.delay().toMillis()))
                        .forEach(subscriptions::add);
            }
        }
        this.topics = subscriptions.stream().map(Subscription::topic).toArray(String[]::new);
        this.tasks = subscriptions.stream().map(Subscription::task).toArray(String[]::new);
        this.suffixes = subscriptions.stream().map(Subscription::suffix).toArray(String[]::new);
        this.delays = subscriptions.stream().map(Subscription::delayMillis).toArray(Long[]::new);
    }

    private static Set<String> topics(WorkspaceJob job) {
        Set<String> topics = new TreeSet<>(job.topics());
        if (topics.contains(WorkspaceJob.EVENTS) || topics.contains(WorkspaceJob.AUDIT_ENTRIES)) {
            topics.add(WorkspaceJob.CREATIONS);
        }
        return topics;
    }

    /** Notes that a node dispatches these topics, so that the database signals them. Runs outside any workspace. */
    void announceTopics() {
        jdbc.sql("insert into job_topic (topic) select distinct unnest(:topics::text[]) on conflict do nothing")
                .param("topics", topics)
                .update();
    }

    /**
     * Runs outside any workspace and transaction. Signals that another node reads are left to it, and so are those of
     * kinds that only a newer version knows.
     */
    Round dispatch() {
        Instant now = clock.instant();
        return jdbc.sql(DISPATCH)
                .param("batch", BATCH)
                .param("now", Timestamp.from(now))
                .param("topics", topics)
                .param("tasks", tasks)
                .param("suffixes", suffixes)
                .param("delays", delays)
                .query((row, n) -> {
                    Timestamp next = row.getTimestamp("next");
                    return new Round(
                            row.getLong("signals") == BATCH,
                            Optional.ofNullable(next).map(Timestamp::toInstant));
                })
                .single();
    }
}
