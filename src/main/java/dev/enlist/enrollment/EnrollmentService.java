package dev.enlist.enrollment;

import dev.enlist.customer.LeadConverted;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Order;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.form.FormDefinition;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.InvalidInput;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes steps with enrollments that {@link AdmissionService} has created. Each call is one transaction: the row, its
 * history, its events and the step of the process are stored together or not at all.
 */
@Service
public class EnrollmentService {

    private final EnrollmentStore store;
    private final EnrollmentRepository enrollments;
    private final DecisionRecordRepository decisions;
    private final AdmissionProcessStages processes;
    private final RuleInputCollector ruleInputs;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final EnrollmentCapacityService units;
    private final VerdictService verdicts;
    private final ExclusivityPolicy exclusivity;
    private final TransitionExecutor executor;
    private final Clock clock;

    EnrollmentService(
            EnrollmentStore store,
            EnrollmentRepository enrollments,
            DecisionRecordRepository decisions,
            AdmissionProcessStages processes,
            RuleInputCollector ruleInputs,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            EnrollmentCapacityService units,
            VerdictService verdicts,
            ExclusivityPolicy exclusivity,
            TransitionExecutor executor,
            Clock clock) {
        this.store = store;
        this.enrollments = enrollments;
        this.decisions = decisions;
        this.processes = processes;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.units = units;
        this.verdicts = verdicts;
        this.exclusivity = exclusivity;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Evaluates the rules for a candidate, an eligible or an ineligible enrollment, and for a rejected one if the criteria
     * changed in its favour. The enrollment stays as it is if the verdict stays the same.
     */
    @Transactional
    public Enrollment evaluate(String id, @Nullable String ifMatch, Step step, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.merge(step.metadata());
        switch (enrollment.status()) {
            case ELIGIBLE, INELIGIBLE ->
                verdicts.reevaluate(
                        List.of(enrollment), by, step.reason() == null ? "Evaluated again." : step.reason());
            case REJECTED -> reopen(enrollment, step, by);
            default -> enrollment.requestEvaluation(clock.instant());
        }
        return store.commit(enrollment);
    }

    /** @throws IllegalTransition unless the criteria changed in its favour */
    void reopen(Enrollment enrollment, Step step, Actor by) {
        if (enrollment.exit().isWithdrawal()) {
            throw new IllegalTransition(
                    enrollment.status(), enrollment.allowedTransitions(), "was withdrawn by the applicant");
        }
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        Criteria criteria = requireChangedCriteria(enrollment, instance, now);
        processes.readmit(
                instance,
                List.of(enrollment),
                Map.of(enrollment.getId(), criteria.inputs()),
                criteria.rules(),
                by,
                step.reason() == null ? "The criteria changed." : step.reason(),
                now);
    }

    /** The rules in force and what they would read. */
    private record Criteria(RuleSetRef rules, Map<String, @Nullable Object> inputs) {}

    /** @throws IllegalTransition unless the criteria changed in favour of a rejected enrollment */
    private Criteria requireChangedCriteria(Enrollment enrollment, ProgramInstance instance, Instant now) {
        instance.requireAccepting(now);
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Map<String, @Nullable Object> inputs = inputs(enrollment, instance, now);
        boolean sameCriteria = decisions
                .findFirstByEnrollmentIdOrderByIdDesc(enrollment.getId())
                .map(last -> last.rules().equals(rules) && RuleInputCollector.haveSameCriteria(last.inputs(), inputs))
                .orElse(false);
        boolean stillTurnedAway =
                sameCriteria || ruleSets.evaluate(rules, inputs).verdict().status() == Verdict.Status.INELIGIBLE;
        if (stillTurnedAway) {
            throw new IllegalTransition(
                    enrollment.status(),
                    enrollment.allowedTransitions(),
                    "becomes a candidate again only when the criteria changed in its favour");
        }
        return new Criteria(rules, inputs);
    }

    /**
     * Throws unless {@link #evaluate} would run.
     *
     * @throws IllegalTransition where it is decided already, or the criteria did not change in favour of a rejected one
     */
    void requireEvaluable(Enrollment enrollment, ProgramInstance instance, Instant now) {
        switch (enrollment.status()) {
            case ELIGIBLE, INELIGIBLE -> {}
            case REJECTED -> requireChangedCriteria(enrollment, instance, now);
            default -> enrollment.requireCandidate();
        }
    }

    private Map<String, @Nullable Object> inputs(Enrollment enrollment, ProgramInstance instance, Instant now) {
        Application application = enrollment.application();
        return ruleInputs.of(instance, application, ruleInputs.standing(application.email()), null, now);
    }

    /** Submits the completed application and accepts the terms in force. */
    @Transactional
    public Enrollment submit(String id, @Nullable String ifMatch, Step step, Actor by) {
        return submit(id, ifMatch, step, (Integer) null, by);
    }

    /**
     * Submits the application of an applicant who read this version of the terms.
     *
     * @throws TermsChanged where another version is in force
     */
    @Transactional
    public Enrollment submit(String id, @Nullable String ifMatch, Step step, @Nullable Integer termsVersion, Actor by) {
        return submit(id, ifMatch, step, new Answered(null, termsVersion), by);
    }

    /**
     * What the applicant saw.
     *
     * @param form         the version in which the applicant answered, which states what is required; null for the one in
     *                     force
     * @param termsVersion the version of the terms that the applicant read; null for the one in force
     */
    public record Answered(
            @Nullable FormDefinition form, @Nullable Integer termsVersion) {

        /** For a step of staff: the form and the terms in force. */
        static final Answered IN_FORCE = new Answered(null, null);

        /** @throws TermsChanged where the applicant read another version than the one in force */
        void requireTerms(ProgramInstance instance) {
            if (termsVersion != null && termsVersion != instance.termsVersion()) {
                throw new TermsChanged(termsVersion, instance.termsVersion());
            }
        }
    }

    /**
     * Submits the application of an applicant who may have begun it before the form changed.
     *
     * @throws TermsChanged          where another version of the terms is in force
     * @throws ApplicationIncomplete where an answer is missing that the form of the applicant requires
     */
    @Transactional
    public Enrollment submit(String id, @Nullable String ifMatch, Step step, Answered answered, Actor by) {
        Order order = new Order(Action.SUBMIT, step.reason(), null);
        return take(new Transition(id, order, false, step.metadata(), ifMatch, answered, by));
    }

    private Enrollment take(Transition transition) {
        Enrollment enrollment = locked(transition.enrollmentId(), transition.ifMatch());
        executor.take(transition, enrollment, executor.locked(transition.order().action(), List.of(enrollment)));
        return store.commit(enrollment);
    }

    /**
     * Checks that the person takes part in no program that excludes this one, whatever the rules say about it. Locks the
     * person until the end of the transaction.
     *
     * @throws AlreadyEnrolledElsewhere where the person does
     */
    @Transactional
    public void requireNotElsewhere(Enrollment enrollment) {
        exclusivity.require(enrollment, instances.instance(enrollment.programInstanceId()));
    }

    /** Approves for a reviewer. */
    @Transactional
    public Enrollment approve(String id, @Nullable String ifMatch, Step step, Actor by) {
        return approve(id, ifMatch, step, false, by);
    }

    /**
     * Approves, optionally although the verdict changed after the submission. Where the instance requires two approvals, the
     * first one is recorded, and the enrollment stays submitted.
     *
     * @param override whether to approve although the verdict changed; requires a reason. The caller has checked the scope
     *     {@code enrollments:override}
     * @throws VerdictChanged           where the rules no longer find the person eligible, without an override
     * @throws SecondPersonRequired     where the same person gives the second approval
     * @throws AlreadyEnrolledElsewhere where the person was approved in an excluded program meanwhile
     */
    @Transactional
    public Enrollment approve(String id, @Nullable String ifMatch, Step step, boolean override, Actor by) {
        if (override) {
            step.requiredReason();
        }
        Order order = new Order(Action.APPROVE, step.reason(), null);
        return take(new Transition(id, order, override, step.metadata(), ifMatch, Answered.IN_FORCE, by));
    }

    /** Rejects for a reviewer, with a reason. */
    @Transactional
    public Enrollment reject(String id, @Nullable String ifMatch, Step step, Actor by) {
        Order order = new Order(Action.REJECT, step.requiredReason(), null);
        return take(new Transition(id, order, false, step.metadata(), ifMatch, Answered.IN_FORCE, by));
    }

    /** Starts the exit. Unenrolls when the exit workflow ends; the default workflow ends at once. */
    @Transactional
    public Enrollment unenroll(String id, @Nullable String ifMatch, Step step, ExitKind kind, Actor by) {
        Order order = new Order(Action.UNENROLL, step.requiredReason(), kind);
        return take(new Transition(id, order, false, step.metadata(), ifMatch, Answered.IN_FORCE, by));
    }

    /**
     * Decides about eligibility for a reviewer, where the rules asked for a person. Ineligible needs a reason.
     *
     * @throws NotInEvaluation unless the rules have asked for a person
     * @throws ClaimedByOther  where another person has claimed the evaluation
     */
    @Transactional
    public Enrollment evaluateManually(String id, @Nullable String ifMatch, boolean eligible, Step step, Actor by) {
        if (!eligible) {
            step.requiredReason();
        }
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.evaluateManually(EnrollmentLifecycle.verdictOfPerson(eligible, step.reason()), by, clock.instant());
        return store.commit(enrollment);
    }

    /**
     * Enters facts for a reviewer who evaluates manually, and runs the rules again.
     *
     * @throws NotInEvaluation unless the rules have asked for a person
     * @throws ClaimedByOther  where another person has claimed the evaluation
     */
    @Transactional
    public Enrollment completeFacts(
            String id, @Nullable String ifMatch, Function<Application, Application> change, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.requireManualEvaluation(by);
        revise(enrollment, change, by);
        return store.commit(enrollment);
    }

    /**
     * Records that a member of staff applied for the applicant.
     *
     * @param consent one of {@link Assistance#CONSENTS}
     * @param note    more about the consent; null for none
     */
    @Transactional
    public Enrollment assist(String id, String consent, @Nullable String note, Actor by) {
        Enrollment enrollment = locked(id, null);
        enrollment.assist(Assistance.of(by, consent, note, clock.instant()));
        return store.commit(enrollment);
    }

    /** Changes the application, and re-evaluates if the rules read what changed. */
    @Transactional
    public Enrollment revise(String id, @Nullable String ifMatch, Function<Application, Application> change, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        revise(enrollment, change, by);
        return store.commit(enrollment);
    }

    /** The same for a locked enrollment, whose events the caller publishes. */
    void revise(Enrollment enrollment, Function<Application, Application> change, Actor by) {
        VerdictService.Facts before = VerdictService.Facts.of(enrollment);
        Application known = enrollment.application();
        Application changed = change.apply(known);
        if (changed.lastName() == null
                && known.lastName() != null
                && !instances.instance(enrollment.programInstanceId()).lastNameOptional()) {
            throw new InvalidInput("/lastName", "is needed: the program instance does not accept single names");
        }
        enrollment.revise(changed, clock.instant());
        if (before.changedFor(enrollment)) {
            verdicts.reevaluate(List.of(enrollment), by, VerdictService.FACTS_CHANGED);
        }
    }

    /** Erases the enrollment: row, history, decisions and process. Keeps only the event of the deletion. */
    @Transactional
    public void erase(String id, @Nullable String ifMatch) {
        store.delete(List.of(erased(id, ifMatch)));
    }

    /** Erases all these enrollments or none. */
    @Transactional
    public void eraseAll(Collection<String> ids) {
        store.lockAll(ids);
        store.delete(ids.stream().map(id -> erased(id, null)).toList());
    }

    private Enrollment erased(String id, @Nullable String ifMatch) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.erase(clock.instant());
        return enrollment;
    }

