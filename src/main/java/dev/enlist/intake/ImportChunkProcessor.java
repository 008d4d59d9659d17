package dev.enlist.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.AdmissionOptions;
import dev.enlist.enrollment.AdmissionResult;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.AdmitCommand;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.MetadataTypes;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.intake.file.RawRow;
import dev.enlist.intake.file.RowDocumentBuilder;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.StrictJson;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Deals with the next rows of a lane, within the transaction of the caller: each is read by the rules of the API,
 * the rows are admitted as one batch, and the position of the lane is stored with them.
 */
@Component
class ImportChunkProcessor {

    private static final Fault ERASED = new Fault("", "was erased at the wish of the person");

    private final ImportRepository store;
    private final EnrollmentDocuments documents;
    private final MetadataTypes types;
    private final AdmissionService admissions;
    private final StrictJson json;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ImportChunkProcessor(
            ImportRepository store,
            EnrollmentDocuments documents,
            MetadataTypes types,
            AdmissionService admissions,
            StrictJson json,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.documents = documents;
        this.types = types;
        this.admissions = admissions;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** A row and what it asks for, or what is wrong with it. */
    private record Read(RawRow row, @Nullable NewEnrollment wanted, List<Fault> faults) {}

    /** @param limit how many rows at most */
    void work(ImportRepository.Lane lane, int limit) {
        begin(lane);
        List<RawRow> chunk = store.chunk(lane);
        int until = Math.min(chunk.size(), lane.done() + limit);
        Set<String> booleans = lane.columns() != null && lane.columns().haveMetadata()
                ? types.booleanMembers(lane.programInstanceId())
                : Set.of();
        List<Read> rows = chunk.subList(lane.done(), until).stream()
                .map(row -> read(row, lane, booleans))
                .toList();
        List<NewEnrollment> wanted = new ArrayList<>();
        rows.stream().filter(row -> row.wanted() != null).forEach(row -> wanted.add(row.wanted()));
        List<AdmissionResult> results = wanted.isEmpty() ? List.of() : admitted(lane, wanted);
        ImportRepository.Tally tally = new ImportRepository.Tally();
        List<ImportRepository.Outcome> kept = new ArrayList<>();
        int next = 0;
        for (Read row : rows) {
            if (row.wanted() != null && next == results.size()) {
                // the same person as a row before: its turn comes when that one is stored
                break;
            }
            AdmissionResult result = row.wanted() == null ? refused(row.faults()) : results.get(next++);
            count(result, tally);
            if (lane.dryRun() || result instanceof AdmissionResult.Refused) {
                kept.add(outcome(row.row(), result, lane));
            }
        }
        store.keep(lane.importId(), kept);
        advance(lane, tally, lane.done() + tally.processed() == chunk.size());
    }

    /** Refuses the next row unread: it cannot be stored, whatever the reason. */
    void passOver(ImportRepository.Lane lane, RuntimeException why) {
        begin(lane);
        List<RawRow> chunk = store.chunk(lane);
        RawRow row = chunk.get(lane.done());
        List<Fault> faults = why instanceof Problem problem && !problem.faults().isEmpty()
                ? problem.faults()
                : List.of(new Fault("", why instanceof Problem ? why.getMessage() : "cannot be stored"));
        ImportRepository.Tally tally = new ImportRepository.Tally();
        tally.refused++;
        store.keep(lane.importId(), List.of(outcome(row, refused(faults), lane)));
        advance(lane, tally, lane.done() + 1 == chunk.size());
    }

    private void begin(ImportRepository.Lane lane) {
        if (lane.isNew() && store.begin(lane.importId())) {
            moved(lane, "queued", "running");
        }
    }

    private void advance(ImportRepository.Lane lane, ImportRepository.Tally tally, boolean through) {
        if (store.advance(lane, tally, through)) {
            moved(lane, "running", "completed");
        }
    }

    private void moved(ImportRepository.Lane lane, String from, String to) {
        events.publishEvent(new ImportEvent.StatusChanged(
                lane.importId(),
                lane.programInstanceId(),
                WorkspaceScope.current().workspaceId(),
                from,
                to,
                clock.instant()));
    }

    private Read read(RawRow row, ImportRepository.Lane lane, Set<String> booleans) {
        if (row.cells().isEmpty()) {
            return new Read(row, null, List.of(ERASED));
        }
        try {
            JsonNode document = RowDocumentBuilder.of(row, lane.columns(), booleans, json);
            if (document.has("evaluate")) {
                return new Read(
                        row, null, List.of(new Fault("/evaluate", "is said for all rows, in the query of the import")));
            }
            return new Read(row, documents.entry(document).enrollment(), List.of());
        } catch (InvalidInput e) {
            return new Read(row, null, e.faults());
        }
    }

    private List<AdmissionResult> admitted(ImportRepository.Lane lane, List<NewEnrollment> wanted) {
        List<AdmitCommand> commands = wanted.stream()
                .map(person -> new AdmitCommand(person, lane.by()))
                .toList();
        AdmissionOptions options = AdmissionOptions.each(
                lane.evaluate(),
                OnDuplicate.ofWire(lane.onDuplicate()).orElseThrow(),
                AdmissionOptions.RepeatedPerson.STOP);
        if (lane.dryRun()) {
            return admissions.admit(
                    lane.programInstanceId(),
                    commands,
                    options.withDryRun(new AdmissionOptions.DryRun(
                            keys -> new HashSet<>(store.rehearsed(lane.importId(), keys.toArray(String[]::new))),
                            null)));
        }
        try (AuditContext.Entered named = AuditContext.enter(AuditContext.of(lane.by()))) {
            return admissions.admit(lane.programInstanceId(), commands, options);
        }
    }

    private static AdmissionResult refused(List<Fault> faults) {
        return new AdmissionResult.Refused(new InvalidInput(faults), faults);
    }

    private static void count(AdmissionResult result, ImportRepository.Tally tally) {
        if (result instanceof AdmissionResult.Created || result instanceof AdmissionResult.Undecided) {
            tally.created++;
        } else if (result instanceof AdmissionResult.Updated) {
            tally.updated++;
        } else if (result instanceof AdmissionResult.Skipped) {
            tally.skipped++;
        } else {
            tally.refused++;
        }
    }

    private static ImportRepository.Outcome outcome(RawRow row, AdmissionResult result, ImportRepository.Lane lane) {
        if (result instanceof AdmissionResult.Created created) {
            return new ImportRepository.Outcome(
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
            return new ImportRepository.Outcome(
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
        return new ImportRepository.Outcome(
                row.number(),
                row.line(),
                "refused",
                null,
                null,
                null,
                faults.stream().map(ImportChunkProcessor::said).collect(Collectors.joining("; ")),
                columns(faults, lane),
                row.cells().isEmpty() ? null : RowCodec.cells(row),
                List.of());
    }

    private static ImportRepository.Outcome outcome(RawRow row, String outcome, @Nullable String enrollmentId) {
        return new ImportRepository.Outcome(
                row.number(), row.line(), outcome, enrollmentId, null, null, null, null, null, List.of());
    }

    /** With the member that is meant, where the column alone does not tell. */
    private static String said(Fault fault) {
        String member = fault.pointer().replaceFirst("^/", "").replace('/', '.');
        return member.isEmpty() ? fault.message() : member + " " + fault.message();
    }

    private static String columns(List<Fault> faults, ImportRepository.Lane lane) {
        Set<String> named = new java.util.LinkedHashSet<>();
        for (Fault fault : faults) {
            String member = fault.pointer().replaceFirst("^/", "").replace('/', '.');
            String column = lane.columns() == null ? member : lane.columns().column(fault.pointer());
            named.add(column.isEmpty() ? member : column);
        }
        named.remove("");
        return String.join("; ", named);
    }
}
