package dev.enlist.bulk;

import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Processes bulk decisions. An enrollment that cannot be moved is refused. */
@Component
class BulkDecisionJob extends ChunkedJob<BulkRepository.Work> {

    static final String KIND = "bulk-decision";
    static final int CHUNK = 100;

    private final BulkRepository store;
    private final BulkChunkProcessor chunks;

    BulkDecisionJob(BulkRepository store, BulkChunkProcessor chunks, PlatformTransactionManager transactions) {
        super(CHUNK, transactions);
        this.store = store;
        this.chunks = chunks;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Optional<BulkRepository.Work> lockNext() {
        return store.lockNext();
    }

    @Override
    protected Optional<BulkRepository.Work> lockAgain(BulkRepository.Work failed) {
        return store.lock(failed.id());
    }

    @Override
    protected void work(BulkRepository.Work order, int rows) {
        chunks.work(order, rows);
    }

    @Override
    protected void passOver(BulkRepository.Work order, RuntimeException failure) {
        chunks.passOver(order, failure);
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return store.isOpen() ? JobOutcome.busy() : JobOutcome.atOrDone(store.nextBegin());
    }
}
