package dev.enlist.intake;

import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Processes bulk decisions. An enrollment that cannot be moved is refused. */
@Component
class BulkDecisionJob extends ChunkedJob<BulkStore.Work> {

    static final String KIND = "bulk-decision";
    static final int CHUNK = 100;

    private final BulkStore store;
    private final BulkChunk chunks;

    BulkDecisionJob(BulkStore store, BulkChunk chunks, PlatformTransactionManager transactions) {
        super(CHUNK, transactions);
        this.store = store;
        this.chunks = chunks;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Optional<BulkStore.Work> lockNext() {
        return store.lockNext();
    }

    @Override
    protected Optional<BulkStore.Work> lockAgain(BulkStore.Work failed) {
        return store.lock(failed.id());
    }

    @Override
    protected void work(BulkStore.Work order, int rows) {
        chunks.work(order, rows);
    }

    @Override
    protected void passOver(BulkStore.Work order, RuntimeException failure) {
        chunks.passOver(order, failure);
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.busyIf(store.isOpen());
    }
}
