package dev.enlist.enrollment;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Re-evaluates the next enrollments of an instance, within the transaction of the caller. An ineligible enrollment that
 * would be eligible now becomes a candidate again and starts its process anew, all in one command of the engine. An
 * eligible or submitted enrollment that would not be eligible now is flagged. Locks the enrollments in the order of ids.
 */
@Component
class ReevaluationChunkProcessor {

    /** The statuses to re-evaluate after new rules: ineligible, and accepted without a final decision. */
    static final List<EnrollmentStatus> IN_FLIGHT =
            List.of(EnrollmentStatus.INELIGIBLE, EnrollmentStatus.ELIGIBLE, EnrollmentStatus.SUBMITTED);

    /** The statuses to re-evaluate after a change of the program or instance; includes candidates that wait for a person. */
    static final List<EnrollmentStatus> IN_FLIGHT_AND_CANDIDATES = List.of(
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
    private final JdbcClient jdbc;
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
            JdbcClient jdbc,
            Clock clock) {
        this.enrollments = enrollments;
        this.store = store;
        this.duplicates = duplicates;
        this.ruleInputs = ruleInputs;
        this.instances = instances;
        this.ruleSets = ruleSets;
        this.verdicts = verdicts;
        this.processes = processes;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The numbers of a chunk, and the enrollments to re-open. */
    private static final class Counts {

        private final List<Enrollment> reopening = new ArrayList<>();
        private int flagged;
        private int unchanged;
        private int failed;
    }

    void work(ReevaluationJob.Queued queued, int limit) {
        List<Enrollment> people =
                enrollments.lockNext(queued.programInstanceId(), queued.position(), queued.statuses(), limit);
        Counts counts = new Counts();
        if (!people.isEmpty()) {
            evaluate(queued, people, counts);
        }
        boolean last = people.size() < limit;
        String position = people.isEmpty()
                ? queued.position()
                : people.get(people.size() - 1).getId();
        advance(queued.id(), position, people.size(), counts, last);
    }

    /** Counts the next enrollment as failed without evaluating it. */
    void passOver(ReevaluationJob.Queued queued) {
        List<Enrollment> next =
                enrollments.lockNext(queued.programInstanceId(), queued.position(), queued.statuses(), 1);
        Counts counts = new Counts();
        counts.failed = next.size();
        String position = next.isEmpty() ? queued.position() : next.get(0).getId();
        advance(queued.id(), position, next.size(), counts, next.isEmpty());
    }

    private void evaluate(ReevaluationJob.Queued queued, List<Enrollment> people, Counts counts) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(queued.programInstanceId());
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
            if (queued.updatesVerdicts() && person.status() != EnrollmentStatus.INELIGIBLE) {
                if (person.status() == EnrollmentStatus.SUBMITTED) {
                    flagUnlessEligible(person, verdict, rules, now, counts);
                } else {
                    counts.unchanged++;
                }
                toUpdate.add(person);
            } else if (person.status() != EnrollmentStatus.INELIGIBLE) {
                flagUnlessEligible(person, verdict, rules, now, counts);
            } else if (verdict.status() == Verdict.Status.INELIGIBLE || overtaken.contains(person.getId())) {
                person.unflag(now);
                counts.unchanged++;
            } else if (queued.flagOnly()) {
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
            person.unflag(now);
            counts.unchanged++;
        } else {
            flag(person, verdict, rules, now, counts);
        }
    }

    private static void flag(Enrollment person, Verdict verdict, RuleSetRef rules, Instant now, Counts counts) {
        person.flag(verdict, rules, now);
        counts.flagged++;
    }

    private void advance(String id, String position, int processed, Counts counts, boolean last) {
        jdbc.sql("""
                        update reevaluation
                        set position = ?, processed = processed + ?, reopened = reopened + ?, flagged = flagged + ?,
                            unchanged = unchanged + ?, failed = failed + ?,
                            status = ?, finished_at = ?
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        position,
                        processed,
                        counts.reopening.size(),
                        counts.flagged,
                        counts.unchanged,
                        counts.failed,
                        last ? "completed" : "running",
                        last ? Timestamp.from(clock.instant()) : null,
                        id,
                        WorkspaceScope.current().workspaceId())
                .update();
    }
}
