package dev.enlist.capacity;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.PlainNumber;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the pools of the workspace in scope: opens them, changes their terms, and reads their state. {@link
 * CapacityLedgerService} moves the units.
 */
@Service
public class CapacityPoolService {

    private static final String POOL = "capacityPool";

    private final PoolRepository rows;
    private final CapacityAlertPublisher alarms;
    private final ApplicationEventPublisher events;
    private final StrictJson json;
    private final Clock clock;
    private final AccessGate gate;

    CapacityPoolService(
            PoolRepository rows,
            CapacityAlertPublisher alarms,
            ApplicationEventPublisher events,
            StrictJson json,
            Clock clock,
            AccessGate gate) {
        this.gate = gate;
        this.rows = rows;
        this.alarms = alarms;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Opens a pool. Enrollments that are already submitted or approved in the instance count at once.
     *
     * @param terms validated terms; credits without a rate take the default rate
     * @throws InvalidInput  if this workspace has no such parent pool or group
     * @throws AlreadyExists if the owner has a pool of this kind already; units and money are two kinds
     * @throws Conflict      {@code capacity-in-use} if the units already taken exceed the limit
     */
    @Transactional
    public CapacityPool open(PoolOwner owner, PoolTerms terms) {
        Instant now = clock.instant();
        PoolTerms stated = terms.orRateOf(null);
        PoolOwner.Segment segment = owner.segment();
        if (segment != null && segment.by() == PoolOwner.Segment.By.GROUP && !rows.isGroup(segment.value())) {
            throw new InvalidInput("/segment/value", "names no participant group of this workspace");
        }
        String id = Cuid.next();
        CapacityPool parent = parent(rows.lockFamily(id, stated.parentPoolId()), id, stated);
        CapacityPool pool = new CapacityPool(
                id,
                owner,
                stated,
                stated.units(),
                limit(stated, parent),
                overage(stated),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Map.of(),
                now,
                now,
                null,
                0);
        if (!rows.insert(pool)) {
            throw taken(owner, pool);
        }
        rows.tellLimit(id, "open", pool.limit(), now);
        audit("open", id, Map.of(), told(owner, stated));
        List<String> instances = owner.of() == PoolOwner.Kind.INSTANCE ? List.of(owner.id()) : rows.sharers(owner.id());
        for (String instance : instances) {
            adopt(pool, instance, now);
        }
        return pool(id);
    }

    private static AlreadyExists taken(PoolOwner owner, CapacityPool pool) {
        return new AlreadyExists("capacity pool of " + (pool.isBudget() ? "money" : "units"), "owner", describe(owner));
    }

    private void adopt(CapacityPool pool, String programInstanceId, Instant now) {
        String currency = pool.terms().currency();
        if (currency != null && rows.otherCurrency(programInstanceId, currency)) {
            throw new Conflict(
                    "currency-mismatch",
                    "People take part already with an incentive in another currency than " + currency
                            + ". A budget counts one currency; state it in theirs.");
        }
        boolean fits = rows.adopt(pool.id(), programInstanceId, now);
        String parent = pool.terms().parentPoolId();
        if (!fits || parent != null && !rows.adopt(parent, programInstanceId, now)) {
            throw new Conflict(
                    "capacity-in-use",
                    "More people take part already than " + CapacityPool.plain(pool.limit())
                            + " units are enough for.");
        }
    }

    /** @throws Conflict {@code capacity-in-use} if the units already taken exceed the new limit */
    @Transactional
    public CapacityPool change(String poolId, PoolTerms terms) {
        return change(poolId, null, terms);
    }

    /** The same, with the version that the caller read (optimistic locking). */
    @Transactional
    public CapacityPool change(String poolId, @Nullable String ifMatch, PoolTerms terms) {
        Instant now = clock.instant();
        PoolTerms stated = terms.orRateOf(null);
        List<CapacityPool> family = rows.lockFamily(poolId, stated.parentPoolId());
        CapacityPool before = member(family, poolId)
                .filter(pool -> pool.closedAt() == null)
                .orElseThrow(() -> new NotFound("capacity pool"));
        requireWithin(before);
        EntityTags.check(ifMatch, before.version());
        CapacityPool parent = parent(family, poolId, stated);
        List<CapacityPool> parts = family.stream()
                .filter(pool -> poolId.equals(pool.terms().parentPoolId()))
                .toList();
        if (stated.model() == PricingModel.BUNDLE && !parts.isEmpty()) {
            throw new Conflict("has-bundles", "Bundles draw from this pool; it cannot become one itself.");
        }
        requireSameUnit(before, stated);
        requireSole(before, stated);
        BigDecimal limit = limit(stated, parent);
        requireRoom(before, limit, overage(stated));
        rows.change(poolId, stated, limit, overage(stated), now);
        moveLimit(before, limit, now);
        for (CapacityPool part : parts) {
            BigDecimal share = part.terms().limit(limit);
            requireRoom(part, share, part.overagePercent());
            rows.change(part.id(), part.terms(), share, part.overagePercent(), now);
            moveLimit(part, share, now);
        }
        audit("change", poolId, told(before.owner(), before.terms()), told(before.owner(), stated));
        CapacityPool after = pool(poolId);
        alarms.changed(after, now);
        return after;
    }

    private void moveLimit(CapacityPool pool, BigDecimal limit, Instant now) {
        BigDecimal change = limit.subtract(pool.limit());
        if (change.signum() != 0) {
            rows.tellLimit(pool.id(), "limit", change, now);
        }
        // a larger overage, or fewer units for each enrollment, can also admit a waiting enrollment
        events.publishEvent(new UnitsReleased(pool.id(), now));
    }

    /** Units that are held are those of the terms under which they were taken. */
    private static void requireSameUnit(CapacityPool before, PoolTerms stated) {
        if (before.used().signum() > 0 && !Objects.equals(before.terms().currency(), stated.currency())) {
            throw new Conflict(
                    "capacity-in-use",
                    "Enrollments hold units of this pool; it cannot change between units and money, nor its currency.");
        }
    }

    /** Of each kind, units and money, an owner has one pool. */
    private void requireSole(CapacityPool before, PoolTerms stated) {
        boolean budget = stated.model() == PricingModel.BUDGET;
        if (budget != before.isBudget()) {
            rows.open(before.owner().of(), before.owner().id()).stream()
                    .filter(other -> !other.id().equals(before.id())
                            && other.isBudget() == budget
                            && Objects.equals(
                                    other.owner().segment(), before.owner().segment()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw taken(before.owner(), other);
                    });
        }
    }

    private static void requireRoom(CapacityPool pool, BigDecimal limit, BigDecimal overagePercent) {
        BigDecimal most = CapacityPool.most(limit, overagePercent);
        if (pool.used().compareTo(most) > 0) {
            throw new Conflict(
                    "capacity-in-use",
                    "%s units are reserved and %s committed, more than the %s there would be."
                            .formatted(
                                    PlainNumber.of(pool.reserved()),
                                    PlainNumber.of(pool.committed()),
                                    PlainNumber.of(most)));
        }
    }

    private static @Nullable CapacityPool parent(List<CapacityPool> family, String id, PoolTerms terms) {
        String parentId = terms.parentPoolId();
        if (parentId == null) {
            return null;
        }
        CapacityPool parent = member(family, parentId)
                .filter(pool -> pool.closedAt() == null && !pool.id().equals(id))
                .orElseThrow(() -> new InvalidInput("/parentPoolId", "names no other open pool of this workspace"));
        if (parent.terms().model() == PricingModel.BUDGET) {
            throw new InvalidInput("/parentPoolId", "names a budget; a bundle is a part of a pool of units");
        }
        if (parent.terms().model() == PricingModel.BUNDLE) {
            throw new InvalidInput("/parentPoolId", "names a bundle; a bundle is a part of a pool that is none");
        }
        return parent;
    }

    private static BigDecimal limit(PoolTerms terms, @Nullable CapacityPool parent) {
        return terms.limit(parent == null ? BigDecimal.ZERO : parent.limit());
    }

    private static BigDecimal overage(PoolTerms terms) {
        return terms.overagePercent() == null ? BigDecimal.ZERO : terms.overagePercent();
    }

    private static Optional<CapacityPool> member(List<CapacityPool> family, String id) {
        return family.stream().filter(pool -> pool.id().equals(id)).findFirst();
    }

    /**
     * Makes an instance draw from the pools of a campaign, in addition to its own.
     *
     * @param poolId a pool of the campaign
     */
    @Transactional
    public void shareWith(String poolId, String programInstanceId) {
        CapacityPool pool = pool(poolId);
        if (pool.owner().of() != PoolOwner.Kind.CAMPAIGN) {
            throw new IllegalArgumentException("Only the pools of a campaign are shared.");
        }
        rows.share(pool.owner().id(), programInstanceId);
        // in the order of ids, as every transaction locks them
        rows.open(PoolOwner.Kind.CAMPAIGN, pool.owner().id()).stream()
                .sorted(Comparator.comparing(CapacityPool::id))
                .forEach(shared -> adopt(shared, programInstanceId, clock.instant()));
    }

    /** Closes the pool of a segment: it accepts no further enrollments. Enrollments keep the units that they hold. */
    @Transactional
    public void close(String poolId, @Nullable String ifMatch) {
        Instant now = clock.instant();
        CapacityPool pool = member(rows.lockFamily(poolId, null), poolId)
                .filter(found -> found.closedAt() == null)
                .orElseThrow(() -> new NotFound("capacity pool"));
        requireWithin(pool);
        EntityTags.check(ifMatch, pool.version());
        if (pool.owner().segment() == null) {
            throw new Conflict("not-a-segment", "Only the pool of a segment is closed; raise the limit of this one.");
        }
        rows.close(poolId, now);
        audit("close", poolId, told(pool.owner(), pool.terms()), Map.of());
        events.publishEvent(new UnitsReleased(poolId, now));
    }

    /** Copies the pools of one instance to another, with the same terms and nothing consumed. */
    @Transactional
    public void copy(String fromInstanceId, String toInstanceId) {
        for (CapacityPool pool : rows.open(PoolOwner.Kind.INSTANCE, fromInstanceId)) {
            open(
                    new PoolOwner(
                            PoolOwner.Kind.INSTANCE, toInstanceId, pool.owner().segment()),
                    pool.terms());
        }
    }

    @Transactional(readOnly = true)
    public CapacityPool pool(String id) {
        CapacityPool found =
                rows.pool(id).filter(pool -> pool.closedAt() == null).orElseThrow(() -> new NotFound("capacity pool"));
        requireWithin(found);
        return found;
    }

    /** The pool of a campaign is shared by its instances: a limited member sees it with an instance, not by itself. */
    private void requireWithin(CapacityPool pool) {
        gate.limit()
                .require(
                        pool.owner().kind() == PoolOwner.Kind.INSTANCE
                                ? pool.owner().id()
                                : null);
    }

    /**
     * All pools that its enrollments may draw from: its own and its campaign's, the pools of the whole before those of
     * its segments, units before money.
     */
    @Transactional(readOnly = true)
    public List<CapacityPool> ofInstance(String programInstanceId) {
        List<CapacityPool> pools = new ArrayList<>(rows.open(PoolOwner.Kind.INSTANCE, programInstanceId));
        pools.addAll(rows.shared(programInstanceId));
        return pools;
    }

    /** The pools that an enrollment draws from, units before money. */
    @Transactional(readOnly = true)
    public List<CapacityPool> applyingTo(Participant who) {
        return rows.applying(who);
    }

    /** The instance's own pool without a segment, if it has one: of units, or of money where it counts no units. */
    @Transactional(readOnly = true)
    public Optional<CapacityPool> wholeOf(String programInstanceId) {
        return wholesOf(PoolOwner.instance(programInstanceId)).stream().findFirst();
    }

    /** The pools of an instance or a campaign without a segment: of units, of money, of both, or none; units first. */
    @Transactional(readOnly = true)
    public List<CapacityPool> wholesOf(PoolOwner owner) {
        return rows.open(owner.of(), owner.id()).stream()
                .filter(pool -> pool.owner().segment() == null)
                .toList();
    }

    /** The pools of the segments of an instance or a campaign. */
    @Transactional(readOnly = true)
    public List<CapacityPool> segmentsOf(PoolOwner owner) {
        return rows.open(owner.of(), owner.id()).stream()
                .filter(pool -> pool.owner().segment() != null)
                .toList();
    }

    private void audit(String act, String id, Map<String, Object> before, Map<String, Object> after) {
        events.publishEvent(new AuditNote(POOL + "." + act, POOL, id, before, after));
    }

    private Map<String, Object> told(PoolOwner owner, PoolTerms terms) {
        return Map.of("owner", describe(owner), "terms", json.toMap(terms));
    }

    private static String describe(PoolOwner owner) {
        PoolOwner.Segment segment = owner.segment();
        String part = segment == null ? "" : " " + segment.by().wire() + " " + segment.value();
        return owner.of().wire() + " " + owner.id() + part;
    }
}
