package dev.enlist.enrollment;

import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.SamePerson;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says what the caller can do with an enrollment now, and why not. Asks the policies and the aggregate that the operations
 * themselves ask, so that the answer and the operation agree; an action is refused here with the problem that the operation
 * would answer. Whether units of capacity are free is known only when a submission takes them.
 */
@Service
public class EnrollmentActionService {

    private final EnrollmentQueries enrollments;
    private final EnrollmentService service;
    private final ProgramInstanceService instances;
    private final ExclusivityPolicy exclusivity;
    private final AttachedDocuments documents;
    private final SubmissionRequirements requirements;
    private final SamePerson persons;
    private final AccessGate gate;
    private final Clock clock;

    EnrollmentActionService(
            EnrollmentQueries enrollments,
            EnrollmentService service,
            ProgramInstanceService instances,
            ExclusivityPolicy exclusivity,
            AttachedDocuments documents,
            SubmissionRequirements requirements,
            SamePerson persons,
            AccessGate gate,
            Clock clock) {
        this.enrollments = enrollments;
        this.service = service;
        this.instances = instances;
        this.exclusivity = exclusivity;
        this.documents = documents;
        this.requirements = requirements;
        this.persons = persons;
        this.gate = gate;
        this.clock = clock;
    }

    /** @param refusal what the operation would answer; null where the caller can take the action */
    public record Possible(
            EnrollmentAction action, @Nullable Problem refusal) {}

    /** All actions in their order. The number of statements does not depend on them. */
    @Transactional(readOnly = true)
    public List<Possible> actions(String id) {
        Enrollment enrollment = enrollments.enrollment(id);
        ProgramInstance instance = instances.instance(enrollment.programInstanceId());
        return Arrays.stream(EnrollmentAction.values())
                .map(action -> new Possible(action, refusal(action, enrollment, instance)))
                .toList();
    }

    private @Nullable Problem refusal(EnrollmentAction action, Enrollment enrollment, ProgramInstance instance) {
        try {
            gate.mustHave(action.scope());
            require(action, enrollment, instance, gate.actor(), clock.instant());
            return null;
        } catch (Problem refused) {
            return refused;
        }
    }

    private void require(
            EnrollmentAction action, Enrollment enrollment, ProgramInstance instance, Actor by, Instant now) {
        switch (action) {
            case APPROVE -> {
                boolean override = gate.has(Scope.ENROLLMENTS_OVERRIDE);
                enrollment.review().requireApprovable(by, override, ApprovalPolicy.of(instance, persons));
                requireNotElsewhere(enrollment, instance);
            }
            case REJECT -> enrollment.review().requireRejectable(by);
            case DECIDE_ELIGIBILITY -> enrollment.requireManualEvaluation(by);
            case ASK -> enrollment.question().requireAskable(by);
            case CANCEL_QUESTION -> {
                enrollment.question().requireOpen();
                enrollment.review().requireUnclaimedOrClaimedBy(by);
            }
            case CLAIM -> {
                ReviewClaimService.requirePerson(by);
                enrollment.review().requireUnclaimedOrClaimedBy(by);
                enrollment.requireInReview();
            }
            case RELEASE -> {
                ReviewClaimService.requirePerson(by);
                enrollment.review().requireUnclaimedOrClaimedBy(by);
            }
            case REASSIGN -> enrollment.requireInReview();
            case SUBMIT -> {
                enrollment.requireSubmittable();
                AcceptancePolicy.require(instance, now);
                requireNotElsewhere(enrollment, instance);
                requirements.check(enrollment, instance, documents.typesAmong(List.of(enrollment.getId())));
            }
            case EVALUATE -> service.requireEvaluable(enrollment, instance, now);
            case WITHDRAW -> enrollment.waitlist().requireWaiting();
            case UNENROLL -> enrollment.exit().requireAllowed();
            case CHANGE, ERASE -> {}
        }
    }

    /** Without a lock: another transaction may change it. */
    private void requireNotElsewhere(Enrollment enrollment, ProgramInstance instance) {
        exclusivity
                .read(List.of(enrollment), Map.of(instance.getId(), instance))
                .require(enrollment);
    }
}
