package dev.enlist.enrollment;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Re-evaluates the next enrollments of an instance, within the transaction of the caller. An ineligible enrollment that
 * would be eligible now becomes a candidate again and starts its process anew, all in one command of the engine. An
 * eligible or submitted enrollment that would not be eligible now is flagged. Locks the enrollments in the order of ids.
 */
@Component
public class ReevaluationChunkProcessor {

    /** The statuses to re-evaluate after new rules: ineligible, and accepted without a final decision. */
    private static final List<EnrollmentStatus> IN_FLIGHT =
            List.of(EnrollmentStatus.INELIGIBLE, EnrollmentStatus.ELIGIBLE, EnrollmentStatus.SUBMITTED);

    /** The statuses to re-evaluate after a change of the program or instance; includes candidates that wait for a person. */
    private static final List<EnrollmentStatus> IN_FLIGHT_AND_CANDIDATES = List.of(
            EnrollmentStatus.INELIGIBLE,
            EnrollmentStatus.ELIGIBLE,
            EnrollmentStatus.SUBMITTED,
            EnrollmentStatus.CANDIDATE);

    private static final String CRITERIA_CHANGED = "The criteria changed.";

    private final EnrollmentRepository enrollments;
    private final EnrollmentStore store;
    private final DuplicateEnrollmentQuery duplicates;
    private final RuleInputCollector ruleInputs;
    private final ProgramInstanceService instances;
    private final RuleSetService ruleSets;
    private final VerdictService verdicts;
    private final AdmissionProcessStages processes;
    private final Clock clock;

    ReevaluationChunkProcessor(
            EnrollmentRepository enrollments,
            EnrollmentStore store,
            DuplicateEnrollmentQuery duplicates,
            RuleInputCollector ruleInputs,
            ProgramInstanceService instances,
            RuleSetService ruleSets,
            VerdictService verdicts,
            AdmissionProcessStages processes,
            Clock clock) {
        this.enrollments = enrollments;
        this.store = store;
        this.duplicates = duplicates;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.verdicts = verdicts;
        this.processes = processes;
        this.clock = clock;
    }

    /**
     * What to do with the enrollments of an instance.
     *
     * @param flagOnly        whether every changed verdict is left to a reviewer
     * @param instanceChanged whether the program or the instance changed, and not the rules
     */
    public record Order(String programInstanceId, boolean flagOnly, boolean instanceChanged) {

        /** Whether verdicts are updated, instead of flagged for a reviewer. */
        boolean updatesVerdicts() {
            return instanceChanged && !flagOnly;
        }

        /** The statuses of the enrollments to re-evaluate. */
        public List<EnrollmentStatus> statuses() {
            return updatesVerdicts() ? IN_FLIGHT_AND_CANDIDATES : IN_FLIGHT;
        }
    }

    /**
     * The result of a chunk.
     *
     * @param position  id of the last processed enrollment
     * @param processed number of enrollments, those that failed included
     * @param isLast    whether no further enrollment is left
     */
    public record Progress(
            String position, int processed, int reopened, int flagged, int unchanged, int failed, boolean isLast) {}

    /** The numbers of a chunk, and the enrollments to re-open. */
    private static final class Counts {

        private final List<Enrollment> reopening = new ArrayList<>();
        private int flagged;
        private int unchanged;
        private int failed;
    }

    /**
     * Re-evaluates the next enrollments.
     *
     * @param after id of the last processed enrollment; empty at the start
     * @param most  enrollments at most
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Progress work(Order order, String after, int most) {
        List<Enrollment> people = enrollments.lockNext(order.programInstanceId(), after, order.statuses(), most);
        store.lockedTogether(people);
        Counts counts = new Counts();
        if (!people.isEmpty()) {
            evaluate(order, people, counts);
        }
        return progress(after, people, counts, people.size() < most);
    }

    /** Counts the next enrollment as failed without evaluating it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Progress passOver(Order order, String after) {
        List<Enrollment> next = enrollments.lockNext(order.programInstanceId(), after, order.statuses(), 1);
        Counts counts = new Counts();
        counts.failed = next.size();
        return progress(after, next, counts, next.isEmpty());
    }

    private static Progress progress(String after, List<Enrollment> people, Counts counts, boolean isLast) {
        return new Progress(
                people.isEmpty() ? after : people.get(people.size() - 1).getId(),
                people.size(),
                counts.reopening.size(),
                counts.flagged,
                counts.unchanged,
                counts.failed,
                isLast);
    }

    private void evaluate(Order order, List<Enrollment> people, Counts counts) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(order.programInstanceId());
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = ruleSets.evaluator(rules);
        Map<String, Map<String, @Nullable Object>> inputs = verdicts.inputs(instance, people, now);
        Set<String> overtaken = duplicates.overtaken(people.stream()
                .filter(person -> person.status() == EnrollmentStatus.INELIGIBLE)
                .map(Enrollment::getId)
                .toList());
        List<Enrollment> toUpdate = new ArrayList<>();
        for (Enrollment person : people) {
            Map<String, @Nullable Object> seen = Objects.requireNonNull(inputs.get(person.getId()));
            Verdict verdict;
            try {
                verdict = table.apply(seen).verdict();
            } catch (RulesFailed e) {
                counts.failed++;
                continue;
            }
            if (order.updatesVerdicts() && person.status() != EnrollmentStatus.INELIGIBLE) {
                if (person.status() == EnrollmentStatus.SUBMITTED) {
                    flagUnlessEligible(person, verdict, rules, now, counts);
                } else {
                    counts.unchanged++;
                }
                toUpdate.add(person);
            } else if (person.status() != EnrollmentStatus.INELIGIBLE) {
                flagUnlessEligible(person, verdict, rules, now, counts);
            } else if (verdict.status() == Verdict.Status.INELIGIBLE || overtaken.contains(person.getId())) {
                person.review().unflag(now);
                counts.unchanged++;
            } else if (order.flagOnly()) {
                flag(person, verdict, rules, now, counts);
            } else {
                counts.reopening.add(person);
            }
            store.publish(person);
        }
        Actor by = Actor.rule(rules.slug(), rules.version());
        processes.readmit(instance, counts.reopening, inputs, rules, by, CRITERIA_CHANGED, now);
        verdicts.reevaluate(toUpdate, by, CRITERIA_CHANGED);
        enrollments.flush();
    }

    private static void flagUnlessEligible(
            Enrollment person, Verdict verdict, RuleSetRef rules, Instant now, Counts counts) {
        if (verdict.status() == Verdict.Status.ELIGIBLE) {
            person.review().unflag(now);
            counts.unchanged++;
        } else {
            flag(person, verdict, rules, now, counts);
        }
    }

    private static void flag(Enrollment person, Verdict verdict, RuleSetRef rules, Instant now, Counts counts) {
        person.review().flag(verdict, rules, now);
        counts.flagged++;
    }
}
