package dev.enlist.bulk;

import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.access.OtherProgramInstance;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Previews and orders bulk decisions. Processes a small one within the request and queues a large one for
 * {@link BulkDecisionJob}.
 */
@Service
public class BulkService {

    /** Wire names of the fields that may order the list. */
    public static final Map<String, String> SORTABLE = Map.of("createdAt", "id");

    private static final int READ_AT_ONCE = 1_000;
    private static final List<String> OPEN = List.of("queued", "running");

    private final BulkRepository store;
    private final BulkChunkProcessor chunks;
    private final BulkTransitionService step;
    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final BulkProperties properties;
    private final SamePerson persons;
    private final ApplicationEventPublisher events;
    private final AccessGate gate;
    private final Clock clock;

    BulkService(
            BulkRepository store,
            BulkChunkProcessor chunks,
            BulkTransitionService step,
            ProgramInstanceService instances,
            JobQueue jobs,
            BulkProperties properties,
            SamePerson persons,
            ApplicationEventPublisher events,
            AccessGate gate,
            Clock clock) {
        this.gate = gate;
        this.clock = clock;
        this.store = store;
        this.chunks = chunks;
        this.step = step;
        this.instances = instances;
        this.jobs = jobs;
        this.properties = properties;
        this.persons = persons;
        this.events = events;
    }

    /** The selected enrollments: either by ids, or by instance and filter. */
    public record Selection(
            @Nullable List<String> ids,
            @Nullable String programInstanceId,
            @Nullable EnrollmentFilter filter) {}

    /** Counts the enrollments that would take the step now. Changes nothing. */
    @Transactional(readOnly = true)
    public BulkDecision preview(BulkTransitionService.Order order, Selection selection, Actor by) {
        Map<String, Integer> byStatus = new TreeMap<>();
        Map<String, BulkDecision.Refusals> reasons = new TreeMap<>();
        int[] counts = new int[2];
        each(selection, items -> {
            items.forEach(item -> byStatus.merge(item.status().wire(), 1, Integer::sum));
            Map<String, Problem> refusals = step.refusals(order, items, by);
            refusals.forEach((id, problem) -> reasons.merge(
                    problem.code(),
                    new BulkDecision.Refusals(problem.code(), String.valueOf(problem.getMessage()), 1, List.of(id)),
                    (known, next) -> known.and(id)));
            counts[0] += items.size() - refusals.size();
            counts[1] += refusals.size();
        });
        int total = counts[0] + counts[1];
        return new BulkDecision(
                null,
                order.action().wire(),
                order.reason(),
                "preview",
                total,
                0,
                counts[0],
                counts[1],
                byStatus,
                reasons.values().stream()
                        .sorted(Comparator.comparing(BulkDecision.Refusals::count)
                                .reversed())
                        .toList(),
                total > properties.confirmAbove(),
                false,
                null,
                by.name(),
                null,
                null,
                null,
                null);
    }

    /**
     * Processes a small selection at once. Queues a large one, or has it wait for the confirmation of a second person.
     *
     * @param delay how long a cancellation leaves everything as it was; zero to begin at once
     */
    @Transactional
    public BulkDecision order(BulkTransitionService.Order order, Selection selection, Duration delay, Actor by) {
        String id = Cuid.next();
        Instant beginsAt = delay.isZero() ? null : clock.instant().plus(delay);
        store.insert(id, order, 0, true, beginsAt, by);
        int[] total = new int[1];
        each(selection, items -> {
            store.insertItems(id, total[0], items);
            total[0] += items.size();
        });
        boolean confirmation = total[0] > properties.confirmAbove();
        store.total(id, total[0], confirmation);
        note("bulk.order", id, Map.of("action", order.action().wire(), "total", total[0]));
        if (beginsAt != null) {
            jobs.enqueue(BulkDecisionJob.KIND, beginsAt);
        } else if (!confirmation && total[0] <= properties.atOnce()) {
            chunks.work(store.lock(id).orElseThrow(), Math.max(1, total[0]));
        } else {
            jobs.enqueue(BulkDecisionJob.KIND);
        }
        return read(id);
    }

