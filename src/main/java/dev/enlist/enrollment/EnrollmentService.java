package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.customer.LeadConverted;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.EntityTags;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps that people and API clients take with enrollments, once {@link AdmissionService} has created them. Each call is one transaction: the row, its history, its
 * events and the step of the process are stored together or not at all.
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
        this.clock = clock;
    }

    /**
     * Lets the rules run: for a candidate, for whoever was found eligible or ineligible, and for the rejected where the
     * criteria changed in their favour since. Where the verdict stays as it was, so does the enrollment.
     */
    @Transactional
    public Enrollment evaluate(String id, @Nullable String ifMatch, Step step, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.merge(step.metadata());
        switch (enrollment.status()) {
            case ELIGIBLE, INELIGIBLE ->
                verdicts.judgeAgain(
                        List.of(enrollment), by, step.reason() == null ? "Evaluated again." : step.reason());
            case REJECTED -> reopen(enrollment, step, by);
            default -> enrollment.requestEvaluation(clock.instant());
        }
        return store.commit(enrollment);
    }

    /** @throws IllegalTransition where the criteria did not change in its favour */
    void reopen(Enrollment enrollment, Step step, Actor by) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
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
        processes.readmit(
                instance,
                List.of(enrollment),
                Map.of(enrollment.getId(), inputs),
                rules,
                by,
                step.reason() == null ? "The criteria changed." : step.reason(),
                now);
    }

    private Map<String, @Nullable Object> inputs(Enrollment enrollment, ProgramInstance instance, Instant now) {
        Application application = enrollment.application();
        List<String> active = ruleInputs
                .activePrograms(List.of(application.email()))
                .getOrDefault(CustomerService.key(application.email()), List.of());
        return ruleInputs.of(instance, application, active, null, now);
    }

    /** The applicant completed the application, and accepts the terms as they are now. */
    @Transactional
    public Enrollment submit(String id, @Nullable String ifMatch, Step step, Actor by) {
        return submit(id, ifMatch, step, null, by);
    }

    /**
     * The same for an applicant who read a certain version of the terms.
     *
     * @throws TermsChanged where another version holds now
     */
    @Transactional
    public Enrollment submit(String id, @Nullable String ifMatch, Step step, @Nullable Integer termsVersion, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        int current = instance.termsVersion();
        Instant now = clock.instant();
        enrollment.requireSubmittable();
        AcceptancePolicy.require(instance, now);
        mergeAndJudge(enrollment, step, by);
        if (enrollment.status() != EnrollmentStatus.ELIGIBLE) {
            throw VerdictChanged.atSubmission(enrollment
                    .verdict()
                    .orElseGet(() -> new Verdict(
                            Verdict.Status.MANUAL, enrollment.reason().orElse(null), "not-judged")));
        }
        exclusivity.require(enrollment, instance);
        if (termsVersion != null && termsVersion != current) {
            throw new TermsChanged(termsVersion, current);
        }
        SubmissionRequirements.check(enrollment, instance);
        if (units.findOrWait(enrollment, instance, now)) {
            enrollment.submit(by, now, step.reason());
        }
        enrollment.acceptTerms(current, now);
        return store.commit(enrollment);
    }

    /** A reviewer accepts. */
    @Transactional
    public Enrollment approve(String id, @Nullable String ifMatch, Step step, Actor by) {
        return approve(id, ifMatch, step, false, by);
    }

    /**
     * The same, where the verdict may have changed since the submission.
     *
     * @param override whether to approve nevertheless; needs a reason, and the scope {@code enrollments:override}, which
     *     the caller has checked
     * @throws VerdictChanged           where the rules no longer find the person eligible, without an override
     * @throws AlreadyEnrolledElsewhere where the person was approved in an excluded program meanwhile
     */
    @Transactional
    public Enrollment approve(String id, @Nullable String ifMatch, Step step, boolean override, Actor by) {
        if (override) {
            step.requiredReason();
        }
        Enrollment enrollment = locked(id, ifMatch);
        mergeAndJudge(enrollment, step, by);
        if (enrollment.status() == EnrollmentStatus.SUBMITTED) {
            exclusivity.require(enrollment, instances.instance(enrollment.programInstanceId()));
        }
        enrollment.approve(by, clock.instant(), step.reason(), override);
        return store.commit(enrollment);
    }

    /** What a step adds to the metadata may be a fact, too. */
    private void mergeAndJudge(Enrollment enrollment, Step step, Actor by) {
        VerdictService.Facts before = VerdictService.Facts.of(enrollment);
        enrollment.merge(step.metadata());
        if (before.changedFor(enrollment)) {
            verdicts.judgeAgain(List.of(enrollment), by, VerdictService.FACTS_CHANGED);
        }
    }

    /** A reviewer declines, and says why. */
    @Transactional
    public Enrollment reject(String id, @Nullable String ifMatch, Step step, Actor by) {
        String why = step.requiredReason();
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.merge(step.metadata());
        enrollment.reject(by, clock.instant(), why);
        return store.commit(enrollment);
    }

    /** Somebody is to leave. Unenrolled when the exit workflow is through, which the default one is at once. */
    @Transactional
    public Enrollment unenroll(String id, @Nullable String ifMatch, Step step, ExitKind kind, Actor by) {
        String why = step.requiredReason();
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.merge(step.metadata());
        enrollment.requestExit(kind, by, clock.instant(), why);
        return store.commit(enrollment);
    }

    /** Changes what is known about the applicant; the verdict follows, where the rules read what changed. */
    @Transactional
    public Enrollment revise(String id, @Nullable String ifMatch, Function<Application, Application> change, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
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
            verdicts.judgeAgain(List.of(enrollment), by, VerdictService.FACTS_CHANGED);
        }
        return store.commit(enrollment);
    }

    /** Erases the enrollment: row, history, decisions, process. What remains is that something was deleted. */
    @Transactional
    public void erase(String id, @Nullable String ifMatch) {
        store.delete(List.of(erased(id, ifMatch)));
    }

    /** The same for several, all or none. */
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

    /** The applicant gives up the place in line; the enrollment stays eligible. */
    @Transactional
    public Enrollment withdraw(String id, @Nullable String ifMatch, Actor by) {
        Enrollment enrollment = locked(id, ifMatch);
        enrollment.leaveLine(clock.instant());
        units.leaveLine(enrollment);
        if (enrollment.verdictChange().isPresent()) {
            // it kept its status only while it waited
            verdicts.judgeAgain(List.of(enrollment), by, VerdictService.FACTS_CHANGED);
        }
        return store.commit(enrollment);
    }

    /** The enrollments of a lead follow it. */
    @EventListener
    void follow(LeadConverted converted) {
        for (Enrollment enrollment : enrollments.lockOfLead(converted.leadId())) {
            enrollment.follow(converted.customerId(), converted.at());
            store.commit(enrollment);
        }
    }

    private Enrollment locked(String id, @Nullable String ifMatch) {
        Enrollment enrollment = store.lock(id);
        EntityTags.check(ifMatch, enrollment.version());
        return enrollment;
    }

    /**
     * What may be said with a step.
     *
     * @param reason   for people, kept in the history
     * @param metadata added to the enrollment's
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
