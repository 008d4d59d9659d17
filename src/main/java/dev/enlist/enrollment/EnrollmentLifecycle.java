package dev.enlist.enrollment;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.Verdict;
import dev.enlist.incentive.IncentiveEvaluator;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Operations on an enrollment for its process, within the transaction of the process. */
@Service
public class EnrollmentLifecycle {

    private static final int DRAW_DIGITS = 6;
    private static final int DRAWS = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final EnrollmentStore store;
    private final EnrollmentRepository enrollments;
    private final RuleInputCollector ruleInputs;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final ExclusivityPolicy exclusivity;
    private final DecisionRecordRepository decisions;
    private final EnrollmentCapacityService units;
    private final IncentiveEvaluator incentives;
    private final SamePerson persons;
    private final Clock clock;

    EnrollmentLifecycle(
            EnrollmentStore store,
            EnrollmentRepository enrollments,
            RuleInputCollector ruleInputs,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            ExclusivityPolicy exclusivity,
            DecisionRecordRepository decisions,
            EnrollmentCapacityService units,
            IncentiveEvaluator incentives,
            SamePerson persons,
            Clock clock) {
        this.store = store;
        this.enrollments = enrollments;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.exclusivity = exclusivity;
        this.decisions = decisions;
        this.units = units;
        this.incentives = incentives;
        this.persons = persons;
        this.clock = clock;
    }

    /** The version of the rules in force for this enrollment. */
    @Transactional(readOnly = true)
    public RuleSetRef rulesInForce(String id) {
        return ruleSets.inForce(instanceOf(id).rules(), clock.instant());
    }

    /** The current rule inputs of this enrollment. */
    @Transactional(readOnly = true)
    public Map<String, @Nullable Object> ruleInputs(String id) {
        Enrollment enrollment = store.find(id);
        Application application = enrollment.application();
        EnrollmentStatus previous = Optional.ofNullable(
                        enrollment.identification().previousEnrollmentId())
                .flatMap(enrollments::findById)
                .map(Enrollment::status)
                .orElse(null);
        return ruleInputs.of(
                instances.instance(enrollment.programInstanceId()),
                application,
                ruleInputs.standing(application.email()),
                previous,
                clock.instant());
    }

    /** Applies and stores the decision of the rules. */
    @Transactional
    public void recordVerdict(String id, RuleSetRef rules, Decision decision, Map<String, @Nullable Object> inputs) {
        Instant now = clock.instant();
        Enrollment enrollment = store.lock(id);
        store.persist(enrollment.judge(rules, decision, inputs, incentives.evaluate(rules, decision, inputs), now));
        store.publish(enrollment);
    }

    /** Applies the decision of a person, where the rules asked for one. An ineligible decision requires a reason. */
    @Transactional
    public void recordEvaluation(String id, boolean eligible, @Nullable String reason, Actor by) {
        if (!eligible) {
            requireReason(reason);
        }
        Enrollment enrollment = store.lock(id);
        enrollment.review().requireUnclaimedOrClaimedBy(by);
        enrollment.judge(verdictOfPerson(eligible, reason), null, by, clock.instant());
        store.publish(enrollment);
    }

    static Verdict verdictOfPerson(boolean eligible, @Nullable String reason) {
        Verdict.Status status = eligible ? Verdict.Status.ELIGIBLE : Verdict.Status.INELIGIBLE;
        return new Verdict(status, reason, "evaluated-by-person");
    }

    /** Applies the decision of a reviewer in the task list. */
    @Transactional
    public void recordReview(String id, boolean approved, @Nullable String reason, Actor by) {
        Enrollment enrollment = store.lock(id);
        if (approved) {
            ProgramInstance instance = instances.instance(enrollment.programInstanceId());
            if (enrollment.status() == EnrollmentStatus.SUBMITTED) {
                exclusivity.require(enrollment, instance);
            }
            enrollment.review().approve(by, clock.instant(), reason, false, ApprovalPolicy.of(instance, persons));
        } else {
            enrollment.review().reject(by, clock.instant(), requireReason(reason));
        }
        store.publish(enrollment);
    }

    /** Whether the first of two people has approved. */
    @Transactional(readOnly = true)
    public boolean awaitsSecondApproval(String id) {
        return store.find(id).review().awaitsSecondApproval();
    }

    /**
     * Lets the rules approve a submitted application, where the instance allows it and the last decision of the rules says so.
     * A drawn share goes to a person all the same. No statement where the instance does not allow it.
     *
     * @return whether the application is approved now
     */
    @Transactional
    public boolean reviewByRules(String id) {
        Enrollment enrollment = store.lock(id);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        return instance.autoApprove() && reviewByRules(enrollment, instance, instance.reviewSample());
    }

    /** The same for a workflow that leaves the decision to the rules, whatever the instance states. */
    boolean reviewByRules(String id, @Nullable BigDecimal share) {
        Enrollment enrollment = store.lock(id);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        return reviewByRules(enrollment, instance, share == null ? instance.reviewSample() : share);
    }

