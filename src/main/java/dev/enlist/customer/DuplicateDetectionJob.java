package dev.enlist.customer;

import dev.enlist.database.EarlierNodesEnded;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import java.time.Duration;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds customers that may be one person, after their facts changed. Triggers of the database enqueue the customers in the
 * transaction of the change, so that a write waits for no comparison.
 */
@Component
class DuplicateDetectionJob implements WorkspaceJob {

    static final String KIND = "duplicate-detection";

    private static final Duration DELAY = Duration.ofSeconds(1);

    private final DuplicateChunkProcessor processor;
    private final JobQueue queue;
    private final TransactionTemplate transaction;

    DuplicateDetectionJob(DuplicateChunkProcessor processor, JobQueue queue, PlatformTransactionManager transactions) {
        this.processor = processor;
        this.queue = queue;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(CREATIONS);
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    /** Earlier nodes took signals and did not see the rows that they are about. */
    @EventListener
    void begin(EarlierNodesEnded ended) {
        if (ended.seen()) {
            queue.enqueueEverywhere(KIND);
        }
    }

    @Override
    public JobOutcome runChunk() {
        Integer taken = transaction.execute(status -> processor.processNext());
        return taken != null && taken > 0 ? JobOutcome.more() : JobOutcome.busyIf(processor.isAnyLeft());
    }
}
