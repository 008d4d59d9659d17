package dev.enlist.enrollment;

import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceWork;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works the queue of re-evaluations. A chunk is one transaction: the row of the queue is locked, the next people
 * are asked, and the position is stored with what that did. So a node may die at any moment: what it had not
 * committed did not happen, its lock is gone, and whoever comes next continues behind the last chunk.
 *
 * <p>Should a chunk fail, its people are asked one by one, and the one at fault is counted and passed over.
 */
@Component
class ReevaluationWork implements WorkspaceWork {

    /** The number that suits the engine best; see {@code docs/decisions/0021-replay-and-reevaluation.md}. */
    static final int CHUNK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ReevaluationWork.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    private enum Step {
        NOTHING_TO_DO,
        WAIT,
        DONE
    }

    private final ReevaluationChunk chunks;
    private final ChunkSizePolicy sizes = new ChunkSizePolicy(CHUNK, CHUNK);
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ReevaluationWork(ReevaluationChunk chunks, JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.chunks = chunks;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public boolean workOnNextChunk() {
        Step step;
        try {
            step = step(sizes.rows(WorkspaceScope.current().workspaceId()));
        } catch (RuntimeException e) {
            LOG.warn("A chunk of people could not be re-evaluated; they are asked one by one: {}", e.toString());
            oneByOne();
            return true;
        }
        if (step == Step.WAIT) {
            pause();
        }
        return step != Step.NOTHING_TO_DO;
    }

    private void oneByOne() {
        for (int person = 0; person < CHUNK; person++) {
            try {
                if (step(1) != Step.DONE) {
                    return;
                }
            } catch (RuntimeException e) {
                LOG.warn("Somebody could not be re-evaluated and is passed over: {}", e.toString());
                transaction.executeWithoutResult(status -> locked().ifPresent(chunks::passOver));
            }
        }
    }

    private Step step(int limit) {
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            Optional<Queued> next = locked();
            if (next.isEmpty()) {
                return Step.NOTHING_TO_DO;
            }
            Queued queued = next.get();
            if (queued.isNew()) {
                begin(queued);
                return Step.DONE;
            }
            if (othersMayNotKnow(queued)) {
                return Step.WAIT;
            }
            sizes.measured(WorkspaceScope.current().workspaceId(), limit, rows -> chunks.work(queued, rows));
            return Step.DONE;
        }));
    }

    /** @param position id of the last enrollment that was asked */
    record Queued(
            String id,
            String programInstanceId,
            String position,
            boolean isNew,
            boolean flagOnly,
            boolean instanceChanged) {

        /** Whether verdicts follow what program and instance say now, rather than being flagged for a person. */
        boolean follows() {
            return instanceChanged && !flagOnly;
        }

        List<EnrollmentStatus> asked() {
            return follows() ? ReevaluationChunk.FOLLOWING : ReevaluationChunk.ASKED;
        }
    }

    private Optional<Queued> locked() {
        return jdbc.sql("""
                        select id, program_instance_id, position, status, in_flight, cause from reevaluation
                        where workspace_id = ? and status in ('queued', 'running') and due_at <= ?
                        order by id limit 1 for update skip locked
                        """)
                .params(workspaceId(), Timestamp.from(clock.instant()))
                .query((row, n) -> new Queued(
                        row.getString("id"),
                        row.getString("program_instance_id"),
                        row.getString("position"),
                        row.getString("status").equals("queued"),
                        row.getString("in_flight").equals("flag"),
                        row.getString("cause").equals("instance-changed")))
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
                        queued.programInstanceId(),
                        workspaceId(),
                        queued.asked().stream().map(EnrollmentStatus::wire).toArray(String[]::new),
                        queued.id(),
                        workspaceId())
                .update();
    }

    /**
     * Whether somebody may still be deciding by the old criteria, having read them before they changed: then an
     * enrollment could appear behind our back, decided by the old ones. Such a transaction is as good as over
     * after a minute; nobody waits longer for it.
     */
    private boolean othersMayNotKnow(Queued queued) {
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

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
