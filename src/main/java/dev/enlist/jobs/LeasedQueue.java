package dev.enlist.jobs;

import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table of what is to be sent: webhook deliveries and notifications. A row is due at {@code due_at}. A node claims due
 * rows with a lease: it writes {@code claim} and moves {@code due_at} to the end of the lease. The result of an attempt
 * counts only while the row has that claim. If the node dies, the rows are due again when the lease is over.
 *
 * <p>Everything concerns the workspace in scope. The table has the columns {@code id}, {@code workspace_id},
 * {@code due_at}, {@code claim} and {@code finished_at}.
 */
public final class LeasedQueue {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String table;

    /**
     * @param table its name in SQL
     */
    public LeasedQueue(JdbcClient jdbc, Clock clock, String table) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.table = table;
    }

    /**
     * The right to send some rows.
     *
     * @param claim stored in the rows
     * @param until end of the lease
     */
    public record Lease(String claim, Instant until) {}

    /** Maps a claimed row to an object. */
    @FunctionalInterface
    public interface ClaimedRow<T> {

        T read(ResultSet row, Lease lease) throws SQLException;
    }

    /**
     * Claims rows that are due, the earliest first; those that another node claims at the same time are skipped. One
     * statement.
     *
     * @param filter     condition on further columns, with named parameters
     * @param parameters values of the filter
     * @param most       rows at most
     * @param length     of the lease
     * @param columns    to read
     */
    public <T> List<T> claim(
            String filter, Map<String, ?> parameters, int most, Duration length, String columns, ClaimedRow<T> mapper) {
        Instant now = clock.instant();
        Lease lease = new Lease(Cuid.next(), now.plus(length));
        return jdbc.sql("update " + table + """
                         set due_at = :until, claim = :claim
                        where workspace_id = :workspace and id in (
                          select id from %s
                          where workspace_id = :workspace and due_at <= :now and (%s)
                          order by due_at limit :most for update skip locked)
                        returning %s
                        """.formatted(table, filter, columns))
                .params(parameters)
                .param("until", Timestamp.from(lease.until()))
                .param("claim", lease.claim())
                .param("workspace", workspaceId())
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, n) -> mapper.read(row, lease))
                .list();
    }

    /** Releases claimed rows that were not sent; they are due again. */
    public void release(Collection<String> ids, Collection<String> claims) {
        jdbc.sql("update " + table + """
                         set due_at = :now, claim = null
                        where workspace_id = :workspace and id = any(:ids) and claim = any(:claims)
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("workspace", workspaceId())
                .param("ids", ids.toArray(String[]::new))
                .param("claims", claims.stream().distinct().toArray(String[]::new))
                .update();
    }

    /** Returns when the next row is due or the next lease ends; empty if none is pending. */
    public Optional<Instant> nextDue() {
        return jdbc.sql("select min(due_at) from " + table + " where workspace_id = ? and due_at is not null")
                .param(workspaceId())
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** Deletes at most this number of rows that were finished before a time; returns how many. */
    public int deleteFinishedBefore(Instant before, int most) {
        return jdbc.sql("delete from " + table + """
                         where workspace_id = :workspace and id in (
                          select id from %s where workspace_id = :workspace and finished_at < :before limit :most)
                        """.formatted(table))
                .param("workspace", workspaceId())
                .param("before", Timestamp.from(before))
                .param("most", most)
                .update();
    }

    /** Whether there is any row, finished or not. */
    public boolean isAny() {
        return jdbc.sql("select exists (select 1 from " + table + " where workspace_id = ?)")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
