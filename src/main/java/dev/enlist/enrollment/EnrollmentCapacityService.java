package dev.enlist.enrollment;

import dev.enlist.capacity.CapacityExhausted;
import dev.enlist.capacity.CapacityLedgerService;
import dev.enlist.capacity.CapacityLedgerService.Lacking;
import dev.enlist.capacity.Participant;
import dev.enlist.capacity.WaitlistRepository;
import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.DomainEvent;
import dev.enlist.shared.problem.Conflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reserves capacity units for submitted enrollments, commits them at the approval, and releases them when an enrollment is
 * rejected, unenrolled or erased. {@link EnrollmentStore#publish} calls it for each change of status.
 */
@Component
class EnrollmentCapacityService {

    private final CapacityLedgerService units;
    private final WaitlistRepository waitlist;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    /**
     * Instances that were full at the last attempt on this node. Only a hint: for these instances the units are reserved
     * first, so that a refusal is cheap; for others they are reserved last, so that the pools are locked for a short time.
     */
    private final Set<String> recentlyFull = ConcurrentHashMap.newKeySet();

    EnrollmentCapacityService(
            CapacityLedgerService units, WaitlistRepository waitlist, ApplicationEventPublisher events, Clock clock) {
        this.units = units;
        this.waitlist = waitlist;
        this.events = events;
        this.clock = clock;
    }

    /** Enrollments that a transaction locked together and whose pools it has not locked yet. */
    private final class LockedTogether implements TransactionSynchronization {

        private final Set<String> ids = new TreeSet<>();

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(EnrollmentCapacityService.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(EnrollmentCapacityService.this, this);
        }

        @Override
        public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(EnrollmentCapacityService.this);
        }
    }

    /**
     * The transaction in scope changes these enrollments one after the other: before the first of them moves, the pools of all are
     * locked as one set, in the order of the pools' ids. One statement, and none where none moves.
     */
    void lockedTogether(Collection<Enrollment> locked) {
        LockedTogether known = (LockedTogether) TransactionSynchronizationManager.getResource(this);
        if (known == null) {
            known = new LockedTogether();
            TransactionSynchronizationManager.registerSynchronization(known);
            TransactionSynchronizationManager.bindResource(this, known);
        }
        for (Enrollment enrollment : locked) {
            known.ids.add(enrollment.getId());
        }
    }

    private void lockPoolsOfAll() {
        LockedTogether known = (LockedTogether) TransactionSynchronizationManager.getResource(this);
        if (known != null && !known.ids.isEmpty()) {
            units.lockPoolsOf(known.ids);
            known.ids.clear();
        }
    }

    /**
     * Units that are taken before the approval: what the approval will lock beside them has to be locked first. No statement
     * where no yearly limit is configured.
     */
    private void lockBeforePools(Enrollment enrollment, ProgramInstance instance) {
        if (instance.incentiveYearlyLimit().isPresent()
                && enrollment.incentive().isPresent()) {
            events.publishEvent(new EnrollmentsLocked(List.of(EnrollmentsLocked.Locked.of(enrollment))));
        }
        lockPoolsOfAll();
    }

    /**
     * Reserves the units of an enrollment before its submission, or puts it on the waitlist.
     *
     * @return whether to submit now; false if the enrollment is on the waitlist
     * @throws CapacityExhausted where the instance is full and has no waitlist
     */
    boolean reserveOrJoinWaitlist(Enrollment enrollment, ProgramInstance instance, Instant at) {
        if (enrollment.waitlist().since().isPresent()) {
            return false;
        }
        boolean hasWaitlist = instance.waitlist().hours() != null;
        if (!hasWaitlist && !recentlyFull.contains(instance.getId())) {
            return true;
        }
        lockBeforePools(enrollment, instance);
        Optional<Lacking> lacking = units.reserve(participant(enrollment), at);
        if (lacking.isEmpty()) {
            recentlyFull.remove(instance.getId());
            enrollment.markUnitsReserved();
            return true;
        }
        if (!hasWaitlist) {
            throw new CapacityExhausted(lacking.get().pool(), lacking.get().drawn());
        }
        enrollment.waitlist().join(at);
        waitlist.join(participant(enrollment), lacking.get(), at);
        return false;
    }

    /** An event of an enrollment. */
    record EnrollmentChange(Enrollment enrollment, DomainEvent event) {}

    /** Updates the units for these events. One statement commits, and one statement releases. */
    void applyEvents(List<EnrollmentChange> all) {
        List<Participant> approved = new ArrayList<>();
        List<String> leaving = new ArrayList<>();
        for (EnrollmentChange each : all) {
            Enrollment enrollment = each.enrollment();
            if (each.event() instanceof EnrollmentEvent.StatusChanged moved) {
                switch (moved.to()) {
                    case SUBMITTED -> reserve(enrollment, moved.at());
                    case APPROVED -> approved.add(participant(enrollment));
                    case REJECTED, UNENROLLED -> leaving.add(enrollment.getId());
                    case CANDIDATE, ELIGIBLE, INELIGIBLE -> {
                        // has no units
                    }
                }
            } else if (each.event() instanceof IncentiveEvent.Changed
                    || each.event() instanceof IncentiveEvent.Raised) {
                adjust(enrollment, true);
            } else if (each.event() instanceof IncentiveEvent.Recalculated) {
                adjust(enrollment, false);
            } else if (each.event() instanceof EnrollmentProcessEvent.Erased) {
                leaving.add(enrollment.getId());
            }
        }
        if (!approved.isEmpty() || !leaving.isEmpty()) {
            lockPoolsOfAll();
        }
        if (!approved.isEmpty()) {
            units.commit(approved, clock.instant());
        }
        if (!leaving.isEmpty()) {
            units.release(leaving, clock.instant());
        }
    }

    /**
     * Follows a change of the incentive of a submitted or approved enrollment.
     *
     * @param required whether to refuse the change where a budget has too little left; otherwise the approval, which
     *                 takes the amount as it is then, would be refused
     * @throws CapacityExhausted where a budget has too little left
     */
    private void adjust(Enrollment enrollment, boolean required) {
        boolean approved = enrollment.status() == EnrollmentStatus.APPROVED;
        if (!approved && enrollment.status() != EnrollmentStatus.SUBMITTED) {
            return;
        }
        lockPoolsOfAll();
        units.adjust(participant(enrollment), approved, clock.instant())
                .filter(lacking -> required)
                .ifPresent(lacking -> {
                    throw new CapacityExhausted(lacking.pool(), lacking.drawn());
                });
    }

    /** Extends a reservation, which stood still while the applicant was asked, by the time until the end of the request. */
    void resumeReservation(InformationRequest request, Instant at) {
        units.postponeExpiry(request.enrollmentId(), Duration.between(request.requestedAt(), at));
    }

    /**
     * Reserves the units of an enrollment that is approved within its submission: {@link #applyEvents} would commit them
     * before it reserves them.
     *
     * @throws CapacityExhausted where the instance is full
     */
    void reserveBeforeApproval(Enrollment enrollment, ProgramInstance instance, Instant at) {
        lockBeforePools(enrollment, instance);
        reserve(enrollment, at);
        enrollment.markUnitsReserved();
    }

    private void reserve(Enrollment enrollment, Instant at) {
        if (enrollment.consumeReservation()) {
            return;
        }
        lockPoolsOfAll();
        units.reserve(participant(enrollment), at).ifPresent(lacking -> {
            recentlyFull.add(enrollment.programInstanceId());
            throw new CapacityExhausted(lacking.pool(), lacking.drawn());
        });
    }

    /**
     * Puts an enrollment that has units at the end of the waitlist, and gives its units back. It moves up when the units of
     * another one are released.
     *
     * @throws Conflict {@code no-waitlist} where the instance has no waitlist or no limit
     */
    void returnToWaitlist(Enrollment enrollment, ProgramInstance instance, Instant at) {
        if (instance.waitlist().hours() == null || !waitlist.joinBehind(participant(enrollment), at)) {
            throw new Conflict(
                    "no-waitlist",
                    "The program instance has no waitlist. Configure a capacity with a waitlist, or decide otherwise.");
        }
        lockPoolsOfAll();
        units.release(List.of(enrollment.getId()), at);
    }

    void leaveWaitlist(Enrollment enrollment) {
        waitlist.leave(enrollment.getId());
    }

    static Participant participant(Enrollment enrollment) {
        Application application = enrollment.application();
        return new Participant(
                enrollment.getId(),
                enrollment.programInstanceId(),
                application.address() == null ? null : application.address().usState(),
                application.tags(),
                enrollment.incentive().flatMap(EnrollmentIncentive::money).orElse(null));
    }
}
