package dev.enlist.payout;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentsLocked;
import dev.enlist.enrollment.IncentiveEvent;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.Money;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes payouts due, and holds, cancels and reissues them. The approval of an enrollment makes its incentive due once: the
 * database accepts number 1 of an enrollment once, whatever is retried.
 */
@Service
public class PayoutService {

    private static final Actor AUTOMATIC = Actor.process("payouts", "Payouts");

    private final PayoutRepository payouts;
    private final PayoutChangeRepository changes;
    private final PayoutStore store;
    private final PayoutTotalsQuery totals;
    private final EnrollmentService enrollmentLocks;
    private final ProgramInstanceService instances;
    private final AccessGate gate;
    private final Clock clock;

    PayoutService(
            PayoutRepository payouts,
            PayoutChangeRepository changes,
            PayoutStore store,
            PayoutTotalsQuery totals,
            EnrollmentService enrollmentLocks,
            ProgramInstanceService instances,
            AccessGate gate,
            Clock clock) {
        this.payouts = payouts;
        this.changes = changes;
        this.store = store;
        this.totals = totals;
        this.enrollmentLocks = enrollmentLocks;
        this.instances = instances;
        this.gate = gate;
        this.clock = clock;
    }

    /** A payout with its steps, oldest first. */
    public record Detail(Payout payout, List<PayoutChange> history) {}

    @Transactional(readOnly = true)
    public Payout payout(String id) {
        Payout found = payouts.findById(id).orElseThrow(() -> new NotFound("payout"));
        gate.limit().require(found.programInstanceId());
        return found;
    }

    @Transactional(readOnly = true)
    public Detail detail(String id) {
        return new Detail(payout(id), changes.findByPayoutIdOrderById(id));
    }

    /** The payouts of an enrollment, in the order of their numbers. */
    @Transactional(readOnly = true)
    public List<Payout> ofEnrollment(String enrollmentId) {
        return payouts.findByEnrollmentIdOrderByNumber(enrollmentId);
    }

    /**
     * Holds a payout that is due: it goes in no batch until it is released.
     *
     * @throws IllegalPayoutTransition unless it is due
     */
    @Transactional
    public Payout hold(String id, @Nullable String ifMatch, String reason, Actor by) {
        Payout payout = locked(id, ifMatch);
        payout.hold(reason, by, clock.instant());
        return stored(payout);
    }

    /** @throws IllegalPayoutTransition unless it is held */
    @Transactional
    public Payout releaseHold(String id, @Nullable String ifMatch, @Nullable String reason, Actor by) {
        Payout payout = locked(id, ifMatch);
        payout.releaseHold(reason, by, clock.instant());
        return stored(payout);
    }

    /** @throws IllegalPayoutTransition unless it is due or in a batch that is not released */
    @Transactional
    public Payout cancel(String id, @Nullable String ifMatch, String reason, Actor by) {
        Payout payout = locked(id, ifMatch);
        payout.cancel(reason, by, clock.instant());
        return stored(payout);
    }

    /**
     * Makes the amount of a failed or returned payout due again, as a further payout.
     *
     * @throws IllegalPayoutTransition unless it failed or came back
     * @throws Conflict                {@code not-approved} where the enrollment ended; {@code already-replaced} where other
     *                                 payouts cover the incentive already
     */
    @Transactional
    public Payout reissue(String id, @Nullable String ifMatch, String reason, Actor by) {
        Payout read = payout(id);
        Enrollment enrollment = enrollmentLocks
                .lockApproved(read.enrollmentId())
                .orElseThrow(() -> new Conflict(
                        "not-approved", "The enrollment is not approved any more, so nothing is due to it."));
        List<Payout> all = payouts.lockOf(read.enrollmentId());
        Payout payout =
                all.stream().filter(each -> each.getId().equals(id)).findFirst().orElseThrow();
        EntityTags.check(ifMatch, payout.version());
        if (payout.status() != PayoutStatus.FAILED && payout.status() != PayoutStatus.RETURNED) {
            throw new IllegalPayoutTransition(payout.status(), "can be paid again only after it failed or came back");
        }
        Money incentive = enrollment
                .incentive()
                .flatMap(EnrollmentIncentive::money)
                .filter(money -> money.currency().equals(payout.money().currency()))
                .orElseGet(() -> Money.zero(payout.money().currency()));
        BigDecimal counted = sum(all, PayoutStatus.COUNTED, payout.money().currency());
        if (counted.add(payout.money().amount()).compareTo(incentive.amount()) > 0) {
            throw new Conflict(
                    "already-replaced",
                    "Other payouts cover the incentive of " + incentive.text() + " already; nothing more is due.");
        }
        return due(
                enrollment.getId(),
                payout.programInstanceId(),
                all,
                PayoutKind.REISSUE,
                payout,
                null,
                payout.money(),
                reason,
                by);
    }

