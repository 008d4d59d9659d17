package dev.enlist.capacity;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves units: reserved when an enrollment is submitted, committed when it is approved, released when it ends. Each is
 * one statement, whatever the number of pools: a function of the database locks all of them in the order of their ids
 * and moves all of them or none. The caller must hold the lock of the enrollment, and locks nothing but pools after the first
 * movement; the order of all locks is in decision 124.
 */
@Service
public class CapacityLedgerService {

    private final JdbcClient jdbc;
    private final PoolRepository rows;
    private final CapacityAlertPublisher alarms;
    private final ApplicationEventPublisher events;

    CapacityLedgerService(
            JdbcClient jdbc, PoolRepository rows, CapacityAlertPublisher alarms, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.alarms = alarms;
        this.events = events;
    }

    /**
     * Why a consumption is not possible.
     *
     * @param pool  the pool with too few units
     * @param drawn units that the consumption needs
     */
    public record Lacking(CapacityPool pool, BigDecimal drawn) {}

    private record Moved(Participant who, String outcome, CapacityPool pool, BigDecimal drawn) {}

    private record Given(String outcome, CapacityPool pool) {}

    /** Reserves units for an enrollment that is on no waitlist. Empty on success, or if the instance has no pool. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Lacking> reserve(Participant who, Instant at) {
        return reserve(who, null, null, at);
    }

    /**
     * Reserves units for an enrollment on the waitlist.
     *
     * @param turn       waitlist number; enrollments with a lower number come first
     * @param offerHours how long the reservation holds
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Lacking> reserveInTurn(Participant who, long turn, int offerHours, Instant at) {
        return reserve(who, turn, offerHours, at);
    }

    private Optional<Lacking> reserve(Participant who, @Nullable Long turn, @Nullable Integer hours, Instant at) {
        List<Moved> moved = jdbc.sql("select r.outcome, r.units as drawn, (r.pool).*"
                        + " from capacity_reserve(?, ?, ?, ?, ?, ?::numeric, ?, ?, ?, false, ?) r")
                .params(Arrays.asList(
                        PoolRepository.workspaceId(),
                        who.enrollmentId(),
                        who.programInstanceId(),
                        who.state(),
                        who.tags().toArray(String[]::new),
                        amount(who),
                        currency(who),
                        turn,
                        hours,
                        Timestamp.from(at)))
                .query((row, n) -> new Moved(who, row.getString("outcome"), rows.read(row), row.getBigDecimal("drawn")))
                .list();
        return told(moved, at);
    }

    /**
     * Commits the reservations of these enrollments in order, in one statement. An enrollment whose reservation
     * expired, or which was submitted before the pool existed, takes its units now.
     *
     * @throws CapacityExhausted if these units are no longer available; the transaction must then be rolled back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void commit(List<Participant> all, Instant at) {
        List<Integer> taggedNumbers = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int number = 1; number <= all.size(); number++) {
            List<String> own = all.get(number - 1).tags();
            taggedNumbers.addAll(Collections.nCopies(own.size(), number));
            tags.addAll(own);
        }
        List<Moved> moved = jdbc.sql("""
                        select w.n, r.outcome, r.units as drawn, (r.pool).*
                        from unnest(?::text[], ?::text[], ?::text[], ?::numeric[], ?::text[])
                            with ordinality w(enrollment_id, instance, state, amount, money, n)
                        cross join lateral capacity_commit(?, w.enrollment_id, w.instance, w.state,
                            array(select t.tag from unnest(?::int[], ?::text[]) t(n, tag) where t.n = w.n),
                            w.amount, w.money, ?) r
                        """)
                .params(
                        all.stream().map(Participant::enrollmentId).toArray(String[]::new),
                        all.stream().map(Participant::programInstanceId).toArray(String[]::new),
                        all.stream().map(Participant::state).toArray(String[]::new),
                        all.stream().map(CapacityLedgerService::amount).toArray(BigDecimal[]::new),
                        all.stream().map(CapacityLedgerService::currency).toArray(String[]::new),
                        PoolRepository.workspaceId(),
                        taggedNumbers.toArray(Integer[]::new),
                        tags.toArray(String[]::new),
                        Timestamp.from(at))
                .query((row, n) -> new Moved(
                        all.get(row.getInt("n") - 1),
                        row.getString("outcome"),
                        rows.read(row),
                        row.getBigDecimal("drawn")))
                .list();
        told(moved, at).ifPresent(lacking -> {
            throw new CapacityExhausted(lacking.pool(), lacking.drawn());
        });
    }

    /**
     * Makes a submitted or approved enrollment hold exactly its incentive of every budget that applies, or changes nothing.
     *
     * @param approved whether the money is committed, not only reserved
     * @return the budget that has too little; empty where the change was made
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Lacking> adjust(Participant who, boolean approved, Instant at) {
        List<Moved> moved = jdbc.sql("select r.outcome, r.units as drawn, (r.pool).*"
                        + " from capacity_adjust(?, ?, ?, ?, ?, ?::numeric, ?, ?, ?) r")
                .params(Arrays.asList(
                        PoolRepository.workspaceId(),
                        who.enrollmentId(),
                        who.programInstanceId(),
                        who.state(),
                        who.tags().toArray(String[]::new),
                        amount(who),
                        currency(who),
                        approved,
                        Timestamp.from(at)))
                .query((row, n) -> new Moved(who, row.getString("outcome"), rows.read(row), row.getBigDecimal("drawn")))
                .list();
        return told(moved, at);
    }

    /**
     * Marks money of approved enrollments as sent to the bank; with a negative change, as come back. It stays committed after
     * an enrollment ended, until it comes back. One statement.
     *
     * @param enrollmentIds one for each change; several changes of one enrollment add up
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void spend(List<String> enrollmentIds, List<BigDecimal> changes, Instant at) {
        released(
                jdbc.sql("select r.outcome, r.units as drawn, (r.pool).*"
                                + " from capacity_spend(?, ?::varchar[], ?::numeric[], ?) r")
                        .params(
                                PoolRepository.workspaceId(),
                                enrollmentIds.toArray(String[]::new),
                                changes.toArray(BigDecimal[]::new),
                                Timestamp.from(at)),
                at);
    }

    /**
     * Locks all pools that these enrollments hold units of or may draw from, in the order of the pools' ids. To be called before
     * the first of several enrollments moves. One statement.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockPoolsOf(Collection<String> enrollmentIds) {
        jdbc.sql("select capacity_lock_of(?, ?)::text")
                .params(PoolRepository.workspaceId(), enrollmentIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private static @Nullable BigDecimal amount(Participant who) {
        return who.incentive() == null ? null : who.incentive().amount();
    }

    private static @Nullable String currency(Participant who) {
        return who.incentive() == null ? null : who.incentive().currency();
    }

    /**
     * Keeps the reservation of an enrollment as long as its pools keep reservations from now on, instead of until the end
     * of an offer.
     *
     * @return false where the reservation has expired
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean extendReservation(String enrollmentId, Instant at) {
        return jdbc.sql("""
                        update capacity_hold h
                        set expires_at = (
                            select :now::timestamptz + make_interval(hours => min(p.reservation_hours))
                            from capacity_hold o join capacity_pool p on p.id = o.pool_id
                            where o.workspace_id = :workspace and o.enrollment_id = :enrollment)
                        where h.workspace_id = :workspace and h.enrollment_id = :enrollment and not h.committed
                        """)
                        .param("now", Timestamp.from(at))
                        .param("workspace", PoolRepository.workspaceId())
                        .param("enrollment", enrollmentId)
                        .update()
                > 0;
    }

    /** Lets the reservation of an enrollment end later by the time for which it stood still. Without effect where it has none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void postponeExpiry(String enrollmentId, Duration by) {
        jdbc.sql("""
                        update capacity_hold set expires_at = expires_at + make_interval(secs => :seconds)
                        where workspace_id = :workspace and enrollment_id = :enrollment and not committed
                        """)
                .param("seconds", by.toMillis() / 1000.0)
                .param("workspace", PoolRepository.workspaceId())
                .param("enrollment", enrollmentId)
                .update();
    }

    /** Releases all units that these enrollments hold. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(Collection<String> enrollmentIds, Instant at) {
        released(
                jdbc.sql("select r.outcome, r.units as drawn, (r.pool).* from capacity_release(?, ?, 'release', ?) r")
                        .params(PoolRepository.workspaceId(), enrollmentIds.toArray(String[]::new), Timestamp.from(at)),
                at);
    }

    /**
     * Releases expired reservations, except those whose applicant is asked for information.
     *
     * @param limit of how many enrollments at most
     * @return whether there were any
     */
    @Transactional
    public boolean expire(int limit, Instant at) {
        return released(
                jdbc.sql("select r.outcome, r.units as drawn, (r.pool).* from capacity_expire(?, ?, ?) r")
                        .params(PoolRepository.workspaceId(), Timestamp.from(at), limit),
                at);
    }

