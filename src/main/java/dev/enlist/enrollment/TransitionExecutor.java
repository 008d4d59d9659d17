package dev.enlist.enrollment;

import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Submits, approves, rejects and unenrolls a locked enrollment. What each of these steps requires and changes is here and
 * nowhere else: for one enrollment ({@link EnrollmentService}), for many ({@link BulkTransitionService}), and for the question
 * whether a step would be refused. The callers store the result and publish the events.
 */
@Component
class TransitionExecutor {

    private final ProgramInstanceService instances;
    private final EnrollmentCapacityService units;
    private final VerdictService verdicts;
    private final ExclusivityPolicy exclusivity;
    private final AttachedDocuments documents;
    private final SubmissionRequirements requirements;
    private final SamePerson persons;
    private final Clock clock;

    TransitionExecutor(
            ProgramInstanceService instances,
            EnrollmentCapacityService units,
            VerdictService verdicts,
            ExclusivityPolicy exclusivity,
            AttachedDocuments documents,
            SubmissionRequirements requirements,
            SamePerson persons,
            Clock clock) {
        this.instances = instances;
        this.units = units;
        this.verdicts = verdicts;
        this.exclusivity = exclusivity;
        this.documents = documents;
        this.requirements = requirements;
        this.persons = persons;
        this.clock = clock;
    }

    /**
     * What the steps of one transaction read together.
     *
     * @param instances empty for steps that do not bring a person into a program
     * @param people    null for the same steps
     * @param attached  the types of the documents of an enrollment
     */
    record Context(
            Map<String, ProgramInstance> instances,
            ExclusivityPolicy.@Nullable Locked people,
            Function<String, Set<String>> attached) {

        ProgramInstance instance(Enrollment enrollment) {
            return Objects.requireNonNull(instances.get(enrollment.programInstanceId()));
        }

        private ExclusivityPolicy.Locked participations() {
            return Objects.requireNonNull(people);
        }
    }

    /** Reads what the step requires of these enrollments, and locks people who must not be in two programs. */
    Context locked(Action action, Collection<Enrollment> enrollments) {
        Map<String, ProgramInstance> known = instances(action, enrollments);
        return context(enrollments, known, bringsIn(action) ? exclusivity.lock(enrollments, known) : null);
    }

    /** The same without locks, to tell what would be refused. */
    Context read(Action action, Collection<Enrollment> enrollments) {
        Map<String, ProgramInstance> known = instances(action, enrollments);
        return context(enrollments, known, bringsIn(action) ? exclusivity.read(enrollments, known) : null);
    }

    private Context context(
            Collection<Enrollment> enrollments,
            Map<String, ProgramInstance> known,
            ExclusivityPolicy.@Nullable Locked people) {
        List<String> ids = enrollments.stream().map(Enrollment::getId).toList();
        return new Context(known, people, documents.typesAmong(ids));
    }

    private Map<String, ProgramInstance> instances(Action action, Collection<Enrollment> enrollments) {
        return bringsIn(action)
                ? instances.byIds(
                        enrollments.stream().map(Enrollment::programInstanceId).collect(Collectors.toSet()))
                : Map.of();
    }

    private static boolean bringsIn(Action action) {
        return action == Action.SUBMIT || action == Action.APPROVE;
    }

    /**
     * Throws what {@link #take} would throw, and changes nothing. Evaluates no rules and reserves no units, so what they decide is
     * known only when the step is taken.
     *
     * @throws Problem for the refusal
     */
    void require(Transition transition, Enrollment enrollment, Context context) {
        switch (transition.order().action()) {
            case SUBMIT -> {
                requireOpenForSubmission(enrollment, context.instance(enrollment));
                requireComplete(transition, enrollment, context);
            }
            case APPROVE -> {
                requireNotElsewhere(enrollment, context);
                enrollment
                        .review()
                        .requireApprovable(transition.by(), transition.override(), approval(enrollment, context));
            }
            case REJECT -> enrollment.review().requireRejectable(transition.by());
            case UNENROLL -> enrollment.exit().requireAllowed();
            case EVALUATE -> throw noTransition();
        }
    }

