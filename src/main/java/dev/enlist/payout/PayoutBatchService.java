package dev.enlist.payout;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.payout.PayoutTotalsQuery.StatusTotal;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.Money;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Builds batches of payouts, lets a second person release them, and takes the answers of the bank. Each call is one
 * transaction: all payouts of a batch move, or none.
 */
@Service
public class PayoutBatchService {

    /** Payouts in one batch. */
    public static final int MOST = 5_000;

    private final PayoutRepository payouts;
    private final PayoutBatchRepository batches;
    private final PayoutStore store;
    private final PayoutTotalsQuery totals;
    private final PayoutFormatService formats;
    private final EnrollmentQueries enrollments;
    private final SamePerson persons;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PayoutBatchService(
            PayoutRepository payouts,
            PayoutBatchRepository batches,
            PayoutStore store,
            PayoutTotalsQuery totals,
            PayoutFormatService formats,
            EnrollmentQueries enrollments,
            SamePerson persons,
            ApplicationEventPublisher events,
            Clock clock) {
        this.payouts = payouts;
        this.batches = batches;
        this.store = store;
        this.totals = totals;
        this.formats = formats;
        this.enrollments = enrollments;
        this.persons = persons;
        this.events = events;
        this.clock = clock;
    }

    /** A batch with the sums of its payouts by status. */
    public record Summary(PayoutBatch batch, List<StatusTotal> totals) {

        /** The sum of all payouts that are in it. */
        public Money total() {
            BigDecimal sum =
                    totals.stream().map(each -> each.money().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
            return new Money(sum, batch.currency());
        }

        public long count() {
            return totals.stream().mapToLong(StatusTotal::count).sum();
        }
    }

    /**
     * What a batch would hold.
     *
     * @param byInstance sums by program instance
     * @param more       whether more payouts match than one batch takes
     */
    public record Preview(Money total, int count, Map<String, Money> byInstance, List<Payout> first, boolean more) {}

    private static final int SHOWN = 20;

    /**
     * The payouts that a batch would hold, without a change.
     *
     * @throws InvalidInput where the selection names payouts that cannot be paid, or matches several currencies
     */
    @Transactional(readOnly = true)
    public Preview preview(PayoutSelection selection) {
        List<Payout> found = payouts.findAll(matching(selection), PageRequest.of(0, MOST + 1, Sort.by("id")))
                .getContent();
        List<Payout> taken = checked(selection, found);
        Money total = sum(taken);
        Map<String, Money> byInstance = new TreeMap<>();
        taken.forEach(payout -> byInstance.merge(payout.programInstanceId(), payout.money(), Money::plus));
        return new Preview(
                total, taken.size(), byInstance, taken.stream().limit(SHOWN).toList(), found.size() > taken.size());
    }

    /**
     * Puts the payouts that match in a new batch.
     *
     * @param formatId of the bank's file; null for the standard format
     * @throws InvalidInput where the selection names payouts that cannot be paid, or matches several currencies
     * @throws Conflict     {@code nothing-due} where none match
     */
    @Transactional
    public Summary build(PayoutSelection selection, @Nullable String formatId, @Nullable String note, Actor by) {
        if (formatId != null) {
            requireFormat(formatId);
        }
        // the ids first: rows that are locked later are then read as they are under the lock
        List<Payout> locked = payouts.lockAll(ids(selection));
        List<Payout> taken = checked(
                selection,
                locked.stream()
                        .filter(payout -> payout.status() == PayoutStatus.DUE
                                && payout.heldAt().isEmpty())
                        .toList());
        Instant now = clock.instant();
        PayoutBatch batch = new PayoutBatch(
                WorkspaceScope.current().workspaceId(), taken.get(0).money().currency(), formatId, note, by, now);
        batches.saveAndFlush(batch);
        publish(batch);
        taken.forEach(payout -> payout.schedule(batch.getId(), by, now));
        store.publish(taken);
        payouts.flush();
        return summary(batch);
    }

