package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.bulk.file.RawRow;
import dev.enlist.bulk.file.RowReader;
import dev.enlist.bulk.file.XlsxRowReader;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Receives files to import and reports the progress of imports. {@link ImportJob} processes the rows. */
@Service
public class ImportService {

    private static final List<String> OPEN = List.of("queued", "running");
    private static final List<String> RESUMABLE = List.of("cancelled", "failed");

    /** Rows of a file that a preview reads. */
    private static final int PREVIEWED_ROWS = 20;

    /** Sample values of a column in a preview. */
    private static final int SAMPLES = 3;

    /** Wire names of the fields that may order the list. */
    public static final Map<String, String> SORTABLE = Map.of("createdAt", "id");

    private final ImportRepository imports;
    private final ImportPartitionRepository partitionStore;
    private final ImportRowRepository rowStore;
    private final ImportUpload upload;
    private final ImportChunkProcessor chunks;
    private final AdmissionService admissions;
    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AccessGate gate;
    private final ImportKindResolver kinds;

    ImportService(
            ImportRepository imports,
            ImportPartitionRepository partitionStore,
            ImportRowRepository rowStore,
            ImportUpload upload,
            ImportChunkProcessor chunks,
            AdmissionService admissions,
            ProgramInstanceService instances,
            JobQueue jobs,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock,
            AccessGate gate,
            ImportKindResolver kinds) {
        this.kinds = kinds;
        this.gate = gate;
        this.imports = imports;
        this.partitionStore = partitionStore;
        this.rowStore = rowStore;
        this.upload = upload;
        this.chunks = chunks;
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
        requireAccepting(options.kind(), programInstanceId);
        String[] charset = new String[1];
        try (RowReader rows = ImportUpload.open(body, options, charset)) {
            ColumnMapping columns = ImportUpload.columns(rows, options, kinds.vocabulary(options.kind()));
            return store(programInstanceId, options, charset[0], rows, columns, null, by);
        }
    }

    /**
     * Stores rows and queues their import.
     *
     * @param source the import that the rows come from; null for an uploaded file
     */
    private Import store(
            String programInstanceId,
            ImportOptions options,
            String charset,
            RowReader rows,
            @Nullable ColumnMapping columns,
            Import.@Nullable Source source,
            Actor by) {
        String id = Cuid.next();
        transaction.executeWithoutResult(status -> {
            imports.insert(id, programInstanceId, options, charset, rows.delimiter(), columns, source, by);
            jobs.enqueue(ImportRetentionJob.KIND);
        });
        ImportUpload.Received received = upload.store(id, rows, columns);
        transaction.executeWithoutResult(status -> {
            partitionStore.markReceived(id, received.chunks());
            events.publishEvent(
                    new ImportEvent.Created(id, programInstanceId, workspaceId(), received.rows(), clock.instant()));
            note("import.create", id, Map.of(), Map.of("total", received.rows(), "dryRun", options.dryRun()));
            jobs.enqueue(ImportJob.KIND);
        });
        return read(id);
    }

    /**
     * Imports the rows of a finished dry run, with the corrections that people made, without another upload.
     *
     * @throws Conflict {@code not-a-dry-run}, {@code not-finished}, {@code already-imported}, {@code rows-gone}
     */
    public Import start(String id, Actor by) {
        Import trial = read(id);
        if (!trial.dryRun()) {
            throw new Conflict("not-a-dry-run", "Only a dry run can be started; this import has stored its rows.");
        }
        return again(trial, "trial", StoredRowReader.ofChunks(partitionStore, rowStore, id), by);
    }

    /**
     * Imports the refused rows of a finished import again, with the corrections that people made.
     *
     * @throws Conflict {@code is-a-dry-run}, {@code not-finished}, {@code already-imported}, {@code rows-gone},
     *                  {@code nothing-refused}
     */
    public Import retry(String id, Actor by) {
        Import done = read(id);
        if (done.dryRun()) {
            throw new Conflict("is-a-dry-run", "A dry run refused nothing for good; start it to import its rows.");
        }
        if (done.refused() == 0) {
            throw new Conflict("nothing-refused", "The import refused no row.");
        }
        return again(done, "retry", StoredRowReader.ofRefused(rowStore, id), by);
    }

    private Import again(Import from, String kind, StoredRowReader rows, Actor by) {
        requireCorrectable(from);
        requireAccepting(from.kind(), from.programInstanceId());
        ImportOptions options = new ImportOptions(
                from.kind(),
                ImportOptions.Format.valueOf(from.format().toUpperCase(Locale.ROOT)),
                false,
                from.evaluate(),
                OnDuplicate.ofWire(from.onDuplicate()).orElseThrow(),
                null,
                null,
                null,
                null,
                from.fileName());
        try {
            return store(
                    from.programInstanceId(),
                    options,
                    from.charset(),
                    rows.withDelimiter(from.delimiter()),
                    partitionStore.mapping(from.id()),
                    new Import.Source(kind, from.id()),
                    by);
        } catch (DuplicateKeyException e) {
            throw alreadyImported();
        }
    }

