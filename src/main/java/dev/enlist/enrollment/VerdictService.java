package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.incentive.IncentiveEvaluator;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Re-evaluates enrollments within the transaction that changes their facts. If the verdict about an evaluated candidate, an
 * eligible or an ineligible enrollment changes, the enrollment becomes a candidate, and its process reaches the new verdict.
 * A submitted or waitlisted application keeps its status, and the changed verdict is recorded with it.
 *
 * <p>Executes a constant number of statements for any number of enrollments of one instance.
 */
@Component
class VerdictService {

    static final String FACTS_CHANGED = "facts changed";

    private final EnrollmentStore store;
    private final EnrollmentRepository enrollments;
    private final DecisionRecordRepository records;
    private final DuplicateEnrollmentQuery duplicates;
    private final RuleInputCollector ruleInputs;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final AdmissionProcessStages processes;
    private final IncentiveEvaluator incentives;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    VerdictService(
            EnrollmentStore store,
            EnrollmentRepository enrollments,
            DecisionRecordRepository records,
            DuplicateEnrollmentQuery duplicates,
            RuleInputCollector ruleInputs,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            AdmissionProcessStages processes,
            IncentiveEvaluator incentives,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.enrollments = enrollments;
        this.records = records;
        this.duplicates = duplicates;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.processes = processes;
        this.incentives = incentives;
        this.events = events;
        this.clock = clock;
    }

    /** The facts of an enrollment at one time, to compare with the facts after a change. */
    record Facts(Map<String, @Nullable Object> values) {

        static Facts of(Enrollment enrollment) {
            Map<String, @Nullable Object> values = new HashMap<>(RuleInputCollector.facts(enrollment.application()));
            values.put("person", CustomerService.key(enrollment.application().email()));
            return new Facts(values);
        }

        boolean changedFor(Enrollment enrollment) {
            return !equals(of(enrollment));
        }
    }

    /** Whether this enrollment is re-evaluated after a change of facts or on request. */
    static boolean isReevaluable(Enrollment enrollment) {
        if (enrollment.exit().isRequested()) {
            return false;
        }
        return switch (enrollment.status()) {
            case CANDIDATE, ELIGIBLE, INELIGIBLE -> enrollment.verdict().isPresent();
            case SUBMITTED -> true;
            case APPROVED, REJECTED, UNENROLLED -> false;
        };
    }

    /**
     * Re-evaluates the enrollments for which {@link #isReevaluable} is true. The caller has locked them; they belong to the
     * workspace in scope.
     *
     * @param by  actor who changed the facts or requested the evaluation
     * @param why reason of the change to candidate, if the verdict changes
     */
    void reevaluate(Collection<Enrollment> changed, Actor by, String why) {
        Map<String, List<Enrollment>> byInstance = new LinkedHashMap<>();
        changed.stream()
                .filter(VerdictService::isReevaluable)
                .forEach(enrollment -> byInstance
                        .computeIfAbsent(enrollment.programInstanceId(), id -> new ArrayList<>())
                        .add(enrollment));
        byInstance.forEach((id, some) -> reevaluate(instances.instance(id), some, by, why));
    }

