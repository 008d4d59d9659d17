package dev.enlist.reevaluation;

import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ReevaluationChunkProcessor;
import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Processes re-evaluations in chunks. Counts an enrollment that cannot be re-evaluated as failed.
 */
@Component
class ReevaluationJob extends ChunkedJob<ReevaluationJob.Queued> {

    static final String KIND = "reevaluation";

    /** Enrollments per chunk, as measured for the engine; see {@code docs/decisions/0021-replay-and-reevaluation.md}. */
    static final int CHUNK = 100;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ReevaluationChunkProcessor chunks;
    private final JdbcClient jdbc;
    private final Clock clock;

    ReevaluationJob(
            ReevaluationChunkProcessor chunks, JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        super(CHUNK, transactions);
        this.chunks = chunks;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Optional<Queued> lockNext() {
        return locked();
    }

    @Override
    protected Optional<Queued> lockAgain(Queued failed) {
        return locked().filter(queued -> queued.id().equals(failed.id()));
    }

    @Override
    protected Optional<JobOutcome> prepare(Queued queued) {
        if (queued.isNew()) {
            begin(queued);
            return Optional.of(JobOutcome.more());
        }
        return hasOlderTransactions(queued)
                ? Optional.of(JobOutcome.at(clock.instant().plus(PAUSE)))
                : Optional.empty();
    }

    @Override
    protected void work(Queued queued, int rows) {
        advance(queued, chunks.work(queued.order(), queued.position(), rows));
    }

    @Override
    protected void passOver(Queued queued, RuntimeException failure) {
        advance(queued, chunks.passOver(queued.order(), queued.position()));
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.atOrDone(nextDue());
    }

    /** @param position id of the last processed enrollment */
    record Queued(String id, String position, boolean isNew, ReevaluationChunkProcessor.Order order) {}

    private Optional<Queued> locked() {
        return jdbc.sql("""
                        select id, program_instance_id, position, status, in_flight, cause from reevaluation
                        where workspace_id = ? and status in ('queued', 'running') and due_at <= ?
                        order by id limit 1 for update skip locked
                        """)
                .params(workspaceId(), Timestamp.from(clock.instant()))
                .query((row, n) -> new Queued(
                        row.getString("id"),
                        row.getString("position"),
                        row.getString("status").equals("queued"),
                        new ReevaluationChunkProcessor.Order(
                                row.getString("program_instance_id"),
                                row.getString("in_flight").equals("flag"),
                                row.getString("cause").equals("instance-changed"))))
                .optional();
    }

    private void begin(Queued queued) {
        jdbc.sql("""
                        update reevaluation set status = 'running', started_at = clock_timestamp(),
                            total = (select count(*) from enrollment
                                     where program_instance_id = ? and workspace_id = ? and status = any(?))
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        queued.order().programInstanceId(),
                        workspaceId(),
                        queued.order().statuses().stream()
                                .map(EnrollmentStatus::wire)
                                .toArray(String[]::new),
                        queued.id(),
                        workspaceId())
                .update();
    }

    private void advance(Queued queued, ReevaluationChunkProcessor.Progress progress) {
        jdbc.sql("""
                        update reevaluation
                        set position = ?, processed = processed + ?, reopened = reopened + ?, flagged = flagged + ?,
                            unchanged = unchanged + ?, failed = failed + ?,
                            status = ?, finished_at = ?
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        progress.position(),
                        progress.processed(),
                        progress.reopened(),
                        progress.flagged(),
                        progress.unchanged(),
                        progress.failed(),
                        progress.isLast() ? "completed" : "running",
                        progress.isLast() ? Timestamp.from(clock.instant()) : null,
                        queued.id(),
                        workspaceId())
                .update();
    }

    /**
     * Whether a transaction from before the change is still running. It may have read the old criteria, and may insert an
     * enrollment that this job has passed already. Waits at most 60 seconds for such transactions.
     */
    private boolean hasOlderTransactions(Queued queued) {
        return queued.position().isEmpty()
                && jdbc.sql("""
                        select exists (
                            select 1 from pg_stat_activity a, reevaluation r
                            where r.id = ? and r.workspace_id = ? and a.datname = current_database()
                              and a.pid <> pg_backend_pid() and a.xact_start < r.started_at
                              and r.started_at > clock_timestamp() - make_interval(secs => ?))
                        """)
                        .params(queued.id(), workspaceId(), LONGEST_WAIT.toSeconds())
                        .query(Boolean.class)
                        .single();
    }

    private Optional<Instant> nextDue() {
        return jdbc.sql(
                        "select min(due_at) from reevaluation where workspace_id = ? and status in ('queued', 'running')")
                .param(workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
