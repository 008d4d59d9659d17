package dev.enlist.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.enrollment.EnrollmentDocuments;
import dev.enlist.enrollment.EnrollmentIntake;
import dev.enlist.enrollment.Entry;
import dev.enlist.enrollment.MetadataTypes;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.enrollment.OnDuplicate;
import dev.enlist.intake.file.RowDocument;
import dev.enlist.intake.file.SentRow;
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
 * those that may enter do so with one command of the engine, and how far the lane is is stored with it.
 */
@Component
class ImportChunk {

    private static final Fault ERASED = new Fault("", "was erased at the wish of the person");

    private final ImportStore store;
    private final EnrollmentDocuments documents;
    private final EnrollmentIntake intake;
    private final MetadataTypes types;
    private final StrictJson json;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ImportChunk(
            ImportStore store,
            EnrollmentDocuments documents,
            EnrollmentIntake intake,
            MetadataTypes types,
            StrictJson json,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.documents = documents;
        this.intake = intake;
        this.types = types;
        this.json = json;
        this.events = events;
        this.clock = clock;
    }

    /** A row and what it asks for, or what is wrong with it. */
    private record Read(SentRow row, @Nullable NewEnrollment wanted, List<Fault> faults) {}

    /** @param limit how many rows at most */
    void work(ImportStore.Lane lane, int limit) {
        begin(lane);
        List<SentRow> chunk = store.chunk(lane);
        int until = Math.min(chunk.size(), lane.done() + limit);
        Set<String> booleans = lane.columns() != null && lane.columns().haveMetadata()
                ? types.booleanMembers(lane.programInstanceId())
                : Set.of();
        List<Read> rows = chunk.subList(lane.done(), until).stream()
                .map(row -> read(row, lane, booleans))
                .toList();
        List<NewEnrollment> wanted = new ArrayList<>();
        rows.stream().filter(row -> row.wanted() != null).forEach(row -> wanted.add(row.wanted()));
        List<Entry> entries = wanted.isEmpty() ? List.of() : entered(lane, wanted);
        ImportStore.Tally tally = new ImportStore.Tally();
        List<ImportStore.Outcome> kept = new ArrayList<>();
        int next = 0;
        for (Read row : rows) {
            if (row.wanted() != null && next == entries.size()) {
                // the same person as a row before: its turn comes when that one is stored
                break;
            }
            Entry entry = row.wanted() == null ? new Entry.Refused(row.faults()) : entries.get(next++);
            count(entry, tally);
            if (lane.dryRun() || entry instanceof Entry.Refused) {
                kept.add(outcome(row.row(), entry, lane));
            }
        }
        store.keep(lane.importId(), kept);
        advance(lane, tally, lane.done() + tally.processed() == chunk.size());
    }

    /** Refuses the next row unread: it cannot be stored, whatever the reason. */
    void passOver(ImportStore.Lane lane, RuntimeException why) {
        begin(lane);
        List<SentRow> chunk = store.chunk(lane);
        SentRow row = chunk.get(lane.done());
        List<Fault> faults = why instanceof Problem problem && !problem.faults().isEmpty()
                ? problem.faults()
                : List.of(new Fault("", why instanceof Problem ? why.getMessage() : "cannot be stored"));
        ImportStore.Tally tally = new ImportStore.Tally();
        tally.refused++;
        store.keep(lane.importId(), List.of(outcome(row, new Entry.Refused(faults), lane)));
        advance(lane, tally, lane.done() + 1 == chunk.size());
    }

    private void begin(ImportStore.Lane lane) {
        if (lane.isNew() && store.begin(lane.importId())) {
            moved(lane, "queued", "running");
        }
    }

    private void advance(ImportStore.Lane lane, ImportStore.Tally tally, boolean through) {
        if (store.advance(lane, tally, through)) {
            moved(lane, "running", "completed");
        }
    }

    private void moved(ImportStore.Lane lane, String from, String to) {
        events.publishEvent(new ImportEvent.StatusChanged(
                lane.importId(),
                lane.programInstanceId(),
                WorkspaceScope.current().workspaceId(),
                from,
                to,
                clock.instant()));
    }

    private Read read(SentRow row, ImportStore.Lane lane, Set<String> booleans) {
        if (row.cells().isEmpty()) {
            return new Read(row, null, List.of(ERASED));
        }
        try {
            JsonNode document = RowDocument.of(row, lane.columns(), booleans, json);
            if (document.has("evaluate")) {
                return new Read(
                        row, null, List.of(new Fault("/evaluate", "is said for all rows, in the query of the import")));
            }
            return new Read(row, documents.entry(document).enrollment(), List.of());
        } catch (InvalidInput e) {
            return new Read(row, null, e.faults());
        }
    }

    private List<Entry> entered(ImportStore.Lane lane, List<NewEnrollment> wanted) {
        OnDuplicate onDuplicate = OnDuplicate.ofWire(lane.onDuplicate()).orElseThrow();
        EnrollmentIntake.Manner manner = new EnrollmentIntake.Manner(lane.evaluate(), onDuplicate);
        if (lane.dryRun()) {
            return intake.rehearse(
                    lane.programInstanceId(),
                    wanted,
                    manner,
                    keys -> new HashSet<>(store.rehearsed(lane.importId(), keys.toArray(String[]::new))));
        }
        try (AuditContext.Entered named = AuditContext.enter(AuditContext.of(lane.by()))) {
            return intake.enter(lane.programInstanceId(), wanted, manner, lane.by());
        }
    }

    private static void count(Entry entry, ImportStore.Tally tally) {
        if (entry instanceof Entry.Created) {
            tally.created++;
        } else if (entry instanceof Entry.Updated) {
            tally.updated++;
        } else if (entry instanceof Entry.Skipped) {
            tally.skipped++;
        } else {
            tally.refused++;
        }
    }

    private static ImportStore.Outcome outcome(SentRow row, Entry entry, ImportStore.Lane lane) {
        if (entry instanceof Entry.Created created) {
            return new ImportStore.Outcome(
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
        if (entry instanceof Entry.Updated updated) {
            return outcome(row, "updated", updated.enrollmentId());
        }
        if (entry instanceof Entry.Skipped skipped) {
            return outcome(row, "skipped", skipped.enrollmentId());
        }
        List<Fault> faults = ((Entry.Refused) entry).faults();
        return new ImportStore.Outcome(
                row.number(),
                row.line(),
                "refused",
                null,
                null,
                null,
                faults.stream().map(ImportChunk::said).collect(Collectors.joining("; ")),
                columns(faults, lane),
                row.cells().isEmpty() ? null : RowCodec.cells(row),
                List.of());
    }

    private static ImportStore.Outcome outcome(SentRow row, String outcome, @Nullable String enrollmentId) {
        return new ImportStore.Outcome(
                row.number(), row.line(), outcome, enrollmentId, null, null, null, null, null, List.of());
    }

    /** With the member that is meant, where the column alone does not tell. */
    private static String said(Fault fault) {
        String member = fault.pointer().replaceFirst("^/", "").replace('/', '.');
        return member.isEmpty() ? fault.message() : member + " " + fault.message();
    }

    private static String columns(List<Fault> faults, ImportStore.Lane lane) {
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
