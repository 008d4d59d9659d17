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
 * Who waits for units, in the order in which they came. A place is for the pool that had too little: whoever needs
 * nothing of that pool overtakes nobody. Numbers are given while that pool is locked, so the order is that of the locks,
 * on however many nodes.
 */
@Service
public class WaitlistRepository {

    private final JdbcClient jdbc;

    WaitlistRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param position in the line of the instance, from 1 */
    public record Place(String enrollmentId, int position, Instant enteredAt) {}

    /** Enters at the end, in the transaction in which the units were found lacking. */
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

    /** It is another pool now that has too little; the place in line stays. */
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

    /** The number of somebody's place; empty for whoever does not wait. */
    @Transactional(readOnly = true)
    public OptionalLong turnOf(String enrollmentId) {
        return jdbc
                .sql("select number from waitlist_place where workspace_id = ? and enrollment_id = ?")
                .params(PoolRepository.workspaceId(), enrollmentId)
                .query(Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** Those to try now: the first of each pool that has units again, or is closed, in the order in which they came. */
    @Transactional(readOnly = true)
    public List<String> next() {
        return jdbc.sql("""
                        select first.enrollment_id
                        from capacity_pool p
                        cross join lateral (
                            select w.enrollment_id, w.number, w.units from waitlist_place w
                            where w.pool_id = p.id order by w.number limit 1) first
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

    /** Positions of those among them who wait. */
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

    /** A piece of the line of an instance, the first first. */
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

    /** How many wait. */
    @Transactional(readOnly = true)
    public long length(String programInstanceId) {
        return jdbc.sql("select count(*) from waitlist_place where workspace_id = ? and program_instance_id = ?")
                .params(PoolRepository.workspaceId(), programInstanceId)
                .query(Long.class)
                .single();
    }
}