    /** Locks the payouts of enrollments and the yearly totals of their people before the transaction locks a pool. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void lock(EnrollmentsLocked locked) {
        payouts.lockOfAll(locked.enrollmentIds());
        Map<String, ProgramInstance> known = instances.byIds(locked.all().stream()
                .map(EnrollmentsLocked.Locked::programInstanceId)
                .collect(Collectors.toSet()));
        List<String> limited = locked.all().stream()
                .filter(each -> Optional.ofNullable(known.get(each.programInstanceId()))
                        .flatMap(ProgramInstance::incentiveYearlyLimit)
                        .isPresent())
                .map(EnrollmentsLocked.Locked::enrollmentId)
                .toList();
        if (!limited.isEmpty()) {
            totals.lockPeople(limited);
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void becomeDue(IncentiveEvent.Fixed fixed) {
        due(
                fixed.enrollmentId(),
                fixed.programInstanceId(),
                List.of(),
                PayoutKind.INCENTIVE,
                null,
                null,
                fixed.money(),
                null,
                AUTOMATIC);
    }

    /** What an activity pays is a further payout; the enrollment is locked, so its number is free. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void becomeDue(IncentiveEvent.Raised raised) {
        due(
                raised.enrollmentId(),
                raised.programInstanceId(),
                payouts.findByEnrollmentIdOrderByNumber(raised.enrollmentId()),
                PayoutKind.ACTIVITY,
                null,
                raised.activityId(),
                raised.money(),
                raised.label(),
                raised.by());
    }

    /**
     * Replaces what is due after a person changed the incentive of an approved enrollment.
     *
     * @throws PayoutInBatch where a payment is being made
     */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void correct(IncentiveEvent.Changed change) {
        if (!change.fixed()) {
            return;
        }
        List<Payout> all = payouts.lockOf(change.enrollmentId());
        all.stream()
                .filter(payout -> payout.status() == PayoutStatus.SCHEDULED || payout.status() == PayoutStatus.SENT)
                .findFirst()
                .ifPresent(payout -> {
                    throw new PayoutInBatch(payout);
                });
        List<Payout> paid = all.stream()
                .filter(payout -> payout.status() == PayoutStatus.PAID)
                .toList();
        String currency = change.after().currency();
        if (paid.stream().anyMatch(payout -> !payout.money().currency().equals(currency))) {
            throw new Conflict(
                    "currency-mismatch",
                    "Payouts of this enrollment were paid in another currency than " + currency + ".");
        }
        BigDecimal already = sum(paid, PayoutStatus.COUNTED, currency);
        if (change.after().amount().compareTo(already) < 0) {
            throw new Conflict(
                    "already-paid",
                    new Money(already, currency).text()
                            + " have been paid already, more than the new amount. Record that"
                            + " the payment came back first.");
        }
        Payout replaced = null;
        for (Payout payout : all) {
            if (payout.status() == PayoutStatus.DUE) {
                payout.cancel("The incentive changed: " + change.reason(), change.by(), change.at());
                replaced = payout;
            }
        }
        store.publish(all);
        BigDecimal rest = change.after().amount().subtract(already);
        if (rest.signum() > 0) {
            due(
                    change.enrollmentId(),
                    change.programInstanceId(),
                    all,
                    PayoutKind.CORRECTION,
                    replaced,
                    null,
                    new Money(rest, currency),
                    change.reason(),
                    change.by());
        }
    }

    /** What was not sent is owed no longer once the enrollment ended. Of an erased person no text stays. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void end(IncentiveEvent.Ended ended) {
        List<Payout> all = payouts.lockOf(ended.enrollmentId());
        for (Payout payout : all) {
            if (payout.status() == PayoutStatus.DUE || payout.status() == PayoutStatus.SCHEDULED) {
                payout.cancel(
                        ended.erased() ? "The person was erased." : "The enrollment ended.", AUTOMATIC, ended.at());
            }
        }
        store.publish(all);
        if (ended.erased() && !all.isEmpty()) {
            store.forgetTexts(all);
        }
    }

    private Payout due(
            String enrollmentId,
            String programInstanceId,
            List<Payout> earlier,
            PayoutKind kind,
            @Nullable Payout replaces,
            @Nullable String activityId,
            Money money,
            @Nullable String reason,
            Actor by) {
        Instant now = clock.instant();
        int number = earlier.stream().mapToInt(Payout::number).max().orElse(0) + 1;
        ProgramInstance instance = instances.instance(programInstanceId);
        Payout payout = new Payout(
                instance.workspaceId(),
                enrollmentId,
                programInstanceId,
                number,
                kind,
                replaces,
                activityId,
                money,
                reason,
                by,
                now);
        yearlyLimit(instance, money.currency())
                .filter(limit -> totals.ofPersonInYear(enrollmentId, money.currency(), now, instance.zone())
                                .add(money.amount())
                                .compareTo(limit)
                        > 0)
                .ifPresent(limit -> payout.hold(
                        "The person gets more than " + new Money(limit, money.currency()).text()
                                + " in this calendar year from all programs.",
                        AUTOMATIC,
                        now));
        store.insert(payout);
        return payout;
    }

    private static Optional<BigDecimal> yearlyLimit(ProgramInstance instance, String currency) {
        return instance.incentiveYearlyLimit()
                .filter(limit -> limit.currency().equals(currency))
                .map(Money::amount);
    }

    private static BigDecimal sum(List<Payout> payouts, java.util.Set<PayoutStatus> statuses, String currency) {
        return payouts.stream()
                .filter(payout -> statuses.contains(payout.status()))
                .filter(payout -> payout.money().currency().equals(currency))
                .map(payout -> payout.money().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Payout locked(String id, @Nullable String ifMatch) {
        payout(id);
        Payout payout = payouts.lock(id).orElseThrow(() -> new NotFound("payout"));
        EntityTags.check(ifMatch, payout.version());
        return payout;
    }

    private Payout stored(Payout payout) {
        store.publish(List.of(payout));
        payouts.flush();
        return payout;
    }

    /** Payouts of several enrollments, in the order of their ids. */
    @Transactional(readOnly = true)
    public List<Payout> ofEnrollments(List<String> enrollmentIds) {
        return enrollmentIds.isEmpty() ? new ArrayList<>() : payouts.findByEnrollmentIdInOrderById(enrollmentIds);
    }
}