    /** When the next reservation expires whose applicant is not asked for information; empty if there is none. */
    @Transactional(readOnly = true)
    public Optional<Instant> nextExpiry() {
        return jdbc.sql("select capacity_next_expiry(?)")
                .param(PoolRepository.workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    private boolean released(JdbcClient.StatementSpec statement, Instant at) {
        List<Given> given = statement
                .query((row, n) -> new Given(row.getString("outcome"), rows.read(row)))
                .list();
        given.stream()
                .filter(each -> each.outcome().equals("awaited"))
                .forEach(each ->
                        events.publishEvent(new UnitsReleased(each.pool().id(), at)));
        return !given.isEmpty();
    }

    private Optional<Lacking> told(List<Moved> moved, Instant at) {
        for (Moved each : moved) {
            switch (each.outcome()) {
                case "taken" ->
                    alarms.consumed(each.pool(), each.drawn(), each.who().programInstanceId(), at);
                case "kept" -> {
                    // the units were reserved before, and the alert was published then
                }
                case "given" ->
                    events.publishEvent(new UnitsReleased(each.pool().id(), at));
                case "currency" -> throw new CurrencyMismatch(each.pool(), String.valueOf(currency(each.who())));
                default -> {
                    return Optional.of(new Lacking(each.pool(), each.drawn()));
                }
            }
        }
        return Optional.empty();
    }
}
