package dev.enlist.reporting;

import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims due reports and stores the results, one transaction for each step: none is open while the mail server
 * is contacted. A claim ends by itself, so a report is sent even if the node that claimed it dies; it may then arrive
 * twice.
 */
@Repository
class DueReportQueue {

    private final JdbcClient jdbc;

    DueReportQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record DueReport(
            String id,
            String ownerId,
            ScheduledReport report,
            Interval interval,
            @Nullable String programInstanceId,
            Instant nextAt,
            int attempts) {}

    @Transactional
    public Optional<DueReport> claim(Instant now, Duration lease) {
        return jdbc.sql("""
                        update report_schedule s set attempt_at = :until, attempts = attempts + 1, version = version + 1
                        where s.workspace_id = :workspace and s.id = (
                          select id from report_schedule
                          where workspace_id = :workspace and attempt_at <= :now
                          order by attempt_at limit 1 for update skip locked)
                        returning id, owner_id, report, span, program_instance_id, next_at, attempts
                        """)
                .param("until", Timestamp.from(now.plus(lease)))
                .param("now", Timestamp.from(now))
                .param("workspace", WorkspaceScope.current().workspaceId())
                .query((row, n) -> new DueReport(
                        row.getString(1),
                        row.getString(2),
                        ScheduledReport.ofWire(row.getString(3)).orElseThrow(),
                        Interval.ofWire(row.getString(4)).orElseThrow(),
                        row.getString(5),
                        row.getTimestamp(6).toInstant(),
                        row.getInt(7)))
                .optional();
    }

    /** @param problem null where the mail was sent */
    @Transactional
    public void finish(DueReport due, Instant now, Instant next, @Nullable String problem) {
        jdbc.sql("""
                        update report_schedule
                        set next_at = :next, attempt_at = :next, attempts = 0, problem = :problem, version = version + 1,
                            last_sent_at = case when :problem::text is null then :now else last_sent_at end
                        where workspace_id = :workspace and id = :id
                        """)
                .param("next", Timestamp.from(next))
                .param("now", Timestamp.from(now))
                .param("problem", problem)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("id", due.id())
                .update();
    }

    @Transactional
    public void tryAgain(DueReport due, Instant at, String problem) {
        jdbc.sql("""
                        update report_schedule set attempt_at = :at, problem = :problem, version = version + 1
                        where workspace_id = :workspace and id = :id
                        """)
                .param("at", Timestamp.from(at))
                .param("problem", problem)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("id", due.id())
                .update();
    }

    /** Removes the schedule of a person who is no member of the workspace any more. */
    @Transactional
    public void remove(DueReport due) {
        jdbc.sql("delete from report_schedule where workspace_id = ? and id = ?")
                .params(WorkspaceScope.current().workspaceId(), due.id())
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<Instant> nextAttempt() {
        return jdbc.sql("select attempt_at from report_schedule where workspace_id = ? order by attempt_at limit 1")
                .param(WorkspaceScope.current().workspaceId())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
