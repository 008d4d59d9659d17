package dev.enlist.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.CapacityPoolService;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.TermsPatch;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The capacity of a program instance: its own pool, those of its segments, and whether it has a waitlist. */
@Service
public class InstanceCapacity {

    private static final String WAITLIST = "waitlist";

    private final InstanceStore store;
    private final CapacityPoolService pools;
    private final StrictJson json;
    private final Clock clock;

    InstanceCapacity(InstanceStore store, CapacityPoolService pools, StrictJson json, Clock clock) {
        this.store = store;
        this.pools = pools;
        this.json = json;
        this.clock = clock;
    }

    /**
     * How an instance stands.
     *
     * @param pool its own of units, or of money where it counts no units; empty where nothing of its own limits it
     */
    public record Standing(Optional<CapacityPool> pool, WaitlistTerms waitlist) {

        /** Of the pool; 0 where there is none. */
        public int version() {
            return pool.map(CapacityPool::version).orElse(0);
        }
    }

    /** The part of a patch that is about the waitlist. */
    record WaitlistPart(@Nullable @Valid WaitlistTerms waitlist) {}

    /** What a new instance begins with. */
    void begin(ProgramInstance instance, PoolTerms terms) {
        try {
            pools.open(
                    PoolOwner.instance(instance.getId()),
                    terms.orRateOf(instance.program().details().type()));
        } catch (InvalidInput e) {
            throw new InvalidInput(e.faults().stream()
                    .map(fault -> new Fault("/capacity" + fault.pointer(), fault.message()))
                    .toList());
        }
    }

    @Transactional(readOnly = true)
    public Standing of(String programInstanceId) {
        ProgramInstance instance = store.instance(programInstanceId);
        return new Standing(pools.wholeOf(programInstanceId), instance.waitlist());
    }

    /**
     * Changes the terms of the pool, or opens it where there is none, and the waitlist.
     *
     * @param patch merge patch of {@link PoolTerms} and, as {@code waitlist}, of {@link WaitlistTerms}
     * @throws InvalidInput naming every fault of both
     */
    @Transactional
    public Standing change(String programInstanceId, @Nullable String ifMatch, JsonNode patch) {
        if (!patch.isObject()) {
            throw new InvalidInput("", "must be a JSON object");
        }
        ProgramInstance instance = store.instance(programInstanceId);
        Standing before = of(programInstanceId);
        EntityTags.check(ifMatch, before.version());
        instance.requireOpen();
        List<Fault> faults = new ArrayList<>();
        ObjectNode rest = ((ObjectNode) patch).deepCopy();
        JsonNode wanted = rest.remove(WAITLIST);
        WaitlistTerms waitlist = wanted == null
                ? before.waitlist()
                : gather(faults, () -> waitlist(before.waitlist(), wanted)).orElse(before.waitlist());
        PoolTerms earlier = before.pool().map(CapacityPool::terms).orElse(null);
        PoolTerms terms = rest.isEmpty()
                ? null
                : gather(faults, () -> TermsPatch.apply(earlier, rest, json)).orElse(null);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        if (terms != null) {
            PoolTerms rated = terms.orRateOf(instance.program().details().type());
            before.pool()
                    .ifPresentOrElse(
                            pool -> pools.change(pool.id(), rated),
                            () -> pools.open(PoolOwner.instance(programInstanceId), rated));
        }
        change(instance, waitlist);
        return of(programInstanceId);
    }

    private static <T> Optional<T> gather(List<Fault> faults, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (InvalidInput e) {
            faults.addAll(e.faults());
            return Optional.empty();
        }
    }

    private WaitlistTerms waitlist(WaitlistTerms before, JsonNode patch) {
        JsonNode after = patch.isObject() ? MergePatch.apply(json.write(before), patch) : patch;
        ObjectNode part = ((ObjectNode) json.write(Map.of())).set(WAITLIST, after);
        WaitlistTerms read = json.read(part, WaitlistPart.class).waitlist();
        return read == null ? WaitlistTerms.NONE : read;
    }

    private void change(ProgramInstance instance, WaitlistTerms waitlist) {
        instance.change(waitlist, WorkspaceScope.current().workspaceId(), clock.instant());
        store.store(instance);
    }

    /**
     * Switches the waitlist, or says how long an offer holds.
     *
     * @param ifMatch of the instance
     * @param patch   merge patch of {@link WaitlistTerms}
     */
    @Transactional
    public ProgramInstance changeWaitlist(String programInstanceId, @Nullable String ifMatch, JsonNode patch) {
        ProgramInstance instance = store.instance(programInstanceId);
        EntityTags.check(ifMatch, instance.version());
        JsonNode after = MergePatch.apply(json.write(instance.waitlist()), patch);
        change(instance, json.read(after, WaitlistTerms.class));
        return instance;
    }

    /** The pools that its enrollments may draw from: its own, those of its segments, those of its campaign. */
    @Transactional(readOnly = true)
    public List<CapacityPool> pools(String programInstanceId) {
        return pools.ofInstance(store.instance(programInstanceId).getId());
    }

    /**
     * Opens a pool for the whole instance: of money beside one of units, or the other way round.
     *
     * @throws dev.enlist.shared.problem.AlreadyExists where it has a pool of this kind
     */
    @Transactional
    public CapacityPool openPool(String programInstanceId, PoolTerms terms) {
        ProgramInstance instance = store.instance(programInstanceId);
        instance.requireOpen();
        return pools.open(
                PoolOwner.instance(programInstanceId),
                terms.orRateOf(instance.program().details().type()));
    }

    /** The pools of its segments. */
    @Transactional(readOnly = true)
    public List<CapacityPool> segments(String programInstanceId) {
        return pools.segmentsOf(
                PoolOwner.instance(store.instance(programInstanceId).getId()));
    }

    /** Opens a pool for one segment, which its members consume in addition to the pool of the whole instance. */
    @Transactional
    public CapacityPool openSegment(String programInstanceId, PoolOwner.Segment segment, PoolTerms terms) {
        ProgramInstance instance = store.instance(programInstanceId);
        instance.requireOpen();
        PoolOwner owner = PoolOwner.instance(programInstanceId).part(segment.by(), segment.value());
        return pools.open(owner, terms.orRateOf(instance.program().details().type()));
    }
}
