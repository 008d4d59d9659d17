package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes one step with many enrollments in one command of the engine. Checks each enrollment like a single step. Reports an
 * enrollment that cannot take the step as refused and processes the others.
 */
@Service
public class BulkTransitionService {

    private final EnrollmentRepository enrollments;
    private final EnrollmentStore store;
    private final EnrollmentService single;
    private final TransitionExecutor executor;
    private final VerdictService verdicts;
    private final InformationRequestService informationRequests;
    private final ApplicationEventPublisher events;
    private final EntityManager entities;
    private final Clock clock;

    BulkTransitionService(
            EnrollmentRepository enrollments,
            EnrollmentStore store,
            EnrollmentService single,
            TransitionExecutor executor,
            VerdictService verdicts,
            InformationRequestService informationRequests,
            ApplicationEventPublisher events,
            EntityManager entities,
            Clock clock) {
        this.entities = entities;
        this.enrollments = enrollments;
        this.store = store;
        this.single = single;
        this.executor = executor;
        this.verdicts = verdicts;
        this.informationRequests = informationRequests;
        this.events = events;
        this.clock = clock;
    }

    /** The steps of bulk decisions, with the statuses from which an enrollment can take them. */
    public enum Action {
        EVALUATE(
                EnrollmentStatus.CANDIDATE,
                EnrollmentStatus.ELIGIBLE,
                EnrollmentStatus.INELIGIBLE,
                EnrollmentStatus.REJECTED),
        SUBMIT(EnrollmentStatus.ELIGIBLE),
        APPROVE(EnrollmentStatus.SUBMITTED),
        REJECT(EnrollmentStatus.SUBMITTED),
        UNENROLL(EnrollmentStatus.APPROVED);

        private final Set<EnrollmentStatus> from;

        Action(EnrollmentStatus... from) {
            this.from = Set.copyOf(Arrays.asList(from));
        }

        public boolean takes(EnrollmentStatus status) {
            return from.contains(status);
        }

        /** Whether the request has to contain a reason. */
        public boolean needsReason() {
            return this == REJECT || this == UNENROLL;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Action> ofWire(@Nullable String wire) {
            return Arrays.stream(values())
                    .filter(action -> action.wire().equals(wire))
                    .findFirst();
        }
    }

    /** @param exit kind of exit for {@link Action#UNENROLL}; null for every other action */
    public record Order(
            Action action,
            @Nullable String reason,
            @Nullable ExitKind exit) {}

    /**
     * A step with one enrollment.
     *
     * @param override whether to approve although the verdict changed; requires a reason. The caller has checked the scope
     *                 {@code enrollments:override}
     * @param metadata members added to the metadata of the enrollment
     * @param ifMatch  tags of which one must be that of the enrollment; null for any
     * @param answered what the applicant saw, for {@link Action#SUBMIT}
     */
    public record Transition(
            String enrollmentId,
            Order order,
            boolean override,
            Map<String, Object> metadata,
            @Nullable String ifMatch,
            EnrollmentService.Answered answered,
            Actor by) {

        /** A step of staff without metadata, with the form and the terms that are in force. */
        public static Transition ofStaff(String enrollmentId, Order order, @Nullable String ifMatch, Actor by) {
            return new Transition(
                    enrollmentId, order, false, Map.of(), ifMatch, EnrollmentService.Answered.IN_FORCE, by);
        }

        /** The submission of an applicant, without metadata. */
        public static Transition ofApplicant(
                String enrollmentId,
                @Nullable String reason,
                @Nullable String ifMatch,
                EnrollmentService.Answered answered,
                Actor by) {
            Order order = new Order(Action.SUBMIT, reason, null);
            return new Transition(enrollmentId, order, false, Map.of(), ifMatch, answered, by);
        }

        /** @throws InvalidInput where the step has none */
        String requiredReason() {
            return new EnrollmentService.Step(order.reason(), metadata).requiredReason();
        }
    }

    /** A selected enrollment with its status at the time of the order. */
    public record Item(String enrollmentId, EnrollmentStatus status) {}

    /** @param problem reason of the refusal; null if the enrollment took the step */
    public record Result(EnrollmentStatus status, @Nullable Problem problem) {}

