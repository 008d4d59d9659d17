package dev.enlist.reporting;

import dev.enlist.tenancy.WorkspaceScope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How current a report is.
 *
 * @param asOf    everything committed before this moment is counted, and some later events may be; null until the log
 *                was counted to its end for the first time
 * @param pending whether there are events that are not counted yet
 */
record ReportFreshness(
        @Schema(description = "Everything before is counted") @Nullable
        Instant asOf,

        boolean pending) {

    /**
     * Whether there are events after the position, including those that may not be read yet; takes the parameter {@code
     * :workspace}.
     */
    static final String BEHIND = """
            coalesce((
                select (e.epoch, e.position) > (coalesce(p.feed_epoch, 0), coalesce(p.feed_position, 0))
                from (select l.epoch, l.position from event_log l where l.workspace_id = :workspace
                      order by l.epoch desc, l.position desc limit 1) e
                left join report_position p on p.workspace_id = :workspace), false)
            """;

    /**
     * Must be the first read of a transaction that sees one snapshot of the database. Where nothing is pending,
     * everything committed before that transaction began is counted; otherwise the snapshot would contain the uncounted
     * events. A replica has everything up to the last transaction that it replayed, which is not later than the moment.
     */
    static ReportFreshness read(JdbcClient jdbc) {
        return jdbc.sql("select case when pg_is_in_recovery() then pg_last_xact_replay_timestamp()"
                        + " else transaction_timestamp() end as moment, (select complete_to from report_position"
                        + " where workspace_id = :workspace) as complete_to, " + BEHIND + " as pending")
                .param("workspace", WorkspaceScope.current().workspaceId())
                .query((row, n) -> {
                    boolean pending = row.getBoolean("pending");
                    Timestamp moment = row.getTimestamp(pending ? "complete_to" : "moment");
                    return new ReportFreshness(moment == null ? null : moment.toInstant(), pending);
                })
                .single();
    }
}
