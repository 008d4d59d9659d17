package dev.enlist.rollover;

import dev.enlist.enrollment.Renewal;
import dev.enlist.enrollment.RenewalService;
import dev.enlist.rollover.RolloverStore.Job;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works the queue of rollovers. A chunk is one transaction: the row of the queue is locked, the next people are taken
 * over in one command of the engine, and the position is stored with what became of them. So a node may die at any
 * moment, and whoever comes next continues behind the last chunk; a constraint keeps anybody from coming in twice.
 *
 * <p>Should a chunk fail, its people are taken one by one, and the one at fault is counted and passed over. Where
 * nobody may come in at all, it stops, and can be resumed.
 */
@Component
class RolloverWork implements WorkspaceWork {

    /** The number that suits the engine best; see {@code docs/decisions/0021-replay-and-reevaluation.md}. */
    static final int CHUNK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RolloverWork.class);
    private static final Set<String> STOPPING = Set.of("program-not-accepting", "not-found");

    private final RolloverStore store;
    private final ChunkSizePolicy sizes = new ChunkSizePolicy(CHUNK, CHUNK);
    private final RenewalService renewals;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RolloverWork(RolloverStore store, RenewalService renewals, PlatformTransactionManager transactions, Clock clock) {
        this.store = store;
        this.renewals = renewals;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public boolean workOnNextChunk() {
        try {
            return step(sizes.rows(WorkspaceScope.current().workspaceId()));
        } catch (RuntimeException e) {
            if (stops(e)) {
                return true;
            }
            LOG.warn("A chunk of people could not be taken over; they are taken one by one: {}", e.toString());
            oneByOne();
            return true;
        }
    }

    private void oneByOne() {
        for (int person = 0; person < CHUNK; person++) {
            try {
                if (!step(1)) {
                    return;
                }
            } catch (RuntimeException e) {
                if (stops(e)) {
                    return;
                }
                LOG.warn("Somebody could not be taken over and is passed over: {}", e.toString());
                transaction.executeWithoutResult(status -> store.locked().ifPresent(job -> passOver(job, e)));
            }
        }
    }

    /** Whether this concerns everybody who is left; then the rollover has failed. */
    private boolean stops(RuntimeException e) {
        if (!(e instanceof Problem problem) || !STOPPING.contains(problem.code())) {
            return false;
        }
        transaction.executeWithoutResult(status -> store.locked()
                .ifPresent(
                        job -> store.end(job.id(), "failed", problem.code(), problem.getMessage(), clock.instant())));
        return true;
    }

    private boolean step(int limit) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Job> job = store.locked();
            job.ifPresent(found -> {
                try (AuditContext.Entered origin = AuditContext.enter(AuditContext.of(found.by()))) {
                    sizes.measured(WorkspaceScope.current().workspaceId(), limit, rows -> work(found, rows));
                }
            });
            return job.isPresent();
        }));
    }

    private void work(Job job, int limit) {
        List<String> ids = renewals.next(job.source(), job.position(), limit);
        List<Renewal> became = new ArrayList<>();
        if (!ids.isEmpty()) {
            Set<String> before = new HashSet<>(store.renewedBefore(job.target(), ids));
            before.forEach(id -> became.add(new Renewal(id, Renewal.Outcome.ALREADY_RENEWED, null, null, null)));
            List<String> rest = ids.stream().filter(id -> !before.contains(id)).toList();
            became.addAll(
                    job.dryRun() ? renewals.preview(job.target(), rest) : renewals.renew(job.target(), rest, job.by()));
            store.keep(job, became);
        }
        String position = ids.isEmpty() ? job.position() : ids.get(ids.size() - 1);
        store.advance(job, position, became, ids.size() < limit, clock.instant());
    }

    private void passOver(Job job, RuntimeException why) {
        List<String> ids = renewals.next(job.source(), job.position(), 1);
        String code = why instanceof Problem problem ? problem.code() : "not-taken-over";
        String detail = why instanceof Problem ? Objects.requireNonNullElse(why.getMessage(), "") : "See the log.";
        List<Renewal> became = ids.stream()
                .map(id -> new Renewal(id, Renewal.Outcome.FAILED, null, code, detail))
                .toList();
        store.keep(job, became);
        store.advance(job, ids.isEmpty() ? job.position() : ids.get(0), became, ids.isEmpty(), clock.instant());
    }
}
