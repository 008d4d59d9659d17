package dev.enlist.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.enlist.database.EarlierNodesEnded;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.work.Heartbeat;
import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Runs all background jobs on db-scheduler. An execution exists for a kind of job and a workspace only while there is
 * work: its time is due work's time, one node claims it, and it is removed when a chunk finds nothing left. So idle
 * workspaces cost nothing; see {@code docs/decisions/0071-jobs-on-db-scheduler.md}.
 *
 * <p>An execution runs chunks for one second at most and then queues behind the other due executions: workspaces take
 * turns. If a node dies, another takes over its executions within ten seconds. A failed chunk is tried
 * again, first after one second, later after 15 seconds.
 */
@Component
class JobRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private static final int THREADS = 10;
    private static final Intervals INTERVALS = new Intervals(Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** Shortest interval that the library allows. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);
    /** Shortest time until a job checks again for work that it could not do. */
    private static final Duration AGAIN = Duration.ofMillis(250);

    private static final long DISPATCH_MILLIS = 2_000;

    /** Pause between two rounds of the dispatcher, so that a busy node collects signals. */
    private static final long DISPATCH_PAUSE_MILLIS = 50;

    /** Delay before a job runs again for which its node had no free slot. */
    private static final Duration SLOT_WAIT = Duration.ofMillis(500);

    private final TenancyService tenancy;
    private final Map<String, Semaphore> slotsByKind;
    private final Heartbeats heartbeats;
    private final Clock clock;
    private final JobDispatcher dispatcher;
    private final Scheduler scheduler;
    private final PollTimer timer;
    private final Heartbeat schedulerHeartbeat;
    private final Heartbeat dispatcherHeartbeat;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::dispatchUntilStopped, "job-dispatcher");
    private final AtomicBoolean running = new AtomicBoolean();

    /**
     * Whether the last chunk ended with an {@link Error}, such as {@link OutOfMemoryError}; the liveness check reports
     * it.
     */
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * How often a node acts without a reason.
     *
     * @param poll      between two looks for due executions
     * @param heartbeat between two heartbeats of a running execution
     */
    record Intervals(Duration poll, Duration heartbeat) {}

    @Autowired
    JobRunner(
            List<WorkspaceJob> jobs,
            JobQueue queue,
            TenancyService tenancy,
            Heartbeats heartbeats,
            DataSource dataSource,
            JdbcClient jdbc,
            Clock clock) {
        this(jobs, queue, tenancy, heartbeats, dataSource, jdbc, clock, INTERVALS);
    }

    /** With intervals that a test does not have to wait for. */
    JobRunner(
            List<WorkspaceJob> jobs,
            JobQueue queue,
            TenancyService tenancy,
            Heartbeats heartbeats,
            DataSource dataSource,
            JdbcClient jdbc,
            Clock clock,
            Intervals intervals) {
        this.tenancy = tenancy;
        this.slotsByKind = jobs.stream()
                .collect(Collectors.toUnmodifiableMap(WorkspaceJob::kind, job -> new Semaphore(job.mostPerNode())));
        this.heartbeats = heartbeats;
        this.clock = clock;
        this.dispatcher = new JobDispatcher(jdbc, clock, jobs);
        this.schedulerHeartbeat = heartbeats.of("job-scheduler");
        this.dispatcherHeartbeat = heartbeats.of("job-dispatcher");
        this.scheduler = Scheduler.create(
                        dataSource, jobs.stream().<Task<?>>map(this::task).toList())
                .schedulerName(new SchedulerName.Fixed("enlist-" + Cuid.next()))
                .clock(clock::instant)
                .threads(THREADS)
                .pollingInterval(intervals.poll())
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(intervals.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP)
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(new Beats())
                .build();
        this.timer = new PollTimer(clock, scheduler::triggerCheckForDueExecutions);
        thread.setDaemon(true);
        queue.dispatchBy(wake::release);
    }

    private Task<Void> task(WorkspaceJob job) {
        return Tasks.custom(job.kind(), Void.class)
                .onFailure(this::retryLater)
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Optional<WorkspaceRef> workspace = tenancy.workspace(JobInstance.workspaceId(instance.getId()));
                    return workspace
                            .map(found -> completion(turn(job, found)))
                            .orElse((complete, operations) -> operations.remove());
                });
    }

    /** Runs chunks for one second, unless this node already runs the job for as many workspaces as it may. */
    private JobOutcome turn(WorkspaceJob job, WorkspaceRef workspace) {
        Semaphore slots = Objects.requireNonNull(slotsByKind.get(job.kind()));
        if (!slots.tryAcquire()) {
            return JobOutcome.at(clock.instant().plus(SLOT_WAIT));
        }
        try {
            return chunks(job, workspace);
        } finally {
            slots.release();
        }
    }

    /** Runs chunks of one workspace until no work is left or the second is over. */
    private JobOutcome chunks(WorkspaceJob job, WorkspaceRef workspace) {
        Heartbeat heartbeat = heartbeats.of("job-" + job.kind());
        // a thread dump shows what the pooled thread works on
        String pooled = Thread.currentThread().getName();
        Thread.currentThread().setName("job-" + job.kind());
        long end = System.nanoTime() + TURN.toNanos();
        try {
            JobOutcome outcome;
            do {
                outcome = WorkspaceScope.in(workspace, job::runChunk);
                heartbeat.beat();
                failing.set(false);
            } while (outcome.hasMore() && System.nanoTime() < end && running.get());
            return outcome;
        } catch (RuntimeException e) {
            failing.set(false);
            log.warn("A chunk of job {} failed in workspace {}", job.kind(), workspace.workspaceId(), e);
            throw e;
        } catch (Error e) {
            failing.set(true);
            heartbeat.failed(e);
            throw e;
        } finally {
            heartbeat.end();
            Thread.currentThread().setName(pooled);
        }
    }

    private CompletionHandler<Void> completion(JobOutcome outcome) {
        return (complete, operations) -> {
            if (outcome.hasMore()) {
                operations.reschedule(complete, clock.instant());
                scheduler.triggerCheckForDueExecutions();
            } else if (outcome.next().isPresent()) {
                Instant now = clock.instant();
                Instant soon = now.plus(AGAIN);
                Instant next = outcome.next().get();
                if (next.isAfter(now)) {
                    reschedule(complete, operations, next.isBefore(soon) ? soon : next);
                } else {
                    // waits for other transactions: the next regular poll is early enough
                    operations.reschedule(complete, soon);
                }
            } else {
                operations.remove();
            }
            // signals that arrived meanwhile were kept
            wake.release();
        };
    }

    private void retryLater(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        int doublings = Math.min(complete.getExecution().consecutiveFailures, 4);
        Duration wait = FIRST_RETRY.multipliedBy(1L << doublings);
        reschedule(complete, operations, clock.instant().plus(wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY));
    }

    private void reschedule(ExecutionComplete complete, ExecutionOperations<Void> operations, Instant next) {
        operations.reschedule(complete, next);
        timer.pollAt(next);
    }

    private void dispatchUntilStopped() {
        while (running.get()) {
            dispatcherHeartbeat.run(this::dispatch);
        }
    }

    private void dispatch() {
        try {
            if (wake.tryAcquire(DISPATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                TimeUnit.MILLISECONDS.sleep(DISPATCH_PAUSE_MILLIS);
                wake.drainPermits();
            }
            JobDispatcher.Round round = dispatcher.dispatch();
            if (round.isFull()) {
                wake.release();
            }
            round.next().ifPresent(timer::pollAt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.set(false);
        }
    }

    @Override
    public void start() {
        running.set(true);
        scheduler.start();
        thread.start();
    }

    /** Until then, nodes of earlier releases would leave signals of topics that they do not know. */
    @EventListener(EarlierNodesEnded.class)
    void announceTopics() {
        dispatcher.announceTopics();
    }

    /**
     * Waits in parallel with other components that stop, so that stopping takes as long as the slowest of them and not
     * the sum.
     */
    @Override
    public void stop(Runnable whenDone) {
        Thread waiting = new Thread(
                () -> {
                    stop();
                    whenDone.run();
                },
                "jobs-stop");
        waiting.setDaemon(true);
        waiting.start();
    }

    /** Stops after the current chunks. Another node, or the next start, continues their work. */
    @Override
    public void stop() {
        running.set(false);
        thread.interrupt();
        timer.stop();
        scheduler.stop();
        schedulerHeartbeat.end();
        dispatcherHeartbeat.end();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** The scheduler is alive while it looks for due executions. */
    private final class Beats extends AbstractSchedulerListener {

        @Override
        public void onSchedulerEvent(SchedulerEventType type) {
            if (type == SchedulerEventType.RAN_EXECUTE_DUE && !failing.get()) {
                schedulerHeartbeat.beat();
            }
        }
    }
}