    private List<String> ids(PayoutSelection selection) {
        return payouts.findBy(
                matching(selection),
                found -> found.sortBy(Sort.by("id")).limit(MOST).as(Identified.class).all().stream()
                        .map(Identified::getId)
                        .toList());
    }

    /** A payout by its id alone. */
    interface Identified {

        String getId();
    }

    private void requireFormat(String formatId) {
        try {
            formats.read(formatId);
        } catch (NotFound e) {
            throw new InvalidInput("/formatId", "names no payout format of this workspace");
        }
    }

    private static List<Payout> checked(PayoutSelection selection, List<Payout> found) {
        Set<String> currencies =
                found.stream().map(payout -> payout.money().currency()).collect(Collectors.toCollection(TreeSet::new));
        if (currencies.size() > 1) {
            throw new InvalidInput(
                    "/currency",
                    "is needed: the payouts are in " + String.join(" and ", currencies) + ", and a batch has one");
        }
        if (!selection.payoutIds().isEmpty()) {
            Set<String> known = found.stream().map(Payout::getId).collect(Collectors.toSet());
            List<Fault> faults = new ArrayList<>();
            for (int index = 0; index < selection.payoutIds().size(); index++) {
                if (!known.contains(selection.payoutIds().get(index))) {
                    faults.add(new Fault(
                            "/payoutIds/" + index, "names no payout that is due, not held and in the stated currency"));
                }
            }
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
        }
        if (found.isEmpty()) {
            throw new Conflict("nothing-due", "No payout that matches is due and not held.");
        }
        return found.size() > MOST ? found.subList(0, MOST) : found;
    }

    private static Specification<Payout> matching(PayoutSelection selection) {
        return (root, query, builder) -> {
            List<jakarta.persistence.criteria.Predicate> all = new ArrayList<>();
            all.add(builder.equal(root.get("status"), PayoutStatus.DUE));
            all.add(builder.isNull(root.get("heldAt")));
            if (!selection.programInstanceIds().isEmpty()) {
                all.add(root.get("programInstanceId").in(selection.programInstanceIds()));
            }
            if (!selection.payoutIds().isEmpty()) {
                all.add(root.get("id").in(selection.payoutIds()));
            }
            if (selection.currency() != null) {
                all.add(builder.equal(root.get("currency"), selection.currency()));
            }
            if (selection.dueUntil() != null) {
                all.add(builder.lessThan(root.get("dueAt"), selection.dueUntil()));
            }
            return builder.and(all.toArray(jakarta.persistence.criteria.Predicate[]::new));
        };
    }

    private static Money sum(List<Payout> all) {
        return all.stream().map(Payout::money).reduce(Money::plus).orElseThrow();
    }

    @Transactional(readOnly = true)
    public Summary read(String id) {
        return summary(batches.findById(id).orElseThrow(() -> new NotFound("payout batch")));
    }

    /** Summaries in the order of the batches. Two statements at most. */
    @Transactional(readOnly = true)
    public List<Summary> summaries(List<PayoutBatch> some) {
        Map<String, List<StatusTotal>> sums =
                totals.ofBatches(some.stream().map(PayoutBatch::getId).toList());
        return some.stream()
                .map(batch -> new Summary(batch, sums.getOrDefault(batch.getId(), List.of())))
                .toList();
    }

    private Summary summary(PayoutBatch batch) {
        return summaries(List.of(batch)).get(0);
    }

    /**
     * Releases a batch for a second person: its payouts are sent.
     *
     * @throws Conflict {@code second-person-required} for the person who built it; {@code batch-released} where it is
     *                  released already; {@code nothing-due} where it has no payouts any more
     */
    @Transactional
    public Summary release(String id, @Nullable String ifMatch, Actor by) {
        PayoutBatch batch = locked(id, ifMatch);
        Instant now = clock.instant();
        batch.release(by, persons, now);
        List<Payout> all = payouts.lockBatch(id);
        if (all.isEmpty()) {
            throw new Conflict("nothing-due", "The batch has no payouts any more; cancel it.");
        }
        all.forEach(payout -> payout.send(by, now));
        store.publish(all);
        publish(batch);
        batches.flush();
        return summary(batch);
    }

