package dev.enlist.enrollment;

import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Order;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
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
    private final TransitionExecutor executor;
    private final AccessGate gate;
    private final Clock clock;

    EnrollmentActionService(
            EnrollmentQueries enrollments,
            EnrollmentService service,
            TransitionExecutor executor,
            AccessGate gate,
            Clock clock) {
        this.enrollments = enrollments;
        this.service = service;
        this.executor = executor;
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
        // what a submission requires, the other steps require too, or less
        TransitionExecutor.Context context = executor.read(Action.SUBMIT, List.of(enrollment));
        return Arrays.stream(EnrollmentAction.values())
                .map(action -> new Possible(action, refusal(action, enrollment, context)))
                .toList();
    }

    private @Nullable Problem refusal(
            EnrollmentAction action, Enrollment enrollment, TransitionExecutor.Context context) {
        try {
            gate.mustHave(action.scope());
            require(action, enrollment, context, gate.actor(), clock.instant());
            return null;
        } catch (Problem refused) {
            return refused;
        }
    }

    private void require(
            EnrollmentAction action, Enrollment enrollment, TransitionExecutor.Context context, Actor by, Instant now) {
        switch (action) {
            case SUBMIT -> requireStep(Action.SUBMIT, enrollment, context, by);
            case APPROVE -> requireStep(Action.APPROVE, enrollment, context, by);
            case REJECT -> requireStep(Action.REJECT, enrollment, context, by);
            case UNENROLL -> requireStep(Action.UNENROLL, enrollment, context, by);
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
            case EVALUATE -> service.requireEvaluable(enrollment, context.instance(enrollment), now);
            case WITHDRAW -> enrollment.waitlist().requireWaiting();
            case CHANGE, ERASE -> {}
        }
    }

    /** Without a lock: another transaction may change it. Overrides where the caller may. */
    private void requireStep(Action action, Enrollment enrollment, TransitionExecutor.Context context, Actor by) {
        boolean override = action == Action.APPROVE && gate.has(Scope.ENROLLMENTS_OVERRIDE);
        executor.require(
                new Transition(
                        enrollment.getId(),
                        new Order(action, null, null),
                        override,
                        Map.of(),
                        null,
                        EnrollmentService.Answered.IN_FORCE,
                        by),
                enrollment,
                context);
    }
}
