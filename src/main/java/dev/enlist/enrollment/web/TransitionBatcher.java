package dev.enlist.enrollment.web;

import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.BulkTransitionService.Action;
import dev.enlist.enrollment.BulkTransitionService.Transition;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.shared.web.RequestBatcher;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Commits concurrent steps of one kind and one caller as one batch, in one command of the engine; see {@link RequestBatcher}
 * and docs/decisions/0153. Each step keeps its own request in the audit trail.
 */
@Component
class TransitionBatcher {

    /** Steps of one batch have the same. */
    private record Key(WorkspaceRef workspace, Action action, Actor by) {}

    private record Step(Transition transition, AuditContext origin) {

        private String enrollmentId() {
            return transition.enrollmentId();
        }
    }

    private final BulkTransitionService transitions;
    private final RequestBatcher<Key, Step, Enrollment> batcher;

    TransitionBatcher(
            BulkTransitionService transitions,
            BatchTransactionRunner batches,
            IdempotentResponseStore answers,
            GroupCommitProperties properties) {
        this.transitions = transitions;
        this.batcher = new RequestBatcher<>(batches, answers, properties, Comparator.comparing(Step::enrollmentId));
    }

    /**
     * Takes a step.
     *
     * @param alone takes the same step in the transaction that runs or in one of its own
     * @param shape makes the answer
     */
    <A> ResponseEntity<A> take(
            Transition transition, Supplier<Enrollment> alone, Function<Enrollment, ResponseEntity<A>> shape) {
        Action action = transition.order().action();
        return batcher.run(
                new Key(WorkspaceScope.current(), action, transition.by()),
                new Step(transition, AuditContext.current().by(transition.by())),
                steps -> store(action, steps),
                alone,
                shape);
    }

    /** Takes a step that is not taken together with others. */
    <A> ResponseEntity<A> alone(Supplier<Enrollment> alone, Function<Enrollment, ResponseEntity<A>> shape) {
        return batcher.alone(alone, shape);
    }

    /** The first step of an enrollment takes part; a second one runs alone afterwards. */
    private List<Optional<Enrollment>> store(Action action, List<Step> steps) {
        Map<String, Step> first = new LinkedHashMap<>();
        steps.forEach(step -> first.putIfAbsent(step.enrollmentId(), step));
        first.forEach((id, step) -> AuditContext.attribute(id, step.origin()));
        Map<String, Enrollment> moved =
                transitions
                        .takeEach(
                                action,
                                first.values().stream().map(Step::transition).toList())
                        .stream()
                        .collect(Collectors.toMap(Enrollment::getId, Function.identity()));
        return steps.stream()
                .map(step -> Optional.of(step.enrollmentId())
                        .filter(id -> first.get(id) == step)
                        .map(moved::get))
                .toList();
    }
}
