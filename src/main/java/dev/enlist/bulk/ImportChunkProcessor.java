package dev.enlist.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.file.RawRow;
import dev.enlist.bulk.file.RowDocumentBuilder;
import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Processes the next rows of a partition, within the transaction of the caller. Validates each row like a request of the
 * API, admits the rows as one batch, and stores the progress of the partition in the same transaction.
 */
@Component
class ImportChunkProcessor {

    private static final Fault ERASED = new Fault("", "was erased at the request of the person");

    private final ImportPartitionRepository partitionStore;
    private final ImportRowRepository rowStore;
    private final EnrollmentDocuments documents;
    private final MetadataTypes types;
    private final AdmissionService admissions;
    private final StrictJson json;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final ImportKindResolver kinds;

    ImportChunkProcessor(
            ImportPartitionRepository partitionStore,
            ImportRowRepository rowStore,
            EnrollmentDocuments documents,
            MetadataTypes types,
            AdmissionService admissions,
            StrictJson json,
            ApplicationEventPublisher events,
            Clock clock,
            ImportKindResolver kinds) {
        this.kinds = kinds;
        this.partitionStore = partitionStore;
        this.rowStore = rowStore;
        this.documents = documents;
        this.types = types;
        this.admissions = admissions;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** A row with the enrollment it requests, or with its faults. */
    private record Read(RawRow row, @Nullable NewEnrollment wanted, List<Fault> faults) {}

    /** @param limit maximum number of rows */
    void work(ImportPartitionRepository.Partition partition, int limit) {
        begin(partition);
        if (!partition.kind().equals(ImportOptions.ENROLLMENTS)) {
            workOfKind(partition, limit);
            return;
        }
        List<RawRow> chunk = partitionStore.chunk(partition);
        int until = Math.min(chunk.size(), partition.done() + limit);
        Set<String> booleans =
                partition.columns() != null && partition.columns().haveMetadata()
                        ? types.booleanMembers(partition.programInstanceId())
                        : Set.of();
        List<Read> rows = chunk.subList(partition.done(), until).stream()
                .map(row -> read(row, partition, booleans))
                .toList();
        List<NewEnrollment> wanted = new ArrayList<>();
        rows.stream().filter(row -> row.wanted() != null).forEach(row -> wanted.add(row.wanted()));
        List<AdmissionResult> results = wanted.isEmpty() ? List.of() : admitted(partition, wanted);
        ImportPartitionRepository.Counts counts = new ImportPartitionRepository.Counts();
        List<ImportRowRepository.Outcome> kept = new ArrayList<>();
        int next = 0;
        for (Read row : rows) {
            if (row.wanted() != null && next == results.size()) {
                // an earlier row of this batch is about the same person; process this row after that one is stored
                break;
            }
            AdmissionResult result = row.wanted() == null ? refused(row.faults()) : results.get(next++);
            count(result, counts);
            if (partition.dryRun() || result instanceof AdmissionResult.Refused) {
                kept.add(outcome(row.row(), result, partition));
            }
        }
        rowStore.insertOutcomes(partition.importId(), kept);
        advance(partition, counts, partition.done() + counts.processed() == chunk.size());
    }

    private void workOfKind(ImportPartitionRepository.Partition partition, int limit) {
        List<RawRow> chunk = partitionStore.chunk(partition);
        int until = Math.min(chunk.size(), partition.done() + limit);
        List<RawRow> rows = chunk.subList(partition.done(), until);
        ImportPartitionRepository.Counts counts = new ImportPartitionRepository.Counts();
        List<ImportRowRepository.Outcome> kept = new ArrayList<>();
        for (ImportRowRepository.Outcome outcome : processed(partition, rows, partition.dryRun())) {
            count(outcome.outcome(), counts);
            if (partition.dryRun() || outcome.outcome().equals(ImportKind.Result.REFUSED)) {
                kept.add(outcome);
            }
        }
        rowStore.insertOutcomes(partition.importId(), kept);
        advance(partition, counts, partition.done() + counts.processed() == chunk.size());
    }

    private List<ImportRowRepository.Outcome> processed(
            ImportPartitionRepository.Partition partition, List<RawRow> rows, boolean dryRun) {
        Map<Integer, ImportRowRepository.Outcome> outcomes = new TreeMap<>();
        List<RawRow> readable = new ArrayList<>();
        List<JsonNode> fields = new ArrayList<>();
        for (RawRow row : rows) {
            try {
                if (row.cells().isEmpty()) {
                    throw new InvalidInput(List.of(ERASED));
                }
                fields.add(RowDocumentBuilder.fields(row, partition.columns(), json));
                readable.add(row);
            } catch (InvalidInput e) {
                outcomes.put(row.number(), outcome(row, refused(e.faults()), partition));
            }
        }
        List<ImportKind.Result> results;
        try (AuditContext.Entered entered = AuditContext.enter(AuditContext.of(partition.by()))) {
            results =
                    kinds.kind(partition.kind()).process(partition.programInstanceId(), fields, dryRun, partition.by());
        }
        for (int i = 0; i < results.size(); i++) {
            ImportKind.Result result = results.get(i);
            RawRow row = readable.get(i);
            outcomes.put(
                    row.number(),
                    result.outcome().equals(ImportKind.Result.REFUSED)
                            ? outcome(row, refused(result.faults()), partition)
                            : outcome(row, result.outcome(), result.enrollmentId()));
        }
        return List.copyOf(outcomes.values());
    }

    private static void count(String outcome, ImportPartitionRepository.Counts counts) {
        switch (outcome) {
            case ImportKind.Result.CREATED -> counts.created++;
            case ImportKind.Result.UPDATED -> counts.updated++;
            case ImportKind.Result.SKIPPED -> counts.skipped++;
            default -> counts.refused++;
        }
    }

    /**
     * Checks one row and changes nothing. In a dry run also against the people that its other rows would enroll.
     *
     * @param partition of the import, for its options
     */
    ImportRowRepository.Outcome check(ImportPartitionRepository.Partition partition, RawRow row) {
        if (!partition.kind().equals(ImportOptions.ENROLLMENTS)) {
            return processed(partition, List.of(row), true).get(0);
        }
        Set<String> booleans =
                partition.columns() != null && partition.columns().haveMetadata()
                        ? types.booleanMembers(partition.programInstanceId())
                        : Set.of();
        Read read = read(row, partition, booleans);
        AdmissionResult result = read.wanted() == null ? refused(read.faults()) : checked(partition, read.wanted());
        return outcome(row, result, partition);
    }

    private AdmissionResult checked(ImportPartitionRepository.Partition partition, NewEnrollment wanted) {
        AdmissionOptions options = AdmissionOptions.each(
                partition.evaluate(),
                OnDuplicate.ofWire(partition.onDuplicate()).orElseThrow(),
                AdmissionOptions.RepeatedPerson.REFUSE);
        AdmissionOptions.DryRun dryRun = new AdmissionOptions.DryRun(
                keys -> partition.dryRun()
                        ? new HashSet<>(rowStore.plannedKeys(partition.importId(), keys.toArray(String[]::new)))
                        : Set.of(),
                null);
        return admissions
                .admit(
                        partition.programInstanceId(),
                        List.of(new AdmitCommand(wanted, partition.by())),
                        options.withDryRun(dryRun))
                .get(0);
    }

    /** Refuses the next row without reading it, because {@code failure} keeps it from being stored. */
    void passOver(ImportPartitionRepository.Partition partition, RuntimeException failure) {
        begin(partition);
        List<RawRow> chunk = partitionStore.chunk(partition);
        RawRow row = chunk.get(partition.done());
        List<Fault> faults = failure instanceof Problem problem
                        && !problem.faults().isEmpty()
                ? problem.faults()
                : List.of(new Fault("", failure instanceof Problem ? failure.getMessage() : "cannot be stored"));
        ImportPartitionRepository.Counts counts = new ImportPartitionRepository.Counts();
        counts.refused++;
        rowStore.insertOutcomes(partition.importId(), List.of(outcome(row, refused(faults), partition)));
        advance(partition, counts, partition.done() + 1 == chunk.size());
    }

    private void begin(ImportPartitionRepository.Partition partition) {
        if (partition.isNew() && partitionStore.begin(partition.importId())) {
            publishStatusChange(partition, "queued", "running");
        }
    }

    private void advance(
            ImportPartitionRepository.Partition partition,
            ImportPartitionRepository.Counts counts,
            boolean chunkFinished) {
        if (partitionStore.advance(partition, counts, chunkFinished)) {
            publishStatusChange(partition, "running", "completed");
        }
    }

    private void publishStatusChange(ImportPartitionRepository.Partition partition, String from, String to) {
        events.publishEvent(new ImportEvent.StatusChanged(
                partition.importId(),
                partition.programInstanceId(),
                WorkspaceScope.current().workspaceId(),
                from,
                to,
                clock.instant()));
    }

    private Read read(RawRow row, ImportPartitionRepository.Partition partition, Set<String> booleans) {
        if (row.cells().isEmpty()) {
            return new Read(row, null, List.of(ERASED));
        }
        try {
            JsonNode document = RowDocumentBuilder.of(row, partition.columns(), booleans, json);
            if (document.has("evaluate")) {
                return new Read(
                        row,
                        null,
                        List.of(new Fault(
                                "/evaluate",
                                "is not supported in a row; use the query parameter 'evaluate' of the import")));
            }
            return new Read(row, documents.entry(document).enrollment(), List.of());
        } catch (InvalidInput e) {
            return new Read(row, null, e.faults());
        }
    }

    private List<AdmissionResult> admitted(ImportPartitionRepository.Partition partition, List<NewEnrollment> wanted) {
        List<AdmitCommand> commands = wanted.stream()
                .map(person -> new AdmitCommand(person, partition.by()))
                .toList();
        AdmissionOptions options = AdmissionOptions.each(
                partition.evaluate(),
                OnDuplicate.ofWire(partition.onDuplicate()).orElseThrow(),
                AdmissionOptions.RepeatedPerson.STOP);
        if (partition.dryRun()) {
            return admissions.admit(
                    partition.programInstanceId(),
                    commands,
                    options.withDryRun(new AdmissionOptions.DryRun(
                            keys -> new HashSet<>(
                                    rowStore.plannedKeys(partition.importId(), keys.toArray(String[]::new))),
                            null)));
        }
        try (AuditContext.Entered entered = AuditContext.enter(AuditContext.of(partition.by()))) {
            return admissions.admit(partition.programInstanceId(), commands, options);
        }
    }

    private static AdmissionResult refused(List<Fault> faults) {
        return new AdmissionResult.Refused(new InvalidInput(faults), faults);
    }

    private static void count(AdmissionResult result, ImportPartitionRepository.Counts counts) {
        if (result instanceof AdmissionResult.Created || result instanceof AdmissionResult.Undecided) {
            counts.created++;
        } else if (result instanceof AdmissionResult.Updated) {
            counts.updated++;
        } else if (result instanceof AdmissionResult.Skipped) {
            counts.skipped++;
        } else {
            counts.refused++;
        }
    }

    private static ImportRowRepository.Outcome outcome(
            RawRow row, AdmissionResult result, ImportPartitionRepository.Partition partition) {
        if (result instanceof AdmissionResult.Created created) {
            return new ImportRowRepository.Outcome(
                    row.number(),
                    row.line(),
                    "created",
                    created.enrollmentId(),
                    created.status().wire(),
                    created.code(),
                    created.reason(),
                    null,
                    null,
                    List.copyOf(created.keys()));
        }
        if (result instanceof AdmissionResult.Undecided undecided) {
            return new ImportRowRepository.Outcome(
                    row.number(),
                    row.line(),
                    "created",
                    null,
                    EnrollmentStatus.CANDIDATE.wire(),
                    null,
                    "The rules cannot be evaluated.",
                    null,
                    null,
                    List.copyOf(undecided.keys()));
        }
        if (result instanceof AdmissionResult.Updated updated) {
            return outcome(row, "updated", updated.enrollmentId());
        }
        if (result instanceof AdmissionResult.Skipped skipped) {
            return outcome(row, "skipped", skipped.enrollmentId());
        }
        List<Fault> faults = ((AdmissionResult.Refused) result).faults();
        return new ImportRowRepository.Outcome(
                row.number(),
                row.line(),
                "refused",
                null,
                null,
                null,
                faults.stream().map(ImportChunkProcessor::faultText).collect(Collectors.joining("; ")),
                columns(faults, partition),
                row.cells().isEmpty() ? null : RowCodec.cells(row),
                List.of());
    }

    private static ImportRowRepository.Outcome outcome(RawRow row, String outcome, @Nullable String enrollmentId) {
        return new ImportRowRepository.Outcome(
                row.number(), row.line(), outcome, enrollmentId, null, null, null, null, null, List.of());
    }

    /** The message of the fault, after the name of its member if it has one. */
    private static String faultText(Fault fault) {
        String member = fault.pointer().replaceFirst("^/", "").replace('/', '.');
        return member.isEmpty() ? fault.message() : member + " " + fault.message();
    }

    private static String columns(List<Fault> faults, ImportPartitionRepository.Partition partition) {
        Set<String> named = new java.util.LinkedHashSet<>();
        for (Fault fault : faults) {
            String member = fault.pointer().replaceFirst("^/", "").replace('/', '.');
            String column =
                    partition.columns() == null ? member : partition.columns().column(fault.pointer());
            named.add(column.isEmpty() ? member : column);
        }
        named.remove("");
        return String.join("; ", named);
    }
}
