package dev.enlist.bulk;

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

/** Processes the partitions of imports. Refuses a row that cannot be stored. */
@Component
class ImportJob extends ChunkedJob<ImportPartitionRepository.Partition> {

    static final String KIND = "import";

    /** Chunks of a workspace processed at a time: while one waits for the database, the other evaluates rules. */
    private static final int PARALLELISM = 2;

    private final ImportRepository imports;
    private final ImportPartitionRepository partitionStore;
    private final ImportChunkProcessor chunks;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ImportJob(
            ImportRepository imports,
            ImportPartitionRepository partitionStore,
            ImportChunkProcessor chunks,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        super(ImportUpload.CHUNK_ROWS, transactions);
        this.imports = imports;
        this.partitionStore = partitionStore;
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
    protected Optional<ImportPartitionRepository.Partition> lockNext() {
        return partitionStore.lockNext();
    }

    @Override
    protected Optional<ImportPartitionRepository.Partition> lockAgain(ImportPartitionRepository.Partition failed) {
        return partitionStore
                .lock(failed.importId(), failed.number())
                .filter(partition -> partition.position() == failed.position());
    }

    @Override
    protected void work(ImportPartitionRepository.Partition partition, int rows) {
        chunks.work(partition, rows);
    }

    @Override
    protected void passOver(ImportPartitionRepository.Partition partition, RuntimeException failure) {
        chunks.passOver(partition, failure);
    }

    @Override
    protected JobOutcome whenNothingIsLocked() {
        return JobOutcome.busyIf(partitionStore.isOpen());
    }

    /** Fails the import if the instance accepts no applications or does not exist any more. The import can be resumed. */
    @Override
    protected boolean endedBy(ImportPartitionRepository.Partition partition, RuntimeException failure) {
        if (!(failure instanceof ProgramNotAccepting) && !(failure instanceof NotFound)) {
            return false;
        }
        inTransaction(() -> imports.move(
                        partition.importId(), List.of("queued", "running"), "failed", failure.getMessage())
                .ifPresent(from -> events.publishEvent(new ImportEvent.StatusChanged(
                        partition.importId(),
                        partition.programInstanceId(),
                        WorkspaceScope.current().workspaceId(),
                        from,
                        "failed",
                        clock.instant()))));
        return true;
    }
}
