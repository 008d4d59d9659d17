package dev.enlist.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import dev.enlist.process.Await;
import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The runner alone, on the tables of its migration. */
class JobRunnerIT {

    private static final String KIND = "test";

    /** A tenth of the intervals of the application. */
    private static final JobRunner.Intervals SHORT =
            new JobRunner.Intervals(Duration.ofMillis(100), Duration.ofMillis(200));

    static EmbeddedPostgres postgres;
    static HikariDataSource pool;

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final List<JobRunner> runners = new ArrayList<>();

    DataSource dataSource;
    JdbcClient jdbc;
    TransactionTemplate transaction;
    JobQueue queue;

    @BeforeAll
    static void tables() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        pool = new HikariDataSource();
        pool.setDataSource(postgres.getPostgresDatabase());
        JdbcClient jdbc = JdbcClient.create(pool);
        jdbc.sql("create table workspace (id text primary key)").update();
        String migration = resource("/db/migration/V57__jobs.sql");
        String ours = migration.substring(0, migration.indexOf("-- One signal of a kind"));
        List.of(ours.split(";\\s*\\R")).forEach(statement -> jdbc.sql(statement).update());
    }

    private static String resource(String path) {
        try (var stream = JobRunnerIT.class.getResourceAsStream(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stopServer() throws IOException {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void empty() {
        dataSource = ProxyDataSourceBuilder.create(pool)
                .afterQuery((execution, queries) -> queries.forEach(query -> statements.add(query.getQuery())))
                .build();
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        queue = new JobQueue(jdbc);
        jdbc.sql("truncate scheduled_tasks, job_signal, workspace").update();
    }

    @AfterEach
    void stop() {
        runners.forEach(JobRunner::stop);
    }

    private JobRunner start(WorkspaceJob... jobs) {
        return start(SHORT, jobs);
    }

    private JobRunner start(JobRunner.Intervals intervals, WorkspaceJob... jobs) {
        return start(intervals, Clock.systemUTC(), jobs);
    }

    private JobRunner start(JobRunner.Intervals intervals, Clock clock, WorkspaceJob... jobs) {
        TenancyService tenancy = mock(TenancyService.class);
        when(tenancy.workspace(anyString()))
                .thenAnswer(call -> Optional.of(new WorkspaceRef(call.getArgument(0), "o")));
        JobRunner runner =
                new JobRunner(List.of(jobs), queue, tenancy, new Heartbeats(), dataSource, jdbc, clock, intervals);
        runners.add(runner);
        runner.start();
        return runner;
    }

    /** A job of one kind, whose chunk is given. */
    private record TestJob(String kind, Set<String> topics, Supplier<JobOutcome> chunk) implements WorkspaceJob {

        TestJob(Supplier<JobOutcome> chunk) {
            this(KIND, Set.of(), chunk);
        }

        @Override
        public JobOutcome runChunk() {
            return chunk.get();
        }
    }

    private void enqueue(String workspace) {
        WorkspaceScope.run(new WorkspaceRef(workspace, "o"), () -> queue.enqueue(KIND));
    }

    private static String here() {
        return WorkspaceScope.current().workspaceId();
    }

    private long rows() {
        return jdbc.sql("select (select count(*) from job_signal) + (select count(*) from scheduled_tasks)")
                .query(Long.class)
                .single();
    }

    private void untilIdle() {
        Await.until("nothing is scheduled", () -> rows() == 0);
    }

    @Test
    void anErrorInOneWorkspaceEndsNeitherTheRunnerNorTheJobsOfOthers() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        AtomicInteger failed = new AtomicInteger();
        JobRunner runner = start(new TestJob(() -> {
            if (here().equals("broken")) {
                failed.incrementAndGet();
                throw new OutOfMemoryError("made by a test");
            }
            done.countDown();
            return JobOutcome.done();
        }));

        enqueue("broken");
        enqueue("sound-1");
        enqueue("sound-2");

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        Await.until("the broken one is tried again", () -> failed.get() >= 2);
        assertThat(runner.isRunning()).isTrue();
        runner.stop();
        assertThat(runner.isRunning()).isFalse();
    }

    @Test
    void workOfATransactionThatIsRolledBackIsNotStarted() {
        Set<String> ran = ConcurrentHashMap.newKeySet();
        start(new TestJob(() -> {
            ran.add(here());
            return JobOutcome.done();
        }));

        transaction.executeWithoutResult(status -> {
            enqueue("rolled-back");
            status.setRollbackOnly();
        });
        enqueue("committed");

        untilIdle();
        assertThat(ran).containsExactly("committed");
    }

    @Test
    void aSignalThatComesWhileTheJobRunsStartsItAgain() throws InterruptedException {
        CountDownLatch lookedForTheLastTime = new CountDownLatch(1);
        CountDownLatch signalled = new CountDownLatch(1);
        AtomicInteger chunks = new AtomicInteger();
        start(new TestJob(() -> {
            if (chunks.incrementAndGet() == 1) {
                lookedForTheLastTime.countDown();
                await(signalled);
            }
            return JobOutcome.done();
        }));
        enqueue("w");
        lookedForTheLastTime.await();

        enqueue("w");
        Await.until(
                "the dispatcher kept the signal",
                () -> jdbc.sql("select count(*) from job_signal where due_at is not null")
                                .query(Long.class)
                                .single()
                        > 0);
        signalled.countDown();

        untilIdle();
        assertThat(chunks).hasValue(2);
    }

    @Test
    void signalsOfATopicStartEveryJobThatListensAndSeveralSignalsStartItOnce() {
        Map<String, AtomicInteger> ran = Map.of("one", new AtomicInteger(), "two", new AtomicInteger());
        for (int n = 0; n < 5; n++) {
            jdbc.sql("insert into job_signal (kind, workspace_id) values ('topic', 'w')")
                    .update();
        }
        start(
                new TestJob("one", Set.of("topic"), () -> counted(ran.get("one"))),
                new TestJob("two", Set.of("topic"), () -> counted(ran.get("two"))));

        Await.until("both ran", () -> ran.values().stream().allMatch(count -> count.get() > 0));
        untilIdle();
        assertThat(ran.get("one")).hasValue(1);
        assertThat(ran.get("two")).hasValue(1);
    }

    private static JobOutcome counted(AtomicInteger count) {
        count.incrementAndGet();
        return JobOutcome.done();
    }

    @Test
    void aSignalOfAnUnknownKindIsLeftToTheVersionThatKnowsIt() {
        jdbc.sql("insert into job_signal (kind, workspace_id) values ('newer', 'w')")
                .update();
        AtomicInteger ran = new AtomicInteger();
        start(new TestJob(() -> counted(ran)));

        enqueue("w");

        Await.until("the known one ran", () -> ran.get() == 1);
        assertThat(jdbc.sql("select kind from job_signal").query(String.class).list())
                .containsExactly("newer");
    }

    @Test
    void workspacesTakeTurns() {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch others = new CountDownLatch(20);
        start(new TestJob(() -> {
            order.add(here());
            if (here().startsWith("endless")) {
                // one long list in each thread of the pool, and more
                return others.getCount() == 0 ? JobOutcome.done() : JobOutcome.more();
            }
            others.countDown();
            return JobOutcome.done();
        }));

        for (int n = 0; n < 12; n++) {
            enqueue("endless-" + n);
        }
        Await.until("the long lists are under way", () -> order.size() > 100);
        for (int n = 0; n < 20; n++) {
            enqueue("short-" + n);
        }

        Await.until("the short ones are through", () -> others.getCount() == 0);
        untilIdle();
    }

    /** The row that a node leaves which was killed within a chunk. */
    @Test
    void theExecutionOfADeadNodeIsTakenOver() {
        AtomicInteger ran = new AtomicInteger();
        jdbc.sql("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
                            last_heartbeat, version)
                        values (?, 'w', now() - interval '5 seconds', true, 'dead', now() - interval '3 seconds', 2)
                        """).param(KIND).update();
        enqueue("w");

        start(new TestJob(() -> counted(ran)));

        Await.until("it was taken over", () -> ran.get() > 0);
        untilIdle();
    }

    /**
     * Starts a node whose machine is ten minutes ahead, while another node runs a job.
     *
     * @return how often the first node ran that job when it had looked for abandoned jobs
     */
    private AtomicInteger startBesideARunningJob(Duration correction) {
        AtomicInteger ran = new AtomicInteger();
        jdbc.sql("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
                            last_heartbeat, version)
                        values (?, 'w', now() - interval '5 seconds', true, 'other', now(), 2)
                        """).param(KIND).update();
        ScopedClock clock = new ScopedClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
        clock.correctBy(correction);
        start(
                new JobRunner.Intervals(Duration.ofMillis(100), Duration.ofSeconds(30)),
                clock,
                new TestJob(() -> counted(ran)));
        return ran;
    }

    /** Why clocks are corrected: the heartbeat of the other node is ten minutes old by this clock. */
    @Test
    void aNodeThatIsAheadRunsTheRunningWorkOfOthersAgain() {
        AtomicInteger ran = startBesideARunningJob(Duration.ZERO);

        Await.until("it was taken over", () -> ran.get() > 0);
    }

    @Test
    void aNodeWhoseClockIsCorrectedLeavesTheRunningWorkOfOthers() throws InterruptedException {
        AtomicInteger ran = startBesideARunningJob(Duration.ofMinutes(-10));

        Await.until(
                "it looked for abandoned jobs",
                () -> statements.stream().anyMatch(sql -> sql.contains("last_heartbeat <=")));
        Thread.sleep(1000);
        assertThat(ran).hasValue(0);
    }

    @Test
    void workThatIsDueLaterStartsAtItsTime() {
        AtomicInteger ran = new AtomicInteger();
        // PostgreSQL rounds to microseconds
        Instant due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        start(new TestJob(() -> ran.incrementAndGet() == 1 ? JobOutcome.at(due) : JobOutcome.done()));
        enqueue("w");

        Await.until(
                "it waits",
                () -> jdbc.sql("select count(*) from scheduled_tasks where execution_time = ?")
                                .param(Timestamp.from(due))
                                .query(Long.class)
                                .single()
                        == 1);
        assertThat(ran).hasValue(1);

        enqueue("w");
        untilIdle();
        assertThat(ran).as("started by the signal").hasValue(2);
    }

    @Test
    void aSignalLeavesAJobAloneThatIsDueEarlier() {
        Instant due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        start(new TestJob(() -> JobOutcome.at(due)));
        enqueue("w");
        Await.until("it waits", () -> versionsWaitingUntil(due).size() == 1);
        List<String> version = versionsWaitingUntil(due);

        jdbc.sql("insert into job_signal (kind, workspace_id, due_at) values (?, 'w', ?)")
                .params(KIND, Timestamp.from(due.plusSeconds(1)))
                .update();

        Await.until(
                "the signal was read",
                () -> jdbc.sql("select count(*) from job_signal")
                                .query(Long.class)
                                .single()
                        == 0);
        assertThat(versionsWaitingUntil(due)).isEqualTo(version);
    }

    private List<String> versionsWaitingUntil(Instant due) {
        return jdbc.sql("select xmin::text from scheduled_tasks where not picked and execution_time = ?")
                .param(Timestamp.from(due))
                .query(String.class)
                .list();
    }

    /** The runner polls once a minute here, so that only the time of the work can start it. */
    @Test
    void workThatIsDueSoonDoesNotWaitForTheNextPoll() {
        AtomicInteger ran = new AtomicInteger();
        start(
                new JobRunner.Intervals(Duration.ofMinutes(1), SHORT.heartbeat()),
                new TestJob(() ->
                        ran.incrementAndGet() == 1 ? JobOutcome.at(Instant.now().plusMillis(300)) : JobOutcome.done()));
        Instant begin = Instant.now();
        WorkspaceScope.run(new WorkspaceRef("w", "o"), () -> queue.enqueue(KIND, begin.plusMillis(700)));

        untilIdle();
        assertThat(ran).hasValue(2);
        assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** Ten rounds of polling, after the jobs of each workspace ran once: which statements they take. */
    @Test
    void idleRoundsTakeTheSameStatementsWithOneAndWithManyWorkspaces() {
        AtomicInteger ran = new AtomicInteger();
        start(new TestJob(() -> counted(ran)));

        Map<String, Long> withOne = idleRounds(1, ran);
        Map<String, Long> withMany = idleRounds(20, ran);

        assertThat(withMany.keySet()).isEqualTo(withOne.keySet()).hasSizeLessThanOrEqualTo(3);
        assertThat(String.join("\n", withMany.keySet())).doesNotContain("from workspace");
    }

    private Map<String, Long> idleRounds(int workspaces, AtomicInteger ran) {
        ran.set(0);
        for (int n = 0; n < workspaces; n++) {
            jdbc.sql("insert into workspace values (?) on conflict do nothing")
                    .param("w" + n)
                    .update();
            enqueue("w" + n);
        }
        Await.until("all ran", () -> ran.get() >= workspaces);
        untilIdle();
        Await.until("the last completions are through", () -> {
            statements.clear();
            // after two more polls no other statement runs
            Await.until("two polls", () -> polls() >= 2);
            return statements.stream().noneMatch(sql -> sql.startsWith("delete") || sql.contains("last_success ="));
        });
        statements.clear();
        Await.until("ten polls", () -> polls() >= 10);
        return List.copyOf(statements).stream()
                .filter(sql -> !sql.contains("count(*) from job_signal) +"))
                .collect(java.util.stream.Collectors.groupingBy(sql -> sql, java.util.stream.Collectors.counting()));
    }

    private long polls() {
        return statements.stream()
                .filter(sql -> sql.contains("scheduled_tasks") && sql.contains("FOR UPDATE SKIP LOCKED"))
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
