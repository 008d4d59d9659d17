package dev.enlist.intake;

import dev.enlist.jobs.ChunkedJob;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.program.ProgramNotAccepting;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Processes imports, lane by lane. A row that cannot be stored is refused. */
@Component
class ImportJob extends ChunkedJob<ImportRepository.Lane> {

    static final String KIND = "import";

    /** Two chunks of a workspace at a time: while one waits for the database, the other decides. */
    private static final int PARALLELISM = 2;

    private final ImportRepository store;
    private final ImportChunkProcessor chunks;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ImportJob(
            ImportRepository store,
            ImportChunkProcessor chunks,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        super(ImportUpload.CHUNK_ROWS, transactions);
        this.store = store;
        this.chunks = chunks;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int parallelism() {
        return PARALLELISM;
    }

    @Override
    protected Optional<ImportRepository.Lane> lockNext() {
        return store.lockNext();
    }

    @Override
    protected Optional<ImportRepository.Lane> lockAgain(ImportRepository.Lane failed) {
        return store.lock(failed.importId(), failed.lane()).filter(lane -> lane.position() == failed.position());
    }

    @Override
    protected void work(ImportRepository.Lane lane, int rows) {
        chunks.work(lane, rows);
    }

    @Override
    protected void passOver(ImportRepository.Lane lane, RuntimeException failure) {
        chunks.passOver(lane, failure);
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.busyIf(store.isOpen());
    }

    /** An instance that accepts no applications, or is gone, ends the import; it can be resumed. */
    @Override
    protected boolean endedBy(ImportRepository.Lane lane, RuntimeException failure) {
        if (!(failure instanceof ProgramNotAccepting) && !(failure instanceof NotFound)) {
            return false;
        }
        inTransaction(() -> store.move(lane.importId(), List.of("queued", "running"), "failed", failure.getMessage())
                .ifPresent(from -> events.publishEvent(new ImportEvent.StatusChanged(
                        lane.importId(),
                        lane.programInstanceId(),
                        WorkspaceScope.current().workspaceId(),
                        from,
                        "failed",
                        clock.instant()))));
        return true;
    }
}
