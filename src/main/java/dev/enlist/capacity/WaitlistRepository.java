package dev.enlist.capacity;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The waitlist: enrollments that wait for units, in the order of their submission. An entry belongs to the pool that
 * had too few units, so an enrollment that does not use that pool can be admitted without changing the order. Numbers
 * are assigned while that pool is locked, so the order is the same on any number of nodes.
 */
@Service
public class WaitlistRepository {

    private final JdbcClient jdbc;

    WaitlistRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param position waitlist position in the instance, from 1 */
    public record Place(String enrollmentId, int position, Instant enteredAt) {}

    /** Appends an entry, in the transaction that found too few units. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void join(Participant who, CapacityLedgerService.Lacking lacking, Instant at) {
        jdbc.sql("""
                        insert into waitlist_place
                            (enrollment_id, workspace_id, program_instance_id, pool_id, units, entered_at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        who.enrollmentId(),
                        PoolRepository.workspaceId(),
                        who.programInstanceId(),
                        lacking.pool().id(),
                        lacking.drawn(),
                        Timestamp.from(at))
                .update();
    }

    /**
     * Appends an entry for an enrollment that has units now, in the first pool that it draws from. It is passed over until the
     * units of another enrollment of that pool are released.
     *
     * @return whether the enrollment has units of a pool
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean joinBehind(Participant who, Instant at) {
        return jdbc.sql("""
                        insert into waitlist_place
                            (enrollment_id, workspace_id, program_instance_id, pool_id, units, entered_at, held)
                        select h.enrollment_id, h.workspace_id, ?, h.pool_id, h.units, ?, true
                        from capacity_hold h where h.workspace_id = ? and h.enrollment_id = ? order by h.pool_id limit 1
                        """)
                        .params(
                                who.programInstanceId(),
                                Timestamp.from(at),
                                PoolRepository.workspaceId(),
                                who.enrollmentId())
                        .update()
                > 0;
    }

    /** Moves an entry to another pool that now has too few units; its number stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void waitFor(String enrollmentId, CapacityLedgerService.Lacking lacking) {
        jdbc.sql("update waitlist_place set pool_id = ?, units = ? where workspace_id = ? and enrollment_id = ?")
                .params(lacking.pool().id(), lacking.drawn(), PoolRepository.workspaceId(), enrollmentId)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void leave(String enrollmentId) {
        jdbc.sql("delete from waitlist_place where workspace_id = ? and enrollment_id = ?")
                .params(PoolRepository.workspaceId(), enrollmentId)
                .update();
    }

    /** The waitlist number of an enrollment; empty if it is not on the waitlist. */
    @Transactional(readOnly = true)
    public OptionalLong turnOf(String enrollmentId) {
        return jdbc
                .sql("select number from waitlist_place where workspace_id = ? and enrollment_id = ?")
                .params(PoolRepository.workspaceId(), enrollmentId)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** The entries to try now: the first of each pool that has units again or is closed, in waitlist order. */
    @Transactional(readOnly = true)
    public List<String> next() {
        return jdbc.sql("""
                        select first.enrollment_id
                        from capacity_pool p
                        cross join lateral (
                            select w.enrollment_id, w.number, w.units from waitlist_place w
                            where w.pool_id = p.id and not w.held order by w.number limit 1) first
                        where p.workspace_id = ?
                          and ((p.reserved + p.committed + first.units) * 100
                                   <= p.capacity_limit * (100 + p.overage_percent)
                               or p.closed_at is not null)
                        order by first.number
                        """)
                .param(PoolRepository.workspaceId())
                .query(String.class)
                .list();
    }

    /** Puts an enrollment before all others of its pool and its instance. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moveToFront(String enrollmentId) {
        // one at a time for a pool, so that the last one moved is the first in line
        jdbc.sql("""
                        select 1 from capacity_pool p
                        join waitlist_place w on w.pool_id = p.id
                        where w.workspace_id = ? and w.enrollment_id = ? for update of p
                        """)
                .params(PoolRepository.workspaceId(), enrollmentId)
                .query(Integer.class)
                .list();
        jdbc.sql("""
                        update waitlist_place w
                        set number = (select min(b.number) - 1 from waitlist_place b
                                      where b.workspace_id = w.workspace_id
                                        and (b.pool_id = w.pool_id or b.program_instance_id = w.program_instance_id))
                        where w.workspace_id = ? and w.enrollment_id = ?
                        """).params(PoolRepository.workspaceId(), enrollmentId).update();
    }

    /** Waitlist positions of those of these enrollments that wait. */
    @Transactional(readOnly = true)
    public Map<String, Integer> positions(Collection<String> enrollmentIds) {
        Map<String, Integer> positions = new HashMap<>();
        if (enrollmentIds.isEmpty()) {
            return positions;
        }
        jdbc.sql("""
                        select w.enrollment_id,
                               (select count(*) from waitlist_place b
                                where b.program_instance_id = w.program_instance_id and b.number <= w.number)
                        from waitlist_place w where w.workspace_id = ? and w.enrollment_id = any(?)
                        """)
                .params(PoolRepository.workspaceId(), enrollmentIds.toArray(String[]::new))
                .query((row, n) -> positions.put(row.getString(1), row.getInt(2)))
                .list();
        return positions;
    }

    /** A page of the waitlist of an instance, in waitlist order. */
    @Transactional(readOnly = true)
    public List<Place> ofInstance(String programInstanceId, long offset, int limit) {
        return jdbc.sql("""
                        select enrollment_id, entered_at from waitlist_place
                        where workspace_id = ? and program_instance_id = ? order by number offset ? limit ?
                        """)
                .params(PoolRepository.workspaceId(), programInstanceId, offset, limit)
                .query((row, n) -> new Place(
                        row.getString(1),
                        Math.toIntExact(offset + n + 1),
                        row.getTimestamp(2).toInstant()))
                .list();
    }

    /** The number of waiting enrollments. */
    @Transactional(readOnly = true)
    public long length(String programInstanceId) {
        return jdbc.sql("select count(*) from waitlist_place where workspace_id = ? and program_instance_id = ?")
                .params(PoolRepository.workspaceId(), programInstanceId)
                .query(Long.class)
                .single();
    }
}
