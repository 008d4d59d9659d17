package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.RowReader;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Receives files to import and reports the progress of imports. {@link ImportJob} processes the rows. */
@Service
public class ImportService {

    private static final List<String> OPEN = List.of("queued", "running");
    private static final List<String> RESUMABLE = List.of("cancelled", "failed");

    private final ImportRepository store;
    private final ImportUpload upload;
    private final AdmissionService admissions;
    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AccessGate gate;

    ImportService(
            ImportRepository store,
            ImportUpload upload,
            AdmissionService admissions,
            ProgramInstanceService instances,
            JobQueue jobs,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock,
            AccessGate gate) {
        this.gate = gate;
        this.store = store;
        this.upload = upload;
        this.admissions = admissions;
        this.instances = instances;
        this.jobs = jobs;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Stores the rows of a file and queues its import, in several transactions; see {@link ImportUpload}.
     *
     * @throws dev.enlist.program.ProgramNotAccepting where the instance accepts no new enrollments
     * @throws dev.enlist.shared.problem.InvalidInput where the file cannot be read with these options
     */
    public Import receive(String programInstanceId, ImportOptions options, InputStream body, Actor by)
            throws IOException {
        admissions.requireAccepting(programInstanceId);
        String[] charset = new String[1];
        RowReader rows = ImportUpload.open(body, options, charset);
        ColumnMapping columns = ImportUpload.columns(rows, options);
        String id = Cuid.next();
        transaction.executeWithoutResult(status -> {
            store.insert(id, programInstanceId, options, charset[0], rows.delimiter(), columns, by);
            jobs.enqueue(ImportRetentionJob.KIND);
        });
        ImportUpload.Received received = upload.store(id, rows, columns);
        transaction.executeWithoutResult(status -> {
            store.markReceived(id, received.chunks());
            events.publishEvent(
                    new ImportEvent.Created(id, programInstanceId, workspaceId(), received.rows(), clock.instant()));
            note("import.create", id, Map.of(), Map.of("total", received.rows(), "dryRun", options.dryRun()));
            jobs.enqueue(ImportJob.KIND);
        });
        return read(id);
    }

    @Transactional(readOnly = true)
    public Import read(String id) {
        Import found = store.find(id).orElseThrow(() -> new NotFound("import"));
        gate.limit().require(found.programInstanceId());
        return found;
    }

    @Transactional(readOnly = true)
    public Page<Import> list(String programInstanceId, ListQuery query) {
        instances.instance(programInstanceId);
        String after = query.after() == null ? "" : query.after();
        return query.page(
                store.list(programInstanceId, after, query.offset(), query.perPage()),
                Import::id,
                Function.identity(),
                () -> store.count(programInstanceId));
    }

    /** Stops processing after the current chunk. Rows that were processed stay processed. */
    @Transactional
    public Import cancel(String id) {
        Import found = read(id);
        String from = store.move(id, OPEN, "cancelled", null)
                .orElseThrow(() -> new Conflict("already-finished", "The import is already finished."));
        publishStatusChange(found, from, "cancelled");
        note("import.cancel", id, Map.of("status", from), Map.of("status", "cancelled"));
        return read(id);
    }

    /** Continues after the last processed row. */
    @Transactional
    public Import resume(String id) {
        Import found = read(id);
        if (store.isPurged(id)) {
            throw new Conflict(
                    "rows-gone",
                    "The rows of this import were deleted after the retention period; send the file again.");
        }
        admissions.requireAccepting(found.programInstanceId());
        String from = store.move(id, RESUMABLE, "queued", null)
                .orElseThrow(() ->
                        new Conflict("not-resumable", "Only an import that was cancelled or failed can be resumed."));
        publishStatusChange(found, from, "queued");
        note("import.resume", id, Map.of("status", from), Map.of("status", "queued"));
        jobs.enqueue(ImportJob.KIND);
        return read(id);
    }

    private void publishStatusChange(Import found, String from, String to) {
        events.publishEvent(new ImportEvent.StatusChanged(
                found.id(), found.programInstanceId(), workspaceId(), from, to, clock.instant()));
    }

    private void note(String action, String id, Map<String, ?> before, Map<String, ?> after) {
        events.publishEvent(new AuditNote(action, "import", id, before, after));
    }

    /** The outcome of a row. */
    public record RowResult(
            int row,
            long line,
            String outcome,
            @Nullable String enrollmentId,
            @Nullable String status,
            @Nullable String code,
            @Nullable String reason,
            @Nullable String columns,
            List<String> cells) {}

    /** The names of the columns as sent; empty for NDJSON. */
    @Transactional(readOnly = true)
    public List<String> header(String id) {
        read(id);
        return store.header(id);
    }

    /**
     * @param refusedOnly whether to return refused rows only; otherwise all rows with a stored outcome
     * @param after       returns rows with a greater number
     */
    @Transactional(readOnly = true)
    public List<RowResult> results(String id, boolean refusedOnly, int after, int limit) {
        read(id);
        return store.outcomes(id, refusedOnly, after, limit).stream()
                .map(row -> new RowResult(
                        row.number(),
                        row.line(),
                        row.outcome(),
                        row.enrollmentId(),
                        row.status(),
                        row.code(),
                        row.reason(),
                        row.columns(),
                        row.content() == null ? List.of() : RowCodec.cells(row.content())))
                .toList();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