    /** Takes the enrollment off the waitlist. It stays eligible. */
    @Transactional
    public Enrollment withdraw(String id, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.waitlist().leave(clock.instant());
        units.leaveWaitlist(enrollment);
        if (enrollment.review().verdictChange().isPresent()) {
            // the verdict was only recorded while the enrollment was on the waitlist
            verdicts.reevaluate(List.of(enrollment), by, VerdictService.FACTS_CHANGED);
        }
        return store.commit(enrollment);
    }

    /**
     * Withdraws an application before it is approved, on the waitlist too. It is rejected where it was submitted, otherwise
     * ineligible, with a voluntary exit; its units are released and its process ends. The person may apply again.
     *
     * @throws IllegalTransition where the application was decided, or withdrawn already
     */
    @Transactional
    public Enrollment withdrawApplication(String id, @Nullable String ifMatch, Step step, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.merge(step.metadata());
        withdraw(enrollment, step.reason() == null ? "The applicant withdrew the application." : step.reason(), by);
        return store.commit(enrollment);
    }

    /** The same for a locked enrollment, whose events the caller publishes. */
    void withdraw(Enrollment enrollment, String why, Actor by) {
        if (enrollment.waitlist().since().isPresent()) {
            units.leaveWaitlist(enrollment);
        }
        enrollment.exit().withdraw(by, clock.instant(), why);
    }