    /** What happened in a program can be imported after its end. */
    private void requireAccepting(String kind, String programInstanceId) {
        if (kind.equals(ImportOptions.ENROLLMENTS)) {
            admissions.requireAccepting(programInstanceId);
        } else {
            instances.instance(programInstanceId);
        }
    }

    private static Conflict alreadyImported() {
        return new Conflict("already-imported", "The rows were imported already; see madeInto of this import.");
    }

    /** Requires an import whose rows are there and can still be imported again. */
    private void requireCorrectable(Import found) {
        if (OPEN.contains(found.status())) {
            throw new Conflict("not-finished", "The import is not finished; wait until it is, or cancel it.");
        }
        if (found.madeInto() != null) {
            throw alreadyImported();
        }
        if (imports.isPurged(found.id())) {
            throw new Conflict(
                    "rows-gone",
                    "The rows of this import were deleted after the retention period; send the file again.");
        }
    }

    /** A row with its outcome; {@code ready} if the check after its correction found no fault. */
    public record ImportRow(RowResult result, boolean corrected, boolean ready, int version) {}

    /**
     * Rows of an import: all of a dry run, the refused ones of any other.
     *
     * @param outcome   null for every outcome
     * @param corrected null for rows with and without corrections
     * @param after     returns rows with a greater number
     */
    @Transactional(readOnly = true)
    public List<ImportRow> rows(
            String id, @Nullable String outcome, @Nullable Boolean corrected, int after, int limit) {
        read(id);
        return rowStore.rows(id, outcome, corrected, after, limit).stream()
                .map(ImportService::importRow)
                .toList();
    }

    @Transactional(readOnly = true)
    public ImportRow row(String id, int number) {
        read(id);
        return rowStore.row(id, number).map(ImportService::importRow).orElseThrow(() -> new NotFound("import row"));
    }

    private static ImportRow importRow(ImportRowRepository.StoredRow row) {
        return new ImportRow(result(row.outcome()), row.corrected(), row.ready(), row.version());
    }

    /**
     * Stores corrected cells of a refused row and checks the row again as a dry run does. In a dry run the outcome of the
     * check replaces that of the row.
     *
     * @param cells from column to text; for NDJSON {@code row} alone
     */
    @Transactional
    public ImportRow correct(String id, int number, @Nullable String ifMatch, Map<String, String> cells) {
        Import found = read(id);
        requireCorrectable(found);
        ImportRowRepository.LockedRow locked =
                rowStore.lockRow(id, number).orElseThrow(() -> new NotFound("import row"));
        EntityTags.check(ifMatch, locked.version());
        ImportRowRepository.Outcome before = locked.outcome();
        if (before.content() == null) {
            throw new Conflict(
                    "not-refused", "Only a refused row can be corrected; this one was " + before.outcome() + ".");
        }
        List<String> corrected = corrected(imports.header(id), RowCodec.cells(before.content()), cells);
        RawRow row = new RawRow(before.number(), before.line(), corrected);
        ImportRowRepository.Outcome checked = chunks.check(partitionStore.asPartition(id), row);
        boolean ready = !checked.outcome().equals("refused");
        ImportRowRepository.Outcome after =
                checked.with(found.dryRun() ? checked.outcome() : before.outcome(), RowCodec.cells(row));
        rowStore.correct(id, after, ready);
        if (found.dryRun()) {
            partitionStore.recount(id, before.outcome(), after.outcome());
        }
        note("import.correct", id, Map.of(), Map.of("row", number, "ready", ready));
        return row(id, number);
    }

