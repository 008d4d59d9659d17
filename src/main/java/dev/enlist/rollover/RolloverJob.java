package dev.enlist.rollover;

import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.rollover.RolloverStore.Job;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Processes rollovers: renews the next enrollments of the source in one command of the engine. A constraint keeps each
 * person from being renewed twice. A person who cannot be renewed is counted as failed; if the target accepts no applications, the
 * rollover fails and can be resumed.
 */
@Component
class RolloverJob extends ChunkedJob<Job> {

    static final String KIND = "rollover";

    /** The number that suits the engine best; see {@code docs/decisions/0021-replay-and-reevaluation.md}. */
    static final int CHUNK = 100;

    private static final Set<String> STOPPING = Set.of("program-not-accepting", "not-found");

    private final RolloverStore store;
    private final RenewalService renewals;
    private final Clock clock;

    RolloverJob(RolloverStore store, RenewalService renewals, PlatformTransactionManager transactions, Clock clock) {
        super(CHUNK, transactions);
        this.store = store;
        this.renewals = renewals;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Optional<Job> lockNext() {
        return store.locked();
    }

    @Override
    protected Optional<Job> lockAgain(Job failed) {
        return store.locked().filter(job -> job.id().equals(failed.id()));
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.busyIf(store.isOpen());
    }

    @Override
    protected boolean endedBy(Job job, RuntimeException failure) {
        if (!(failure instanceof Problem problem) || !STOPPING.contains(problem.code())) {
            return false;
        }
        inTransaction(() -> store.locked()
                .filter(found -> found.id().equals(job.id()))
                .ifPresent(found ->
                        store.end(found.id(), "failed", problem.code(), problem.getMessage(), clock.instant())));
        return true;
    }

    @Override
    protected void work(Job job, int limit) {
        try (AuditContext.Entered origin = AuditContext.enter(AuditContext.of(job.by()))) {
            renew(job, limit);
        }
    }

    private void renew(Job job, int limit) {
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

    @Override
    protected void passOver(Job job, RuntimeException why) {
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