    /** Links the enrollments of a converted lead to its customer. */
    @EventListener
    void follow(LeadConverted converted) {
        for (Enrollment enrollment : enrollments.lockOfLead(converted.leadId())) {
            enrollment.linkCustomer(converted.customerId(), converted.at());
            store.commit(enrollment);
        }
    }

    /** Locks an enrollment for a change of what belongs to it; empty unless it is approved. */
    @Transactional
    public Optional<Enrollment> lockApproved(String id) {
        return enrollments.findById(id).isEmpty()
                ? Optional.empty()
                : Optional.of(store.lock(id)).filter(locked -> locked.status() == EnrollmentStatus.APPROVED);
    }

    private Enrollment locked(String id, @Nullable String ifMatch) {
        Enrollment enrollment = store.lock(id);
        EntityTags.check(ifMatch, enrollment.version());
        return enrollment;
    }

    /**
     * Optional data of a step.
     *
     * @param reason   text for people, stored in the history
     * @param metadata members added to the metadata of the enrollment
     */
    public record Step(@Nullable String reason, Map<String, Object> metadata) {

        public static final Step SILENT = new Step(null, Map.of());

        public static Step because(String reason) {
            return new Step(reason, Map.of());
        }

        String requiredReason() {
            if (reason == null || reason.isBlank()) {
                throw new InvalidInput("/reason", "must say why");
            }
            return reason;
        }
    }
}
