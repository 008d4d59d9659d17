package dev.enlist.intake;

import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceWork;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works through bulk decisions, a chunk a transaction: what a dying node had not committed did not happen, and whoever
 * comes next continues behind it. Should a chunk fail as a whole, it is tried in halves, and the one that stands in
 * the way is refused.
 */
@Component
class BulkWork implements WorkspaceWork {

    static final int CHUNK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(BulkWork.class);

    private final BulkStore store;
    private final BulkChunk chunks;
    private final ChunkSizePolicy sizes = new ChunkSizePolicy(CHUNK, CHUNK);
    private final TransactionTemplate transaction;

    BulkWork(BulkStore store, BulkChunk chunks, PlatformTransactionManager transactions) {
        this.store = store;
        this.chunks = chunks;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public boolean workOnNextChunk() {
        AtomicReference<@Nullable String> inHand = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<BulkStore.Work> next = store.lockNext();
                next.ifPresent(work -> {
                    inHand.set(work.id());
                    String workspace = WorkspaceScope.current().workspaceId();
                    sizes.measured(workspace, sizes.rows(workspace), rows -> chunks.work(work, rows));
                });
                return next.isPresent();
            }));
        } catch (RuntimeException e) {
            String id = inHand.get();
            if (id == null || e instanceof TransactionException) {
                throw e;
            }
            LOG.info(
                    "A chunk of bulk decision {} is tried in parts: {}",
                    id,
                    e.getClass().getSimpleName());
            inParts(id);
            return true;
        }
    }

    /** First once more as a whole: whoever was in the way a moment ago may be gone. */
    private void inParts(String id) {
        int left = CHUNK;
        int size = CHUNK;
        while (left > 0) {
            int limit = Math.min(size, left);
            try {
                boolean more = Boolean.TRUE.equals(transaction.execute(status -> {
                    Optional<BulkStore.Work> work = store.lock(id);
                    work.ifPresent(found -> chunks.work(found, limit));
                    return work.isPresent();
                }));
                if (!more) {
                    return;
                }
                left -= limit;
            } catch (TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                if (limit > 1) {
                    size = limit / 2;
                } else {
                    LOG.warn("An enrollment of bulk decision {} cannot be moved: {}", id, e.toString());
                    transaction.executeWithoutResult(
                            status -> store.lock(id).ifPresent(work -> chunks.passOver(work, e)));
                    left--;
                    size = CHUNK / 2;
                }
            }
        }
    }
}