    private boolean reviewByRules(Enrollment enrollment, ProgramInstance instance, BigDecimal share) {
        String id = enrollment.getId();
        if (enrollment.status() != EnrollmentStatus.SUBMITTED
                || enrollment.review().verdictChange().isPresent()
                || enrollment.incentive().flatMap(EnrollmentIncentive::problem).isPresent()) {
            return false;
        }
        Optional<DecisionRecord> last = decisions
                .findFirstByEnrollmentIdOrderByIdDesc(id)
                .filter(record ->
                        record.decided().approves() && record.verdict().status() == Verdict.Status.ELIGIBLE);
        if (last.isEmpty() || takesPartElsewhere(enrollment, instance)) {
            return false;
        }
        Instant now = clock.instant();
        units.reserveBeforeApproval(enrollment, instance, now);
        enrollment
                .review()
                .decideByRules(
                        last.get().rules(),
                        last.get().verdict().reason(),
                        share,
                        draw(),
                        ApprovalPolicy.of(instance, persons),
                        now);
        store.publish(enrollment);
        return enrollment.status() == EnrollmentStatus.APPROVED;
    }

    /** Sees what the rules have approved earlier in the same transaction. */
    private boolean takesPartElsewhere(Enrollment enrollment, ProgramInstance instance) {
        if (instance.exclusiveWith().isEmpty()) {
            return false;
        }
        store.flushAll();
        try {
            exclusivity.require(enrollment, instance);
            return false;
        } catch (AlreadyEnrolledElsewhere e) {
            return true;
        }
    }

    /** From 0 to below 1, with 6 digits. */
    private BigDecimal draw() {
        return BigDecimal.valueOf(random.nextInt(DRAWS), DRAW_DIGITS);
    }

    private static String requireReason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new InvalidInput(List.of(new Fault("/reason", "must say why")));
        }
        return reason;
    }

    @Transactional(readOnly = true)
    public EnrollmentStatus statusOf(String id) {
        return store.find(id).status();
    }

    /** The application number of this enrollment. */
    @Transactional(readOnly = true)
    public String applicationNumberOf(String id) {
        return store.find(id).applicationNumber();
    }

    /** The program instance of this enrollment, for its durations and its exit process. */
    @Transactional(readOnly = true)
    public ProgramInstance instanceOf(String id) {
        return instances.instance(store.find(id).programInstanceId());
    }

    /** Publishes that a review is late, once for each kind and review. */
    @Transactional
    public void noteReviewDelay(String id, ReviewDelay delay) {
        Enrollment enrollment = store.lock(id);
        switch (delay) {
            case REMINDED -> enrollment.review().noteReminder(delay.change(), clock.instant());
            case ESCALATED -> enrollment.review().noteEscalation(delay.change(), clock.instant());
        }
        store.publish(enrollment);
    }

    /**
     * The time until the two periods of a review that returns from the applicant are over; zero where one is.
     *
     * @param reminderAfter until the reminder
     * @param escalateAfter until the escalation
     */
    public record RemainingReviewTime(Duration reminderAfter, Duration escalateAfter) {}

    @Transactional(readOnly = true)
    public RemainingReviewTime remainingReviewTime(String id) {
        ProgramInstance instance = instanceOf(id);
        Duration spent = store.find(id).review().duration(clock.instant());
        return new RemainingReviewTime(left(instance.reminderAfter(), spent), left(instance.escalateAfter(), spent));
    }

    private static Duration left(Duration period, Duration spent) {
        Duration left = period.minus(spent).truncatedTo(ChronoUnit.SECONDS);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Lateness of a review: enough for a reminder or for an escalation. */
    public enum ReviewDelay {
        REMINDED("review-reminded"),
        ESCALATED("review-escalated");

        private final String change;

        ReviewDelay(String change) {
            this.change = change;
        }

        String change() {
            return change;
        }
    }

    /** Publishes the exit. Called by the exit workflow. */
    @Transactional
    public void recordExit(String id) {
        Enrollment enrollment = store.lock(id);
        enrollment.exit().record(clock.instant());
        store.publish(enrollment);
    }

    /** Unenrolls at the end of the exit workflow. */
    @Transactional
    public void completeExit(String id) {
        Enrollment enrollment = store.lock(id);
        enrollment.exit().complete(clock.instant());
        store.publish(enrollment);
    }

    /**
     * Requests the exit of the next approved enrollments of an ended instance.
     *
     * @param limit maximum number of enrollments
     * @return whether there may be more
     */
    @Transactional
    public boolean endNext(String programInstanceId, int limit, Actor by) {
        List<String> ids = enrollments.approvedIn(programInstanceId, limit);
        store.lockAll(ids);
        for (String id : ids) {
            Enrollment enrollment = store.lock(id);
            enrollment.exit().request(ExitKind.PROGRAM_ENDED, by, clock.instant(), "The program ended.");
            store.publish(enrollment);
        }
        return ids.size() == limit;
    }
}