    /** Cancels a draft; its payouts are due again. */
    @Transactional
    public Summary cancel(String id, @Nullable String ifMatch, Actor by) {
        PayoutBatch batch = locked(id, ifMatch);
        Instant now = clock.instant();
        batch.cancel(now);
        List<Payout> all = payouts.lockBatch(id);
        all.forEach(payout -> payout.unschedule("The batch was cancelled.", by, now));
        store.publish(all);
        publish(batch);
        batches.flush();
        return summary(batch);
    }

    /**
     * A released batch as the bank wants it.
     *
     * @param people   enrollments by id, without those of erased people
     * @param programs titles by the id of the program instance
     */
    public record File(
            PayoutFormat.Details format,
            List<Payout> payouts,
            Map<String, Enrollment> people,
            Map<String, String> programs) {}

    /** @throws Conflict {@code batch-not-released} while no second person released it */
    @Transactional(readOnly = true)
    public File file(String id) {
        PayoutBatch batch = batches.findById(id).orElseThrow(() -> new NotFound("payout batch"));
        batch.requireReleased();
        List<Payout> all = payouts.findByBatchIdOrderById(id);
        return new File(
                formats.detailsOf(batch.formatId().orElse(null)),
                all,
                people(all),
                totals.titles(
                        all.stream().map(Payout::programInstanceId).distinct().toList()));
    }

    /** The enrollments of payouts by id; erased ones are absent. One statement. */
    @Transactional(readOnly = true)
    public Map<String, Enrollment> people(Collection<Payout> all) {
        return all.isEmpty()
                ? Map.of()
                : enrollments.byIds(
                        all.stream().map(Payout::enrollmentId).distinct().toList());
    }

    /**
     * Takes the answers of the bank about a released batch: all, or none where one is refused.
     *
     * @throws InvalidInput naming each unknown or doubled payment and each result that cannot follow
     * @throws Conflict     {@code batch-not-released}
     */
    @Transactional
    public Summary answer(String id, List<BankAnswer> answers, Actor by) {
        PayoutBatch batch = locked(id, null);
        batch.requireReleased();
        Map<String, Payout> known =
                payouts.lockBatch(id).stream().collect(Collectors.toMap(Payout::getId, payout -> payout));
        List<Fault> faults = new ArrayList<>();
        Map<String, Integer> rows = new HashMap<>();
        for (BankAnswer answer : answers) {
            String pointer = "/rows/" + answer.row();
            Payout payout = known.get(answer.reference());
            Integer earlier = rows.putIfAbsent(answer.reference(), answer.row());
            if (payout == null) {
                faults.add(new Fault(
                        pointer + "/reference",
                        "names no payment of this batch: '" + shortened(answer.reference()) + "'"));
            } else if (earlier != null) {
                faults.add(new Fault(
                        pointer + "/reference", "is answered in row " + earlier + " already; each payment once"));
            } else if (!payout.status().mayBecome(answer.result())) {
                faults.add(new Fault(
                        pointer + "/status",
                        "cannot be " + answer.result().wire() + ": the payment is "
                                + payout.status().wire() + " already"));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        Instant now = clock.instant();
        List<Payout> answered = new ArrayList<>();
        for (BankAnswer answer : answers) {
            Payout payout = known.get(answer.reference());
            payout.settle(
                    answer.result(),
                    answer.reason(),
                    answer.bankReference(),
                    answer.at() == null ? now : answer.at(),
                    by,
                    now);
            answered.add(payout);
        }
        store.publish(answered);
        if (known.values().stream().noneMatch(payout -> payout.status() == PayoutStatus.SENT)) {
            batch.complete(now);
        }
        publish(batch);
        batches.flush();
        return summary(batch);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private PayoutBatch locked(String id, @Nullable String ifMatch) {
        PayoutBatch batch = batches.lock(id).orElseThrow(() -> new NotFound("payout batch"));
        EntityTags.check(ifMatch, batch.version());
        return batch;
    }

    private void publish(PayoutBatch batch) {
        batch.drainEvents().forEach(events::publishEvent);
    }
}