    private void each(Selection selection, Consumer<List<BulkTransitionService.Item>> work) {
        if (selection.ids() != null) {
            List<String> wanted = selection.ids().stream().distinct().toList();
            List<BulkTransitionService.Item> found = step.items(wanted);
            InstanceLimit limit = gate.limit();
            if (limit.isLimited()) {
                step.instances(wanted).forEach(limit::require);
            }
            if (found.size() < wanted.size()) {
                throw new InvalidInput(
                        "/ids",
                        (wanted.size() - found.size()) + " of these ids belong to no enrollment; send existing ids");
            }
            work.accept(found);
            return;
        }
        String instance = String.valueOf(selection.programInstanceId());
        EnrollmentFilter filter = java.util.Objects.requireNonNull(selection.filter());
        gate.limit().require(instance);
        instances.instance(instance);
        String after = "";
        List<BulkTransitionService.Item> items;
        do {
            items = step.items(instance, filter, after, READ_AT_ONCE);
            work.accept(items);
            after = items.isEmpty() ? "" : items.get(items.size() - 1).enrollmentId();
        } while (items.size() == READ_AT_ONCE);
    }

    @Transactional(readOnly = true)
    public BulkDecision read(String id) {
        BulkDecision found = store.find(id).orElseThrow(() -> new NotFound("bulk decision"));
        InstanceLimit limit = gate.limit();
        if (limit.isLimited() && !store.isWithin(id, limit.programInstanceIds())) {
            throw new OtherProgramInstance();
        }
        return found.with(found.refused() == 0 ? List.of() : store.refusals(id));
    }

    @Transactional(readOnly = true)
    public Page<BulkDecision> list(ListQuery query) {
        String after = query.after() == null ? "" : query.after();
        boolean newestFirst = query.after() == null
                && query.sort().stream()
                        .findFirst()
                        .filter(Sort.Order::isDescending)
                        .isPresent();
        return query.page(
                store.list(within(), after, newestFirst, query.offset(), query.perPage()),
                found -> String.valueOf(found.id()),
                Function.identity(),
                () -> store.count(within()));
    }

    /** The instances to which the list is limited; empty for all. */
    private Set<String> within() {
        return gate.limit().programInstanceIds();
    }

    /**
     * @param outcome {@code moved} or {@code refused}; null for every item
     * @param code    of the refusal; null for every code
     * @param after   number of the last item of the previous page; 0 for the first page
     */
    @Transactional(readOnly = true)
    public List<BulkDecision.Item> items(
            String id, @Nullable String outcome, @Nullable String code, int after, int limit) {
        read(id);
        return store.items(id, outcome, code, after, limit);
    }

    /** Confirms the bulk decision for a second person. */
    @Transactional
    public BulkDecision confirm(String id, Actor by) {
        read(id);
        if (persons.isSame(store.requester(id), by)) {
            throw new Forbidden(
                    "second-person", "The requester cannot confirm the bulk decision; another person has to.");
        }
        if (!store.confirm(id, by)) {
            throw new Conflict("not-waiting", "The bulk decision does not wait for a confirmation.");
        }
        note("bulk.confirm", id, Map.of());
        jobs.enqueue(BulkDecisionJob.KIND);
        return read(id);
    }

    /** Stops processing after the current chunk. Enrollments that were moved keep their new status. */
    @Transactional
    public BulkDecision cancel(String id) {
        read(id);
        store.move(id, OPEN, "cancelled")
                .orElseThrow(() -> new Conflict("already-finished", "The bulk decision is already finished."));
        note("bulk.cancel", id, Map.of("status", "cancelled"));
        return read(id);
    }

    private void note(String action, String id, Map<String, ?> after) {
        events.publishEvent(new AuditNote(action, "bulkDecision", id, Map.of(), after));
    }
}
