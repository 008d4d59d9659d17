package dev.enlist.jobs;

import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A job that works through the rows of an order, such as an import, in chunks. A chunk is one transaction: it locks the
 * order, processes its next rows and stores the position. So progress, cancelling and resuming are a matter of the row of
 * the order, and a node may stop at any moment: the next chunk continues behind the last committed one.
 *
 * <p>If a chunk fails, it is tried again as a whole, then in halves, then row by row; a row that fails alone is passed
 * over, with its failure. If the database is away, the chunk is tried again later, and no row is passed over.
 *
 * @param <W> the locked order, with its position
 */
public abstract class ChunkedJob<W> implements WorkspaceJob {

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final ChunkSizePolicy sizes;
    private final int most;
    private final TransactionTemplate transaction;

    /** @param most rows of a chunk */
    protected ChunkedJob(int most, PlatformTransactionManager transactions) {
        this.most = most;
        this.sizes = new ChunkSizePolicy(most, most);
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Locks the next order, skipping those that other transactions hold. */
    protected abstract Optional<W> lockNext();

    /** Locks the order of a failed chunk again; empty if the rows of that chunk are done, or the order is finished. */
    protected abstract Optional<W> lockAgain(W failed);

    /** Processes the next rows and stores the position. */
    protected abstract void work(W order, int rows);

    /** Stores the failure of the next row, and moves the position behind it. */
    protected abstract void passOver(W order, RuntimeException failure);

    /** Returns the outcome if no order could be locked: {@link JobOutcome#busy} while one is open. */
    protected abstract JobOutcome whenNothingIsLocked();

    /** Runs the steps before the rows; empty if the rows may be processed. */
    protected Optional<JobOutcome> prepare(W order) {
        return Optional.empty();
    }

    /**
     * Whether a failure concerns every row of the order. If so, this method stores it as the end of the order, in a
     * transaction of its own.
     */
    protected boolean endedBy(W order, RuntimeException failure) {
        return false;
    }

    /** Runs in one transaction. */
    protected final void inTransaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    @Override
    public final JobOutcome runChunk() {
        AtomicReference<@Nullable W> inHand = new AtomicReference<>();
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                Optional<W> order = lockNext();
                order.ifPresent(inHand::set);
                return order.map(this::firstTime).orElseGet(this::whenNothingIsLocked);
            }));
        } catch (RuntimeException e) {
            W failed = inHand.get();
            if (failed == null || isOfTheDatabase(e)) {
                throw e;
            }
            if (!endedBy(failed, e)) {
                log.info("A chunk of job {} is tried in parts: {}", kind(), e.toString());
                inParts(failed);
            }
            return JobOutcome.more();
        }
    }

    private JobOutcome firstTime(W order) {
        Optional<JobOutcome> before = prepare(order);
        if (before.isPresent()) {
            return before.get();
        }
        String workspace = WorkspaceScope.current().workspaceId();
        sizes.measured(workspace, sizes.rows(workspace), rows -> work(order, rows));
        return JobOutcome.more();
    }

    /** Retries the whole chunk first: the cause, such as a lock or a conflict, may be gone. */
    private void inParts(W failed) {
        int left = most;
        int size = most;
        while (left > 0) {
            int rows = Math.min(size, left);
            try {
                if (!part(failed, rows)) {
                    return;
                }
                left -= rows;
            } catch (RuntimeException e) {
                if (isOfTheDatabase(e)) {
                    throw e;
                }
                if (endedBy(failed, e)) {
                    return;
                }
                if (rows > 1) {
                    size = rows / 2;
                } else {
                    log.warn("A row of job {} failed and is passed over", kind(), e);
                    inTransaction(() -> lockAgain(failed).ifPresent(order -> passOver(order, e)));
                    left--;
                    size = Math.max(1, most / 2);
                }
            }
        }
    }

    /** False if nothing is left of the failed chunk. */
    private boolean part(W failed, int rows) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<W> order = lockAgain(failed);
            order.ifPresent(found -> work(found, rows));
            return order.isPresent();
        }));
    }

    /** Whether every row would fail until the database is available again. */
    private static boolean isOfTheDatabase(RuntimeException e) {
        return e instanceof TransactionException
                || e instanceof NonTransientDataAccessResourceException
                || e instanceof TransientDataAccessException && !(e instanceof ConcurrencyFailureException);
    }
}
