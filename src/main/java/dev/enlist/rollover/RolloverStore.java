package dev.enlist.rollover;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores rollovers and the result for each person. */
@Component
class RolloverStore {

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    RolloverStore(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /**
     * A rollover to process.
     *
     * @param position id of the last processed enrollment
     * @param by       the actor that requested it
     */
    record Job(String id, String source, String target, boolean dryRun, String position, Actor by) {}

    void insert(String id, String source, String target, boolean dryRun, int total, Actor by, Instant now) {
        jdbc.sql("""
                        insert into rollover (id, workspace_id, source_instance_id, target_instance_id, dry_run, status,
                            position, total, processed, eligible, manual, ineligible, already_enrolled, already_renewed,
                            failed, by_type, by_id, by_name, created_at)
                        values (?, ?, ?, ?, ?, 'queued', '', ?, 0, 0, 0, 0, 0, 0, 0, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        workspaceId(),
                        source,
                        target,
                        dryRun,
                        total,
                        by.type().wire(),
                        by.id(),
                        by.name(),
                        Timestamp.from(now))
                .update();
    }

    /** Locks and returns the next rollover to process; empty if there is none or other nodes process it. */
    Optional<Job> locked() {
        return jdbc.sql("""
                        select * from rollover where workspace_id = ? and status in ('queued', 'running')
                        order by id limit 1 for update skip locked
                        """)
                .params(workspaceId())
                .query((row, n) -> new Job(
                        row.getString("id"),
                        row.getString("source_instance_id"),
                        row.getString("target_instance_id"),
                        row.getBoolean("dry_run"),
                        row.getString("position"),
                        new Actor(
                                Actor.Type.ofWire(row.getString("by_type")),
                                row.getString("by_id"),
                                row.getString("by_name"))))
                .optional();
    }

    /** Whether any rollover is unfinished. */
    boolean isOpen() {
        return jdbc.sql(
                        "select exists (select 1 from rollover where workspace_id = ? and status in ('queued', 'running'))")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** Those of these that were renewed into the instance before, regardless of the status of the new enrollment. */
    Set<String> renewedBefore(String target, Collection<String> ids) {
        return new HashSet<>(jdbc.sql("""
                        select source_enrollment_id from rollover_item
                        where workspace_id = ? and renewed_in = ? and source_enrollment_id = any(?)
                        """)
                .params(workspaceId(), target, ids.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Stores the results for these people, except those erased meanwhile. */
    void keep(Job job, List<Renewal> renewals) {
        template.batchUpdate("""
                insert into rollover_item (rollover_id, source_enrollment_id, workspace_id, outcome, enrollment_id,
                    code, reason, renewed_in)
                select ?, id, workspace_id, ?, ?, ?, ?, ? from enrollment where id = ? and workspace_id = ?
                """, renewals, renewals.size(), (statement, renewal) -> {
            boolean renewed = !job.dryRun() && renewal.outcome().isRenewed();
            statement.setString(1, job.id());
            statement.setString(2, renewal.outcome().wire());
            statement.setString(3, renewal.enrollmentId());
            statement.setString(4, renewal.code());
            statement.setString(5, renewal.reason());
            statement.setString(6, renewed ? job.target() : null);
            statement.setString(7, renewal.sourceEnrollmentId());
            statement.setString(8, workspaceId());
        });
    }

    void advance(Job job, String position, List<Renewal> renewals, boolean last, Instant now) {
        Map<Renewal.Outcome, Integer> counts = new EnumMap<>(Renewal.Outcome.class);
        renewals.forEach(renewal -> counts.merge(renewal.outcome(), 1, Integer::sum));
        jdbc.sql("""
                        update rollover set status = ?, position = ?, processed = processed + ?,
                            eligible = eligible + ?, manual = manual + ?, ineligible = ineligible + ?,
                            already_enrolled = already_enrolled + ?, already_renewed = already_renewed + ?,
                            failed = failed + ?, started_at = coalesce(started_at, ?), finished_at = ?
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        last ? "completed" : "running",
                        position,
                        renewals.size(),
                        counts.getOrDefault(Renewal.Outcome.ELIGIBLE, 0),
                        counts.getOrDefault(Renewal.Outcome.MANUAL, 0),
                        counts.getOrDefault(Renewal.Outcome.INELIGIBLE, 0),
                        counts.getOrDefault(Renewal.Outcome.ALREADY_ENROLLED, 0),
                        counts.getOrDefault(Renewal.Outcome.ALREADY_RENEWED, 0),
                        counts.getOrDefault(Renewal.Outcome.FAILED, 0),
                        Timestamp.from(now),
                        last ? Timestamp.from(now) : null,
                        job.id(),
                        workspaceId())
                .update();
    }

    /** Cancels an unfinished rollover; returns whether it was unfinished. */
    boolean end(String id, String status, @Nullable String code, @Nullable String detail, Instant now) {
        return jdbc.sql("""
                        update rollover set status = ?, error_code = ?, error_detail = ?, finished_at = ?
                        where id = ? and workspace_id = ? and status in ('queued', 'running')
                        """)
                        .params(status, code, detail, Timestamp.from(now), id, workspaceId())
                        .update()
                > 0;
    }

    /** Resumes a stopped rollover after its last chunk; returns whether it had stopped. */
    boolean resume(String id) {
        return jdbc.sql("""
                        update rollover set status = 'queued', error_code = null, error_detail = null,
                            finished_at = null
                        where id = ? and workspace_id = ? and status in ('failed', 'cancelled')
                        """).params(id, workspaceId()).update() > 0;
    }

    Optional<Rollover> find(String id) {
        return jdbc.sql("select * from rollover where workspace_id = ? and id = ?")
                .params(workspaceId(), id)
                .query((row, n) -> rollover(row))
                .optional();
    }

    List<Rollover> ofInstance(String source, String after, int limit, long offset) {
        return jdbc.sql("""
                        select * from rollover where workspace_id = ? and source_instance_id = ? and id > ?
                        order by id limit ? offset ?
                        """)
                .params(workspaceId(), source, after, limit, offset)
                .query((row, n) -> rollover(row))
                .list();
    }

    long countOf(String source) {
        return jdbc.sql("select count(*) from rollover where workspace_id = ? and source_instance_id = ?")
                .params(workspaceId(), source)
                .query(Long.class)
                .single();
    }

    /** In the order of the enrollments that are renewed. */
    List<Rollover.Item> items(String id, List<String> outcomes, String after, int limit, long offset) {
        return jdbc.sql("""
                        select source_enrollment_id, outcome, enrollment_id, code, reason from rollover_item
                        where workspace_id = ? and rollover_id = ? and outcome = any(?) and source_enrollment_id > ?
                        order by source_enrollment_id limit ? offset ?
                        """)
                .params(workspaceId(), id, outcomes.toArray(String[]::new), after, limit, offset)
                .query((row, n) -> new Rollover.Item(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .list();
    }

    long countItems(String id, List<String> outcomes) {
        return jdbc.sql("""
                        select count(*) from rollover_item
                        where workspace_id = ? and rollover_id = ? and outcome = any(?)
                        """)
                .params(workspaceId(), id, outcomes.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    static List<String> everyOutcome() {
        return Arrays.stream(Renewal.Outcome.values())
                .map(Renewal.Outcome::wire)
                .toList();
    }

    private static Rollover rollover(ResultSet row) throws SQLException {
        return new Rollover(
                row.getString("id"),
                row.getString("source_instance_id"),
                row.getString("target_instance_id"),
                row.getBoolean("dry_run"),
                row.getString("status"),
                row.getInt("total"),
                row.getInt("processed"),
                row.getInt("eligible"),
                row.getInt("manual"),
                row.getInt("ineligible"),
                row.getInt("already_enrolled"),
                row.getInt("already_renewed"),
                row.getInt("failed"),
                row.getString("error_code"),
                row.getString("error_detail"),
                row.getString("by_name"),
                row.getTimestamp("created_at").toInstant(),
                moment(row, "started_at"),
                moment(row, "finished_at"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .orElse(null);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
