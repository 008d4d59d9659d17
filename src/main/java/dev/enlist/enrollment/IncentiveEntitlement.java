package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.incentive.IncentiveResult;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an enrollment is paid, as a part of the aggregate: computed with each verdict, fixed at the approval, changed after that
 * by a person or an activity only.
 */
@Embeddable
class IncentiveEntitlement extends EnrollmentPart {

    /** Null where the program pays nothing for the enrollment. */
    @Embedded
    private @Nullable EnrollmentIncentive incentive;

    protected IncentiveEntitlement() {}

    IncentiveEntitlement(Enrollment enrollment) {
        super(enrollment);
    }

    Optional<EnrollmentIncentive> incentive() {
        return Optional.ofNullable(incentive);
    }

    private Optional<Money> money() {
        return incentive().flatMap(EnrollmentIncentive::money);
    }

    /** Takes the amount that was computed with a verdict. The amount that a person set, or an approval fixed, stays. */
    void recalculate(IncentiveResult computed, RuleSetRef rules, Instant at) {
        if (incentive != null && incentive.isFinal()) {
            return;
        }
        EnrollmentIncentive next = EnrollmentIncentive.of(computed, rules).orElse(null);
        if (next == null ? incentive == null : !next.differsFrom(incentive)) {
            return;
        }
        this.incentive = next;
        if (enrollment().status() == EnrollmentStatus.SUBMITTED) {
            register(new IncentiveEvent.Recalculated(enrollmentId(), at));
        }
    }

    /**
     * Sets the amount for a person.
     *
     * @throws IllegalTransition where the enrollment is ineligible, rejected or has ended
     */
    IncentiveEvent.Changed set(Money money, String why, Actor by, Instant at) {
        if (!enrollment().status().isOpen() || enrollment().exit().isRequested()) {
            throw enrollment().refused("has no incentive; only an open or approved enrollment can");
        }
        Money before = money().orElse(null);
        boolean fixed = enrollment().status() == EnrollmentStatus.APPROVED;
        this.incentive = EnrollmentIncentive.setBy(by, money, why, at, fixed ? at : null);
        enrollment().updated("incentive", at);
        IncentiveEvent.Changed change = new IncentiveEvent.Changed(
                enrollmentId(),
                enrollment().applicationNumber(),
                enrollment().programInstanceId(),
                workspaceId(),
                before,
                money,
                fixed,
                why,
                by,
                at);
        register(change);
        return change;
    }

    /**
     * Adds what an activity pays to the incentive.
     *
     * @param label title of the activity
     * @throws Conflict {@code currency-mismatch} where the incentive is in another currency
     */
    void raise(Money more, String activityId, String label, Actor by, Instant at) {
        if (enrollment().status() != EnrollmentStatus.APPROVED
                || enrollment().exit().isRequested()) {
            throw enrollment().refused("is paid for no activity; only an approved enrollment is");
        }
        money().filter(money -> !money.currency().equals(more.currency())).ifPresent(money -> {
            throw new Conflict(
                    "currency-mismatch",
                    "The incentive of application " + enrollment().applicationNumber() + " is in " + money.currency()
                            + ", and the activity pays in " + more.currency() + ".");
        });
        this.incentive = EnrollmentIncentive.raised(incentive, more, label, at);
        enrollment().updated("incentive", at);
        register(new IncentiveEvent.Raised(
                enrollmentId(), enrollment().programInstanceId(), activityId, more, label, by, at));
    }

    /** Fixes the amount, at the approval. */
    void fix(Instant at) {
        if (incentive != null) {
            incentive.fix(at);
            money().filter(Money::isPositive)
                    .ifPresent(money -> register(new IncentiveEvent.Fixed(
                            enrollmentId(),
                            enrollment().applicationNumber(),
                            enrollment().programInstanceId(),
                            workspaceId(),
                            money,
                            at)));
        }
    }

    /** Ends the payments of an enrollment that was approved. */
    void end(boolean erased, Instant at) {
        if (incentive != null && incentive.fixedAt().isPresent()) {
            register(new IncentiveEvent.Ended(enrollmentId(), enrollment().programInstanceId(), erased, at));
        }
    }

    /** @throws IncentiveUndetermined where the amount could not be computed */
    void requireDetermined() {
        incentive().flatMap(EnrollmentIncentive::problem).ifPresent(problem -> {
            throw new IncentiveUndetermined(problem);
        });
    }
}