    private void reevaluate(ProgramInstance instance, List<Enrollment> people, Actor by, String why) {
        Instant now = clock.instant();
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = ruleSets.evaluator(rules);
        Map<String, Map<String, @Nullable Object>> inputs = inputs(instance, people, now);
        List<String> ineligible = people.stream()
                .filter(person -> person.status() == EnrollmentStatus.INELIGIBLE)
                .map(Enrollment::getId)
                .toList();
        // the person has another open enrollment, so this one cannot become a candidate again
        Set<String> overtaken = ineligible.isEmpty() ? Set.of() : duplicates.overtaken(ineligible);
        Map<String, Optional<Decision>> decisions = new HashMap<>();
        people.forEach(person ->
                decisions.put(person.getId(), decide(table, Objects.requireNonNull(inputs.get(person.getId())))));
        Set<String> decidedByPerson = decidedByPerson(people, decisions);
        List<Enrollment> reopening = new ArrayList<>();
        List<Enrollment> waiting = new ArrayList<>();
        for (Enrollment person : people) {
            if (overtaken.contains(person.getId())) {
                continue;
            }
            Map<String, @Nullable Object> seen = Objects.requireNonNull(inputs.get(person.getId()));
            Optional<Decision> decision = Objects.requireNonNull(decisions.get(person.getId()));
            if (decidedByPerson.contains(person.getId())) {
                decision.ifPresent(found -> store.persist(new DecisionRecord(person.getId(), rules, found, seen, now)));
            } else if (person.status() == EnrollmentStatus.SUBMITTED
                    || person.waitlist().since().isPresent()) {
                decision.ifPresent(found -> {
                    person.review().recordVerdictChange(found.verdict(), now);
                    if (found.verdict().status() == Verdict.Status.ELIGIBLE) {
                        person.entitlement().recalculate(incentives.evaluate(rules, found, seen), rules, now);
                    }
                    store.persist(new DecisionRecord(person.getId(), rules, found, seen, now));
                });
            } else if (decision.isPresent()
                    && person.verdict().filter(decision.get().verdict()::equals).isPresent()) {
                person.entitlement().recalculate(incentives.evaluate(rules, decision.get(), seen), rules, now);
                store.persist(new DecisionRecord(person.getId(), rules, decision.get(), seen, now));
            } else {
                begin(person, reopening, waiting, by, why, now);
            }
        }
        // publish these changes first, so that the history has them in order
        store.publish(people);
        processes.readmit(instance, reopening, inputs, rules, by, why, now);
        if (!waiting.isEmpty()) {
            waiting.forEach(
                    person -> person.requestEvaluation(Objects.requireNonNull(inputs.get(person.getId())), rules, now));
            events.publishEvent(new EnrollmentProcessEvent.BatchTransition(
                    people.get(0).workspaceId(),
                    waiting.stream().map(Enrollment::getId).toList(),
                    () -> store.publish(waiting),
                    now));
        }
    }

    /**
     * Enrollments with the same {@code manual} verdict as before a person decided: the decision of the person stays. One
     * statement; none if no verdict is {@code manual}.
     */
    private Set<String> decidedByPerson(Collection<Enrollment> people, Map<String, Optional<Decision>> decisions) {
        Map<String, Verdict> manual = new HashMap<>();
        people.stream()
                .filter(person -> person.status() != EnrollmentStatus.CANDIDATE)
                .forEach(person -> Objects.requireNonNull(decisions.get(person.getId()))
                        .map(Decision::verdict)
                        .filter(verdict -> verdict.status() == Verdict.Status.MANUAL)
                        .ifPresent(verdict -> manual.put(person.getId(), verdict)));
        if (manual.isEmpty()) {
            return Set.of();
        }
        Map<String, Verdict> before = new HashMap<>();
        records.findByEnrollmentIdInOrderById(manual.keySet())
                .forEach(record -> before.put(record.enrollmentId(), record.verdict()));
        return manual.keySet().stream()
                .filter(id -> manual.get(id).equals(before.get(id)))
                .collect(Collectors.toSet());
    }

    private static void begin(
            Enrollment person,
            List<Enrollment> reopening,
            List<Enrollment> waiting,
            Actor by,
            String why,
            Instant now) {
        switch (person.status()) {
            case INELIGIBLE -> reopening.add(person);
            case ELIGIBLE -> {
                person.reopen(by, now, why);
                waiting.add(person);
            }
            default -> waiting.add(person);
        }
    }

    /** Empty if the rules fail; the process then creates an incident for an operator. */
    private static Optional<Decision> decide(
            Function<Map<String, @Nullable Object>, Decision> table, Map<String, @Nullable Object> inputs) {
        try {
            return Optional.of(table.apply(inputs));
        } catch (RulesFailed e) {
            return Optional.empty();
        }
    }

    /** The current rule inputs by enrollment id. Two statements. */
    Map<String, Map<String, @Nullable Object>> inputs(
            ProgramInstance instance, Collection<Enrollment> people, Instant now) {
        Map<String, RuleInputCollector.Standing> standings = ruleInputs.standings(
                people.stream().map(person -> person.application().email()).toList());
        List<String> renewed = people.stream()
                .map(person -> person.identification().previousEnrollmentId())
                .filter(Objects::nonNull)
                .toList();
        Map<String, EnrollmentStatus> previous = new HashMap<>();
        if (!renewed.isEmpty()) {
            enrollments.findAllById(renewed).forEach(earlier -> previous.put(earlier.getId(), earlier.status()));
        }
        Map<String, Map<String, @Nullable Object>> inputs = new HashMap<>();
        for (Enrollment person : people) {
            Application application = person.application();
            inputs.put(
                    person.getId(),
                    ruleInputs.of(
                            instance,
                            application,
                            standings.getOrDefault(
                                    CustomerService.key(application.email()), RuleInputCollector.Standing.NEW),
                            previous.get(person.identification().previousEnrollmentId()),
                            now));
        }
        return inputs;
    }
}
