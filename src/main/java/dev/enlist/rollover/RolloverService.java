package dev.enlist.rollover;

import dev.enlist.jobs.JobQueue;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starts, cancels and resumes rollovers into another instance, and reports their progress. */
@Service
public class RolloverService {

    private final RolloverStore store;
    private final RenewalService renewals;
    private final ProgramInstanceService instances;
    private final JobQueue jobs;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final AccessGate gate;

    RolloverService(
            RolloverStore store,
            RenewalService renewals,
            ProgramInstanceService instances,
            JobQueue jobs,
            ApplicationEventPublisher events,
            Clock clock,
            AccessGate gate) {
        this.gate = gate;
        this.store = store;
        this.renewals = renewals;
        this.instances = instances;
        this.jobs = jobs;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Requests a rollover. Unless it is a dry run, the source instance must have ended and the target must accept
     * applications.
     *
     * @throws Conflict {@code instance-not-ended}, {@code program-not-accepting}, {@code rollover-running}
     */
    @Transactional
    public Rollover ask(String sourceInstanceId, String targetInstanceId, boolean dryRun, Actor by) {
        Instant now = clock.instant();
        ProgramInstance source = instances.instance(sourceInstanceId);
        ProgramInstance target = target(sourceInstanceId, targetInstanceId);
        if (!dryRun) {
            if (!source.hasEnded(now)) {
                throw new Conflict(
                        "instance-not-ended",
                        "People are taken over when the instance has ended; a dry run may be made before.");
            }
            target.requireAccepting(now);
        }
        String id = Cuid.next();
        try {
            store.insert(id, sourceInstanceId, targetInstanceId, dryRun, renewals.count(sourceInstanceId), by, now);
        } catch (DuplicateKeyException e) {
            throw new Conflict("rollover-running", "People of this instance are being taken over there already.");
        }
        note("rollover.ask", id, Map.of("target", targetInstanceId, "dryRun", dryRun));
        jobs.enqueue(RolloverJob.KIND);
        return rollover(id);
    }

    private ProgramInstance target(String sourceInstanceId, String targetInstanceId) {
        if (sourceInstanceId.equals(targetInstanceId)) {
            throw new InvalidInput("/targetProgramInstanceId", "must be another instance");
        }
        try {
            gate.limit().require(targetInstanceId);
            return instances.instance(targetInstanceId);
        } catch (NotFound e) {
            throw new InvalidInput("/targetProgramInstanceId", "names no program instance of this workspace");
        }
    }

    @Transactional(readOnly = true)
    public Rollover rollover(String id) {
        Rollover found = store.find(id).orElseThrow(() -> new NotFound("rollover"));
        InstanceLimit limit = gate.limit();
        limit.require(found.programInstanceId());
        limit.require(found.targetProgramInstanceId());
        return found;
    }

    /** The rollovers of an instance, oldest first. */
    @Transactional(readOnly = true)
    public Page<Rollover> list(String sourceInstanceId, ListQuery query) {
        instances.instance(sourceInstanceId);
        String after = query.after() == null ? "" : query.after();
        List<Rollover> found = store.ofInstance(sourceInstanceId, after, query.perPage(), query.offset());
        return query.page(found, Rollover::id, Function.identity(), () -> store.countOf(sourceInstanceId));
    }

    /** Cancels it after the current chunk. Enrollments created by then are kept. */
    @Transactional
    public Rollover cancel(String id) {
        rollover(id);
        if (!store.end(id, "cancelled", null, null, clock.instant())) {
            throw new Conflict("already-finished", "The rollover is over already.");
        }
        note("rollover.cancel", id, Map.of());
        return rollover(id);
    }

    /** Resumes a failed or cancelled rollover after its last chunk. */
    @Transactional
    public Rollover resume(String id) {
        rollover(id);
        try {
            if (!store.resume(id)) {
                throw new Conflict("not-stopped", "Only a rollover that failed or was cancelled is resumed.");
            }
        } catch (DuplicateKeyException e) {
            throw new Conflict("rollover-running", "People of this instance are being taken over there already.");
        }
        note("rollover.resume", id, Map.of());
        jobs.enqueue(RolloverJob.KIND);
        return rollover(id);
    }

    /** @param outcome of this outcome only, or null for all */
    @Transactional(readOnly = true)
    public Page<Rollover.Item> items(String id, @Nullable String outcome, ListQuery query) {
        rollover(id);
        List<String> outcomes = outcome == null ? RolloverStore.everyOutcome() : List.of(outcome);
        String after = query.after() == null ? "" : query.after();
        List<Rollover.Item> found = store.items(id, outcomes, after, query.perPage(), query.offset());
        return query.page(
                found, Rollover.Item::sourceEnrollmentId, Function.identity(), () -> store.countItems(id, outcomes));
    }

    /** All outcomes, as on the wire. */
    public static List<String> outcomes() {
        return RolloverStore.everyOutcome();
    }

    private void note(String action, String id, Map<String, Object> after) {
        events.publishEvent(new AuditNote(action, "rollover", id, Map.of(), after));
    }
}
