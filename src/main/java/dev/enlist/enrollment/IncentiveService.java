package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sets the incentive of an enrollment for a person, and reads the changes. */
@Service
public class IncentiveService {

    private static final String USUAL_CURRENCY = "USD";

    private final EnrollmentStore store;
    private final IncentiveChangeRepository changes;
    private final Clock clock;

    IncentiveService(EnrollmentStore store, IncentiveChangeRepository changes, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Sets the amount, before or after the approval. What the rules compute later does not change it. The budgets that the
     * enrollment draws from follow at once.
     *
     * @param currency null for that of the present incentive, or USD where there is none
     * @throws InvalidInput                          where this is no amount of money that can be paid
     * @throws IllegalTransition                     where the enrollment is ineligible, rejected or has ended
     * @throws dev.enlist.capacity.CapacityExhausted where a budget has too little left
     * @throws dev.enlist.shared.problem.Conflict    where the amount is being paid, or more was paid already
     */
    @Transactional
    public Enrollment set(
            String id,
            @Nullable String ifMatch,
            BigDecimal amount,
            @Nullable String currency,
            String reason,
            Actor by) {
        Enrollment enrollment = store.lock(id);
        EntityTags.check(ifMatch, enrollment.version());
        String stated = currency != null
                ? currency
                : enrollment
                        .incentive()
                        .flatMap(EnrollmentIncentive::money)
                        .map(Money::currency)
                        .orElse(USUAL_CURRENCY);
        Map<String, String> problems = Money.problemsOfPayable(amount, stated);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems.entrySet().stream()
                    .map(problem -> new Fault("/" + problem.getKey(), problem.getValue()))
                    .toList());
        }
        Money money = new Money(amount, stated);
        IncentiveEvent.Changed change = enrollment.entitlement().set(money, reason, by, clock.instant());
        store.persist(new IncentiveChange(change));
        return store.commit(enrollment);
    }

    /**
     * What an activity pays to an enrollment.
     *
     * @param money positive
     */
    public record Payment(String enrollmentId, Money money) {}

    /**
     * Raises the incentives of enrollments by what an activity pays, all or none. The budgets follow at once.
     *
     * @param payments in the order of the enrollments
     * @param label    title of the activity
     * @throws dev.enlist.capacity.CapacityExhausted      where a budget has too little left
     * @throws dev.enlist.shared.problem.Conflict         {@code currency-mismatch}
     */
    @Transactional
    public void raise(List<Payment> payments, String activityId, String label, Actor by) {
        store.lockAll(payments.stream().map(Payment::enrollmentId).toList());
        for (Payment payment : payments) {
            Enrollment enrollment = store.lock(payment.enrollmentId());
            enrollment.entitlement().raise(payment.money(), activityId, label, by, clock.instant());
            store.commit(enrollment);
        }
    }

    /** The changes by people, oldest first. */
    @Transactional(readOnly = true)
    public List<IncentiveChange> history(Enrollment enrollment) {
        return changes.findByEnrollmentIdOrderById(enrollment.getId());
    }
}
