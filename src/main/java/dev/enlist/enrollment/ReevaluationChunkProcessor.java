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
 * Asks the rules again about the next people of an instance, within the transaction of the caller: those turned
 * away who would pass now come back as candidates and go through the process as at first, all in one command of
 * the engine; those further on who would not pass any more are flagged. Everybody is locked in the order of ids.
 */
@Component
class ReevaluationChunkProcessor {

    /** Those in flight: turned away, or accepted and not yet decided about. */
    static final List<EnrollmentStatus> ASKED =
            List.of(EnrollmentStatus.INELIGIBLE, EnrollmentStatus.ELIGIBLE, EnrollmentStatus.SUBMITTED);

    /** The same, and candidates that a person is to judge: their verdict follows what program and instance say. */
    static final List<EnrollmentStatus> FOLLOWING = List.of(
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

    /** What a chunk did, and the enrollments that it re-opens. */
    private static final class Tally {

        private final List<Enrollment> reopening = new ArrayList<>();
        private int flagged;
        private int unchanged;
        private int failed;
    }

    void work(ReevaluationJob.Queued queued, int limit) {
        List<Enrollment> people =
                enrollments.lockNext(queued.programInstanceId(), queued.position(), queued.asked(), limit);
        Tally tally = new Tally();
        if (!people.isEmpty()) {
            ask(queued, people, tally);
        }
        boolean last = people.size() < limit;
        String position = people.isEmpty()
                ? queued.position()
                : people.get(people.size() - 1).getId();
        advance(queued.id(), position, people.size(), tally, last);
    }

    /** Counts the next one as failed, unasked. */
    void passOver(ReevaluationJob.Queued queued) {
        List<Enrollment> next = enrollments.lockNext(queued.programInstanceId(), queued.position(), queued.asked(), 1);
        Tally tally = new Tally();
        tally.failed = next.size();
        String position = next.isEmpty() ? queued.position() : next.get(0).getId();
        advance(queued.id(), position, next.size(), tally, next.isEmpty());
    }

    private void ask(ReevaluationJob.Queued queued, List<Enrollment> people, Tally tally) {
        Instant now = clock.instant();
        ProgramInstance instance = instances.instance(queued.programInstanceId());
        RuleSetRef rules = ruleSets.inForce(instance.rules(), now);
        Function<Map<String, @Nullable Object>, Decision> table = ruleSets.evaluator(rules);
        Map<String, Map<String, @Nullable Object>> inputs = verdicts.inputs(instance, people, now);
        Set<String> overtaken = duplicates.overtaken(people.stream()
                .filter(person -> person.status() == EnrollmentStatus.INELIGIBLE)
                .map(Enrollment::getId)
                .toList());
        List<Enrollment> following = new ArrayList<>();
        for (Enrollment person : people) {
            Map<String, @Nullable Object> seen = Objects.requireNonNull(inputs.get(person.getId()));
            Verdict verdict;
            try {
                verdict = table.apply(seen).verdict();
            } catch (RulesFailed e) {
                tally.failed++;
                continue;
            }
            if (queued.follows() && person.status() != EnrollmentStatus.INELIGIBLE) {
                if (person.status() == EnrollmentStatus.SUBMITTED) {
                    holdAgainst(person, verdict, rules, now, tally);
                } else {
                    tally.unchanged++;
                }
                following.add(person);
            } else if (person.status() != EnrollmentStatus.INELIGIBLE) {
                holdAgainst(person, verdict, rules, now, tally);
            } else if (verdict.status() == Verdict.Status.INELIGIBLE || overtaken.contains(person.getId())) {
                person.unflag(now);
                tally.unchanged++;
            } else if (queued.flagOnly()) {
                flag(person, verdict, rules, now, tally);
            } else {
                tally.reopening.add(person);
            }
            store.publish(person);
        }
        Actor by = Actor.rule(rules.slug(), rules.version());
        processes.readmit(instance, tally.reopening, inputs, rules, by, CRITERIA_CHANGED, now);
        verdicts.judgeAgain(following, by, CRITERIA_CHANGED);
        enrollments.flush();
    }

    private static void holdAgainst(Enrollment person, Verdict verdict, RuleSetRef rules, Instant now, Tally tally) {
        if (verdict.status() == Verdict.Status.ELIGIBLE) {
            person.unflag(now);
            tally.unchanged++;
        } else {
            flag(person, verdict, rules, now, tally);
        }
    }

    private static void flag(Enrollment person, Verdict verdict, RuleSetRef rules, Instant now, Tally tally) {
        person.flag(verdict, rules, now);
        tally.flagged++;
    }

    private void advance(String id, String position, int processed, Tally tally, boolean last) {
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
                        tally.reopening.size(),
                        tally.flagged,
                        tally.unchanged,
                        tally.failed,
                        last ? "completed" : "running",
                        last ? Timestamp.from(clock.instant()) : null,
                        id,
                        WorkspaceScope.current().workspaceId())
                .update();
    }
}
