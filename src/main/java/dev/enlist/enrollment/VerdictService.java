package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
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
 * Has verdicts follow their facts, within the transaction that changes the facts. A candidate that was judged, and
 * whoever was found eligible or ineligible, is judged again: where the rules answer otherwise, the enrollment becomes a
 * candidate and its process reaches the new verdict. An application that was submitted, or waits in line, keeps its
 * status and notes that the verdict changed.
 *
 * <p>A constant number of statements for any number of enrollments of one instance.
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
        this.events = events;
        this.clock = clock;
    }

    /** The facts of an enrollment at a moment, to be compared with those after a change. */
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

    /** Whether a change of facts, or a person, has this enrollment judged again. */
    static boolean isJudgedAgain(Enrollment enrollment) {
        return switch (enrollment.status()) {
            case CANDIDATE, ELIGIBLE, INELIGIBLE -> enrollment.verdict().isPresent();
            case SUBMITTED -> true;
            case APPROVED, REJECTED, UNENROLLED -> false;
        };
    }

    /**
     * Judges again, those that {@link #isJudgedAgain}. The enrollments are locked, and of the workspace in scope.
     *
     * @param by  who changed the facts, or asked for the evaluation
     * @param why reason of the move to candidate, where the verdict changes
     */
    void judgeAgain(Collection<Enrollment> changed, Actor by, String why) {
        Map<String, List<Enrollment>> byInstance = new LinkedHashMap<>();
        changed.stream()
                .filter(VerdictService::isJudgedAgain)
                .forEach(enrollment -> byInstance
                        .computeIfAbsent(enrollment.programInstanceId(), id -> new ArrayList<>())
                        .add(enrollment));
        byInstance.forEach((id, some) -> judgeAgain(instances.instance(id), some, by, why));
    }

    private void judgeAgain(ProgramInstance instance, List<Enrollment> people, Actor by, String why) {
        Instant now = clock.instant();
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = ruleSets.evaluator(rules);
        Map<String, Map<String, @Nullable Object>> inputs = inputs(instance, people, now);
        List<String> turnedAway = people.stream()
                .filter(person -> person.status() == EnrollmentStatus.INELIGIBLE)
                .map(Enrollment::getId)
                .toList();
        // the person is in by another enrollment by now, and cannot come back with this one
        Set<String> overtaken = turnedAway.isEmpty() ? Set.of() : duplicates.overtaken(turnedAway);
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
                decision.ifPresent(found -> store.keep(new DecisionRecord(person.getId(), rules, found, seen, now)));
            } else if (person.status() == EnrollmentStatus.SUBMITTED
                    || person.waitingSince().isPresent()) {
                decision.ifPresent(found -> {
                    person.follow(found.verdict(), now);
                    store.keep(new DecisionRecord(person.getId(), rules, found, seen, now));
                });
            } else if (decision.isPresent()
                    && person.verdict().filter(decision.get().verdict()::equals).isPresent()) {
                store.keep(new DecisionRecord(person.getId(), rules, decision.get(), seen, now));
            } else {
                begin(person, reopening, waiting, by, why, now);
            }
        }
        // moves first, so that the history tells them in their order
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
     * Enrollments about which the rules ask for a person, as they did before a person decided: that decision stands. One
     * statement, and none where the rules decide about all.
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

    /** Empty where the rules fail; the process then keeps the enrollment for an operator. */
    private static Optional<Decision> decide(
            Function<Map<String, @Nullable Object>, Decision> table, Map<String, @Nullable Object> inputs) {
        try {
            return Optional.of(table.apply(inputs));
        } catch (RulesFailed e) {
            return Optional.empty();
        }
    }

    /** What the rules may know of each now, by id. Two statements. */
    Map<String, Map<String, @Nullable Object>> inputs(
            ProgramInstance instance, Collection<Enrollment> people, Instant now) {
        Map<String, List<String>> active = ruleInputs.activePrograms(
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
                            active.getOrDefault(CustomerService.key(application.email()), List.of()),
                            previous.get(person.identification().previousEnrollmentId()),
                            now));
        }
        return inputs;
    }
}