    /**
     * Takes the step with an enrollment that is locked.
     *
     * @param context of {@link #locked}
     * @throws Problem where the step is refused; the enrollment may be changed then, and must not be stored, where the step
     *     has metadata
     */
    void take(Transition transition, Enrollment enrollment, Context context) {
        switch (transition.order().action()) {
            case SUBMIT -> submit(transition, enrollment, context);
            case APPROVE -> approve(transition, enrollment, context);
            case REJECT -> {
                String why = transition.requiredReason();
                enrollment.merge(transition.metadata());
                enrollment.review().reject(transition.by(), clock.instant(), why);
            }
            case UNENROLL -> {
                String why = transition.requiredReason();
                ExitKind exit = transition.order().exit();
                enrollment.merge(transition.metadata());
                enrollment
                        .exit()
                        .request(exit == null ? ExitKind.INVOLUNTARY : exit, transition.by(), clock.instant(), why);
            }
            case EVALUATE -> throw noTransition();
        }
    }

    private static IllegalArgumentException noTransition() {
        return new IllegalArgumentException("An evaluation is no step of a person");
    }

    private void submit(Transition transition, Enrollment enrollment, Context context) {
        ProgramInstance instance = context.instance(enrollment);
        Actor by = transition.by();
        Instant now = clock.instant();
        requireOpenForSubmission(enrollment, instance);
        mergeAndJudge(transition, enrollment);
        if (enrollment.status() != EnrollmentStatus.ELIGIBLE) {
            throw VerdictChanged.atSubmission(enrollment
                    .verdict()
                    .orElseGet(() -> new Verdict(
                            Verdict.Status.MANUAL, enrollment.reason().orElse(null), "not-judged")));
        }
        requireComplete(transition, enrollment, context);
        if (units.reserveOrJoinWaitlist(enrollment, instance, now)) {
            enrollment.submit(by, now, transition.order().reason());
        }
        enrollment.acceptTerms(instance.termsVersion(), now);
    }

    private void requireOpenForSubmission(Enrollment enrollment, ProgramInstance instance) {
        enrollment.requireSubmittable();
        AcceptancePolicy.require(instance, clock.instant());
    }

    private void requireComplete(Transition transition, Enrollment enrollment, Context context) {
        ProgramInstance instance = context.instance(enrollment);
        context.participations().require(enrollment);
        transition.answered().requireTerms(instance);
        requirements.check(enrollment, instance, transition.answered().form(), context.attached());
    }

    private void approve(Transition transition, Enrollment enrollment, Context context) {
        if (transition.override()) {
            transition.requiredReason();
        }
        mergeAndJudge(transition, enrollment);
        requireNotElsewhere(enrollment, context);
        enrollment
                .review()
                .approve(
                        transition.by(),
                        clock.instant(),
                        transition.order().reason(),
                        transition.override(),
                        approval(enrollment, context));
        if (enrollment.status() == EnrollmentStatus.APPROVED) {
            context.participations().approved(enrollment);
        }
    }

    /** What is not submitted is refused for its status. */
    private static void requireNotElsewhere(Enrollment enrollment, Context context) {
        if (enrollment.status() == EnrollmentStatus.SUBMITTED) {
            context.participations().require(enrollment);
        }
    }

    private ApprovalPolicy approval(Enrollment enrollment, Context context) {
        return ApprovalPolicy.of(context.instance(enrollment), persons);
    }

    /** Re-evaluates if the step adds metadata that the rules read. */
    private void mergeAndJudge(Transition transition, Enrollment enrollment) {
        if (transition.metadata().isEmpty()) {
            return;
        }
        VerdictService.Facts before = VerdictService.Facts.of(enrollment);
        enrollment.merge(transition.metadata());
        if (before.changedFor(enrollment)) {
            verdicts.reevaluate(List.of(enrollment), transition.by(), VerdictService.FACTS_CHANGED);
        }
    }
}