    /** The enrollments with these ids in the workspace, ordered by id. Leaves out unknown ids. */
    @Transactional(readOnly = true)
    public List<Item> items(Collection<String> ids) {
        return items(enrollments.findAllById(ids).stream());
    }

    /** The program instances of these enrollments. */
    @Transactional(readOnly = true)
    public Set<String> instances(Collection<String> ids) {
        return enrollments.findAllById(ids).stream()
                .map(Enrollment::programInstanceId)
                .collect(Collectors.toSet());
    }

    /**
     * Enrollments of an instance that match the filter, with an id greater than {@code after}, ordered by id. Reads no entities:
     * one transaction may select any number of enrollments.
     */
    @Transactional(readOnly = true)
    public List<Item> items(String programInstanceId, EnrollmentFilter filter, String after, int limit) {
        Specification<Enrollment> beyond = filter.within(programInstanceId)
                .and((root, query, builder) -> builder.greaterThan(root.<String>get("id"), after));
        CriteriaBuilder builder = entities.getCriteriaBuilder();
        CriteriaQuery<Item> query = builder.createQuery(Item.class);
        Root<Enrollment> root = query.from(Enrollment.class);
        query.select(builder.construct(Item.class, root.get("id"), root.get("status")))
                .where(beyond.toPredicate(root, query, builder))
                .orderBy(builder.asc(root.get("id")));
        return entities.createQuery(query).setMaxResults(limit).getResultList();
    }

    private static List<Item> items(Stream<Enrollment> found) {
        return found.map(enrollment -> new Item(enrollment.getId(), enrollment.status()))
                .sorted(java.util.Comparator.comparing(Item::enrollmentId))
                .toList();
    }

    /**
     * Takes the step with each enrollment whose status is still that of its item, within the current transaction.
     *
     * @return results by enrollment id, without those of enrollments that do not exist any more
     */
    @Transactional
    public Map<String, Result> take(Order order, List<Item> items, Actor by) {
        Map<String, EnrollmentStatus> expected =
                items.stream().collect(Collectors.toMap(Item::enrollmentId, Item::status));
        return take(
                        order.action(),
                        items.stream().map(item -> Transition.ofStaff(item.enrollmentId(), order, null, by)),
                        enrollment -> requireStatus(enrollment, expected.get(enrollment.getId())))
                .results();
    }

    /**
     * Takes the same action with different enrollments, each for its own caller, within the current transaction.
     *
     * @param action      any but {@link Action#EVALUATE}, which evaluates for one caller
     * @param transitions at most one for an enrollment
     * @return those that took it; an enrollment that is refused or does not exist is missing
     */
    @Transactional
    public List<Enrollment> takeEach(Action action, Collection<Transition> transitions) {
        if (action == Action.EVALUATE) {
            throw new IllegalArgumentException("Evaluations for different callers are not taken together");
        }
        return take(action, transitions.stream(), enrollment -> {}).moved();
    }

    /**
     * Submits the applications of applicants who may have begun them before the form changed, otherwise as {@link #take}.
     *
     * @param answered what each applicant saw, by the id of the eligible enrollment
     */
    @Transactional
    public Map<String, Result> submit(Map<String, EnrollmentService.Answered> answered, Actor by) {
        return take(
                        Action.SUBMIT,
                        answered.entrySet().stream()
                                .map(entry -> Transition.ofApplicant(entry.getKey(), null, null, entry.getValue(), by)),
                        enrollment -> requireStatus(enrollment, EnrollmentStatus.ELIGIBLE))
                .results();
    }

    private static void requireStatus(Enrollment enrollment, EnrollmentStatus expected) {
        if (enrollment.status() != expected) {
            throw new MovedMeanwhile(enrollment);
        }
    }

    /**
     * @param results by enrollment id
     * @param moved   those that took the step
     */
    private record Taken(Map<String, Result> results, List<Enrollment> moved) {}