    private static List<String> corrected(List<String> header, List<String> before, Map<String, String> cells) {
        List<String> columns = header.isEmpty() ? List.of(ColumnMapping.ROW) : header;
        List<Fault> faults = cells.keySet().stream()
                .filter(column -> !columns.contains(column))
                .map(column -> new Fault(Fault.pointerTo("cells", column), "is not a column of the import"))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        List<String> after = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String present = i < before.size() ? before.get(i) : "";
            after.add(columns.indexOf(columns.get(i)) == i ? cells.getOrDefault(columns.get(i), present) : present);
        }
        return after;
    }

    /** How the first rows of a file would be read: columns with their members as far as their names tell them. */
    public record FilePreview(
            String format,
            String charset,
            @Nullable Character delimiter,
            List<String> sheets,
            @Nullable String sheet,
            List<Column> columns,
            List<String> members) {

        /**
         * @param member  null for a column that would be ignored
         * @param samples its first values, without empty ones
         */
        public record Column(String name, @Nullable String member, List<String> samples) {}
    }

    /**
     * Reads the first rows of a file and stores nothing.
     *
     * @param body may end within a row after the first ones
     */
    public FilePreview preview(String programInstanceId, ImportOptions options, InputStream body) throws IOException {
        instances.instance(programInstanceId);
        ColumnVocabulary vocabulary = kinds.vocabulary(options.kind());
        String[] charset = new String[1];
        try (RowReader rows = ImportUpload.open(body, options, charset)) {
            return preview(rows, options.format(), charset[0], vocabulary);
        }
    }

    private static FilePreview preview(
            RowReader rows, ImportOptions.Format format, String charset, ColumnVocabulary vocabulary) {
        List<String> header = rows.header();
        if (header == null) {
            return new FilePreview(format.wire(), charset, null, List.of(), null, List.of(), vocabulary.members());
        }
        List<RawRow> first = new ArrayList<>();
        while (first.size() < PREVIEWED_ROWS && rows.hasNext()) {
            first.add(rows.next());
        }
        List<@Nullable String> members = ColumnMapping.suggested(header, vocabulary);
        List<FilePreview.Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int column = i;
            columns.add(new FilePreview.Column(
                    header.get(i),
                    members.get(i),
                    first.stream()
                            .filter(row -> column < row.cells().size())
                            .map(row -> row.cells().get(column).strip())
                            .filter(cell -> !cell.isEmpty())
                            .distinct()
                            .limit(SAMPLES)
                            .toList()));
        }
        XlsxRowReader workbook = rows instanceof XlsxRowReader xlsx ? xlsx : null;
        return new FilePreview(
                format.wire(),
                charset,
                rows.delimiter(),
                workbook == null ? List.of() : workbook.sheets(),
                workbook == null ? null : workbook.sheet(),
                columns,
                vocabulary.members());
    }

    /**
     * Lists imports of all program instances that the caller may see.
     *
     * @param programInstanceId null for all
     * @param status            null for every status
     */
    @Transactional(readOnly = true)
    public Page<Import> list(@Nullable String programInstanceId, @Nullable String status, ListQuery query) {
        List<String> wanted = programInstanceId == null ? List.of() : List.of(programInstanceId);
        ImportRepository.Filter filter =
                new ImportRepository.Filter(gate.limit().narrow(wanted), status);
        boolean newestFirst = query.after() == null
                && query.sort().stream()
                        .findFirst()
                        .filter(Sort.Order::isDescending)
                        .isPresent();
        String after = query.after() == null ? "" : query.after();
        return query.page(
                imports.list(filter, after, newestFirst, query.offset(), query.perPage()),
                Import::id,
                Function.identity(),
                () -> imports.count(filter));
    }

    @Transactional(readOnly = true)
    public Import read(String id) {
        Import found = imports.find(id).orElseThrow(() -> new NotFound("import"));
        gate.limit().require(found.programInstanceId());
        return found;
    }

    @Transactional(readOnly = true)
    public Page<Import> list(String programInstanceId, ListQuery query) {
        instances.instance(programInstanceId);
        String after = query.after() == null ? "" : query.after();
        return query.page(
                imports.list(programInstanceId, after, query.offset(), query.perPage()),
                Import::id,
                Function.identity(),
                () -> imports.count(programInstanceId));
    }

    /** Stops processing after the current chunk. Rows that were processed stay processed. */
    @Transactional
    public Import cancel(String id) {
        Import found = read(id);
        String from = imports.move(id, OPEN, "cancelled", null)
                .orElseThrow(() -> new Conflict("already-finished", "The import is already finished."));
        publishStatusChange(found, from, "cancelled");
        note("import.cancel", id, Map.of("status", from), Map.of("status", "cancelled"));
        return read(id);
    }

    /** Continues after the last processed row. */
    @Transactional
    public Import resume(String id) {
        Import found = read(id);
        if (imports.isPurged(id)) {
            throw new Conflict(
                    "rows-gone",
                    "The rows of this import were deleted after the retention period; send the file again.");
        }
        requireAccepting(found.kind(), found.programInstanceId());
        String from = imports.move(id, RESUMABLE, "queued", null)
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
        return imports.header(id);
    }

    /**
     * @param refusedOnly whether to return refused rows only; otherwise all rows with a stored outcome
     * @param after       returns rows with a greater number
     */
    @Transactional(readOnly = true)
    public List<RowResult> results(String id, boolean refusedOnly, int after, int limit) {
        read(id);
        return rowStore.outcomes(id, refusedOnly, after, limit).stream()
                .map(ImportService::result)
                .toList();
    }

    private static RowResult result(ImportRowRepository.Outcome row) {
        return new RowResult(
                row.number(),
                row.line(),
                row.outcome(),
                row.enrollmentId(),
                row.status(),
                row.code(),
                row.reason(),
                row.columns(),
                row.content() == null ? List.of() : RowCodec.cells(row.content()));
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
