package dev.enlist.capacity;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
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
 * and moves all of them or none. Whoever calls has locked the enrollment before.
 */
@Service
public class CapacityUnits {

    private final JdbcClient jdbc;
    private final PoolRows rows;
    private final PoolAlarms alarms;
    private final ApplicationEventPublisher events;

    CapacityUnits(JdbcClient jdbc, PoolRows rows, PoolAlarms alarms, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.alarms = alarms;
        this.events = events;
    }

    /**
     * What stands in the way of a consumption.
     *
     * @param pool  as it is
     * @param drawn units of it that would be needed
     */
    public record Lacking(CapacityPool pool, BigDecimal drawn) {}

    private record Moved(String outcome, CapacityPool pool, BigDecimal drawn) {}

    /** Reserves for somebody who stands in no line; empty when that is done, or nothing limits the instance. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Lacking> reserve(Participant who, Instant at) {
        return reserve(who, null, null, at);
    }

    /**
     * Reserves for somebody who stands in line.
     *
     * @param turn       the number of the place; those before it come first
     * @param offerHours how long the reservation holds
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Lacking> reserveInTurn(Participant who, long turn, int offerHours, Instant at) {
        return reserve(who, turn, offerHours, at);
    }

    private Optional<Lacking> reserve(Participant who, @Nullable Long turn, @Nullable Integer hours, Instant at) {
        List<Moved> moved = jdbc.sql("select r.outcome, r.units as drawn, (r.pool).*"
                        + " from capacity_reserve(?, ?, ?, ?, ?, ?, ?, false, ?) r")
                .params(Arrays.asList(
                        PoolRows.workspaceId(),
                        who.enrollmentId(),
                        who.programInstanceId(),
                        who.state(),
                        who.tags().toArray(String[]::new),
                        turn,
                        hours,
                        Timestamp.from(at)))
                .query((row, n) -> new Moved(row.getString("outcome"), rows.read(row), row.getBigDecimal("drawn")))
                .list();
        return told(moved, who, at);
    }

    /**
     * Commits what is reserved. Whose reservation expired, or who was submitted before there was a pool, takes the units
     * now.
     *
     * @throws CapacityExhausted where those are gone
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void commit(Participant who, Instant at) {
        List<Moved> moved = jdbc.sql(
                        "select r.outcome, r.units as drawn, (r.pool).*" + " from capacity_commit(?, ?, ?, ?, ?, ?) r")
                .params(Arrays.asList(
                        PoolRows.workspaceId(),
                        who.enrollmentId(),
                        who.programInstanceId(),
                        who.state(),
                        who.tags().toArray(String[]::new),
                        Timestamp.from(at)))
                .query((row, n) -> new Moved(row.getString("outcome"), rows.read(row), row.getBigDecimal("drawn")))
                .list();
        told(moved, who, at).ifPresent(lacking -> {
            throw new CapacityExhausted(lacking.pool());
        });
    }

    /** Gives back whatever the enrollment holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(String enrollmentId, Instant at) {
        released(
                jdbc.sql("select r.outcome, r.units as drawn, (r.pool).* from capacity_release(?, ?, 'release', ?) r")
                        .params(PoolRows.workspaceId(), new String[] {enrollmentId}, Timestamp.from(at)),
                at);
    }

    /**
     * Gives back the reservations whose time is over.
     *
     * @param limit of how many enrollments at most
     * @return whether there were any
     */
    @Transactional
    public boolean expire(int limit, Instant at) {
        return released(
                jdbc.sql("select r.outcome, r.units as drawn, (r.pool).* from capacity_expire(?, ?, ?) r")
                        .params(PoolRows.workspaceId(), Timestamp.from(at), limit),
                at);
    }

    private boolean released(JdbcClient.StatementSpec statement, Instant at) {
        List<Moved> moved = statement
                .query((row, n) -> new Moved(row.getString("outcome"), rows.read(row), row.getBigDecimal("drawn")))
                .list();
        moved.stream()
                .filter(each -> each.outcome().equals("awaited"))
                .forEach(each ->
                        events.publishEvent(new UnitsReleased(each.pool().id(), at)));
        return !moved.isEmpty();
    }

    private Optional<Lacking> told(List<Moved> moved, Participant who, Instant at) {
        for (Moved each : moved) {
            switch (each.outcome()) {
                case "taken" -> alarms.consumed(each.pool(), each.drawn(), who.programInstanceId(), at);
                case "kept" -> {
                    // reserved before, and told then
                }
                default -> {
                    return Optional.of(new Lacking(each.pool(), each.drawn()));
                }
            }
        }
        return Optional.empty();
    }
}
