package dev.enlist.analysis.replay;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesUnpublishable;
import dev.enlist.jobs.JobQueue;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Queues replays and returns their results; {@link ReplayJob} runs them. */
@Service
public class ReplayService {

    private final ReplayStore store;
    private final RuleSetService ruleSets;
    private final RecordedDecisionReader recorded;
    private final JobQueue jobs;
    private final Clock clock;

    ReplayService(
            ReplayStore store, RuleSetService ruleSets, RecordedDecisionReader recorded, JobQueue jobs, Clock clock) {
        this.store = store;
        this.ruleSets = ruleSets;
        this.recorded = recorded;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Compares the current draft with the latest decision of each enrollment.
     *
     * @param programInstanceIds instances of the enrollments; empty for every instance that uses the rule set
     * @throws RulesUnpublishable where the draft has errors
     */
    @Transactional
    public Replay overEnrollments(String slug, List<String> programInstanceIds, Actor by) {
        RuleSet ruleSet = usable(slug);
        return overDecisions(ruleSet, ruleSet.draft(), known(slug, programInstanceIds), by);
    }

    /** The instances to compare, in order. */
    private List<String> known(String slug, List<String> programInstanceIds) {
        List<String> instances = programInstanceIds.isEmpty()
                ? recorded.instancesOf(slug)
                : programInstanceIds.stream().distinct().sorted().toList();
        List<String> unknown = recorded.unknownInstances(instances);
        if (!unknown.isEmpty()) {
            throw new InvalidInput("/programInstanceIds", "names no program instance: " + String.join(", ", unknown));
        }
        if (instances.isEmpty()) {
            throw new Conflict("nothing-to-replay", "No program instance follows this rule set.");
        }
        return instances;
    }

    /**
     * Compares a published version with the latest decision of each enrollment.
     *
     * @param programInstanceIds instances of the enrollments; empty for every instance that uses the rule set
     */
    @Transactional
    public Replay ofVersion(String slug, int number, List<String> programInstanceIds, Actor by) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        String table = ruleSets.version(slug, number).dmn();
        return overDecisions(ruleSet, table, known(slug, programInstanceIds), by);
    }

    private Replay overDecisions(RuleSet ruleSet, String table, List<String> instances, Actor by) {
        String id = Cuid.next();
        return ordered(ruleSet, table, id, instances, recorded.count(instances, id), by);
    }

    /** Compares the current draft with the latest version, on people who are not enrolled. */
    @Transactional
    public Replay overCandidates(String slug, List<Replay.Candidate> candidates, Actor by) {
        RuleSet ruleSet = usable(slug);
        if (ruleSets.latest(slug) == null) {
            throw new Conflict("nothing-published", "There is no published version to compare the draft with.");
        }
        String id = Cuid.next();
        Replay replay = ordered(ruleSet, ruleSet.draft(), id, List.of(), candidates.size(), by);
        store.insertCandidates(id, candidates);
        return replay;
    }

    private RuleSet usable(String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        List<Finding> errors = ruleSets.draftErrors(slug);
        if (!errors.isEmpty()) {
            throw new RulesUnpublishable(errors);
        }
        return ruleSet;
    }

    private Replay ordered(RuleSet ruleSet, String table, String id, List<String> instances, int total, Actor by) {
        store.insert(id, ruleSet.getId(), ruleSet.slug(), table, instances, total, by.name(), clock.instant());
        jobs.enqueue(ReplayJob.KIND);
        return replay(id);
    }

    @Transactional(readOnly = true)
    public Replay replay(String id) {
        Replay replay = store.find(id).orElseThrow(() -> new NotFound("replay"));
        return replay.finishedAt() == null ? replay : replay.with(recorded.poolNeeds(id));
    }

    /** Stops the replay after its current chunk. Results so far are kept. */
    @Transactional
    public Replay cancel(String id) {
        replay(id);
        if (!store.end(id, "cancelled", null, clock.instant())) {
            throw new Conflict("already-finished", "The replay has already ended.");
        }
        return replay(id);
    }

    /** @param after number of the last flip received, 0 for the first page */
    @Transactional(readOnly = true)
    public List<Replay.Flip> flips(String id, int after, int limit) {
        replay(id);
        return store.flips(id, after, limit);
    }
}
