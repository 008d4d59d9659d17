package dev.enlist.intake;

import dev.enlist.program.ProgramNotAccepting;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceWork;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works through imports. A chunk is one transaction: a lane is locked, its next rows are dealt with, and how far it is
 * is stored with what that did. So a node may die at any moment: what it had not committed did not happen, its lock is
 * gone, and whoever comes next continues behind the last chunk.
 *
 * <p>Should a chunk fail as a whole, it is tried in halves, until the row that stands in the way stands alone and is
 * refused.
 */
class ImportWork implements WorkspaceWork {

    private static final Logger LOG = LoggerFactory.getLogger(ImportWork.class);

    private final ImportStore store;
    private final ChunkSizePolicy sizes = new ChunkSizePolicy(ImportUpload.CHUNK_ROWS, ImportUpload.CHUNK_ROWS);
    private final ImportChunk chunks;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ImportWork(
            ImportStore store,
            ImportChunk chunks,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.chunks = chunks;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public boolean workOnNextChunk() {
        AtomicReference<ImportStore.@Nullable Lane> inHand = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<ImportStore.Lane> next = store.lockNext();
                next.ifPresent(lane -> {
                    inHand.set(lane);
                    String workspace = WorkspaceScope.current().workspaceId();
                    sizes.measured(workspace, sizes.rows(workspace), rows -> chunks.work(lane, rows));
                });
                return next.isPresent();
            }));
        } catch (RuntimeException e) {
            ImportStore.Lane lane = inHand.get();
            if (lane == null || isOfTheDatabase(e)) {
                throw e;
            }
            recover(lane, e);
            return true;
        }
    }

    /** What would fail for every row alike; the next round tries again. */
    private static boolean isOfTheDatabase(RuntimeException e) {
        return e instanceof TransactionException
                || e instanceof NonTransientDataAccessResourceException
                || e instanceof TransientDataAccessException && !(e instanceof ConcurrencyFailureException);
    }

    private void recover(ImportStore.Lane lane, RuntimeException e) {
        if (e instanceof ProgramNotAccepting || e instanceof NotFound) {
            fail(lane, e.getMessage());
            return;
        }
        LOG.info(
                "Chunk {} of lane {} of import {} is tried in parts: {}",
                lane.position(),
                lane.lane(),
                lane.importId(),
                e.getClass().getSimpleName());
        inParts(lane);
    }

    /** First once more as a whole: whoever was in the way a moment ago is seen now. */
    private void inParts(ImportStore.Lane failed) {
        int size = ImportUpload.CHUNK_ROWS;
        while (true) {
            int rows = size;
            try {
                boolean more = Boolean.TRUE.equals(transaction.execute(status -> {
                    Optional<ImportStore.Lane> lane = inSameChunk(failed);
                    lane.ifPresent(found -> chunks.work(found, rows));
                    return lane.isPresent();
                }));
                if (!more) {
                    return;
                }
            } catch (ProgramNotAccepting | NotFound e) {
                fail(failed, e.getMessage());
                return;
            } catch (RuntimeException e) {
                if (isOfTheDatabase(e)) {
                    throw e;
                }
                if (size > 1) {
                    size /= 2;
                } else {
                    LOG.warn("A row of import {} cannot be stored and is refused", failed.importId(), e);
                    transaction.executeWithoutResult(
                            status -> inSameChunk(failed).ifPresent(lane -> chunks.passOver(lane, e)));
                    size = ImportUpload.CHUNK_ROWS / 2;
                }
            }
        }
    }

    private Optional<ImportStore.Lane> inSameChunk(ImportStore.Lane failed) {
        return store.lock(failed.importId(), failed.lane()).filter(lane -> lane.position() == failed.position());
    }

    private void fail(ImportStore.Lane lane, @Nullable String why) {
        transaction.executeWithoutResult(status -> store.move(
                        lane.importId(), List.of("queued", "running"), "failed", why)
                .ifPresent(from -> events.publishEvent(new ImportEvent.StatusChanged(
                        lane.importId(),
                        lane.programInstanceId(),
                        WorkspaceScope.current().workspaceId(),
                        from,
                        "failed",
                        clock.instant()))));
    }
}