    /** @param precondition throws a {@link Problem} where an enrollment must not take its step */
    private Taken take(Action action, Stream<Transition> transitions, Consumer<Enrollment> precondition) {
        Map<String, Transition> wanted =
                transitions.collect(Collectors.toMap(Transition::enrollmentId, Function.identity()));
        Map<String, Result> results = new TreeMap<>();
        List<Enrollment> locked = store.lockAll(wanted.keySet());
        TransitionExecutor.Context context = executor.locked(action, locked);
        if (action == Action.REJECT) {
            // loaded at once: a rejection closes the open request
            informationRequests.openRequests(locked);
        }
        List<Enrollment> reevaluated = new ArrayList<>();
        List<Enrollment> moved = new ArrayList<>();
        for (Enrollment enrollment : locked) {
            Transition transition = Objects.requireNonNull(wanted.get(enrollment.getId()));
            try {
                precondition.accept(enrollment);
                EntityTags.check(transition.ifMatch(), enrollment.version());
                if (action == Action.EVALUATE && isJudged(enrollment)) {
                    reevaluated.add(enrollment);
                } else if (action == Action.EVALUATE) {
                    evaluate(enrollment, transition);
                    moved.add(enrollment);
                } else {
                    executor.take(transition, enrollment, context);
                    moved.add(enrollment);
                }
            } catch (Problem e) {
                results.put(enrollment.getId(), new Result(enrollment.status(), e));
            }
        }
        if (!reevaluated.isEmpty()) {
            Transition any =
                    Objects.requireNonNull(wanted.get(reevaluated.get(0).getId()));
            String reason = any.order().reason();
            verdicts.reevaluate(reevaluated, any.by(), reason == null ? "Evaluated again." : reason);
            store.flushAll();
            reevaluated.forEach(enrollment -> results.put(enrollment.getId(), new Result(enrollment.status(), null)));
        }
        if (!moved.isEmpty()) {
            events.publishEvent(new EnrollmentProcessEvent.BatchTransition(
                    moved.get(0).workspaceId(),
                    moved.stream().map(Enrollment::getId).toList(),
                    () -> store.publish(moved),
                    clock.instant()));
            store.flushAll();
        }
        moved.forEach(enrollment -> results.put(enrollment.getId(), new Result(enrollment.status(), null)));
        return new Taken(results, moved);
    }

    /**
     * Finds the enrollments that would be refused the step now, by the policies that decide when the step is taken. Changes
     * nothing and locks nothing. Does not evaluate rules and reserves no units, so an enrollment
     * without a free unit is refused only when the step is taken.
     *
     * @return refusals by enrollment id
     */
    @Transactional(readOnly = true)
    public Map<String, Problem> refusals(Order order, List<Item> items, Actor by) {
        List<Enrollment> found =
                enrollments.findAllById(items.stream().map(Item::enrollmentId).toList());
        TransitionExecutor.Context context = executor.read(order.action(), found);
        Map<String, Problem> refusals = new TreeMap<>();
        for (Enrollment enrollment : found) {
            try {
                require(Transition.ofStaff(enrollment.getId(), order, null, by), enrollment, context);
            } catch (Problem e) {
                refusals.put(enrollment.getId(), e);
            }
        }
        return refusals;
    }

    private void require(Transition transition, Enrollment enrollment, TransitionExecutor.Context context) {
        if (transition.order().action() != Action.EVALUATE) {
            executor.require(transition, enrollment, context);
        } else if (!Action.EVALUATE.takes(enrollment.status())) {
            throw new IllegalTransition(enrollment.status(), enrollment.allowedTransitions(), "cannot be evaluated");
        }
    }

    /** The status changed after the order. */
    private static final class MovedMeanwhile extends dev.enlist.shared.problem.Conflict {

        MovedMeanwhile(Enrollment enrollment) {
            super(
                    "moved-meanwhile",
                    "The status of the enrollment has changed and is "
                            + enrollment.status().wire() + " now.");
        }
    }

    private static boolean isJudged(Enrollment enrollment) {
        return enrollment.status() == EnrollmentStatus.ELIGIBLE || enrollment.status() == EnrollmentStatus.INELIGIBLE;
    }

    private void evaluate(Enrollment enrollment, Transition transition) {
        if (enrollment.status() == EnrollmentStatus.CANDIDATE) {
            enrollment.requestEvaluation(clock.instant());
        } else {
            single.reopen(
                    enrollment, new EnrollmentService.Step(transition.order().reason(), Map.of()), transition.by());
        }
    }
}
