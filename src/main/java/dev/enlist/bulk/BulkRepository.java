package dev.enlist.bulk;

import dev.enlist.enrollment.BulkTransitionService;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores bulk decisions and their items. */
@Repository
class BulkRepository {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    BulkRepository(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    void insert(
            String id,
            BulkTransitionService.Order order,
            int total,
            boolean confirmation,
            @Nullable Instant beginsAt,
            Actor by) {
        jdbc.sql("""
                        insert into bulk_decision (id, workspace_id, action, reason, exit_kind, status, total,
                            confirmation, by_type, by_id, by_name, created_at, begins_at)
                        values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        workspaceId(),
                        order.action().wire(),
                        order.reason(),
                        order.exit() == null ? null : order.exit().wire(),
                        total,
                        confirmation,
                        by.type().wire(),
                        by.id(),
                        by.name(),
                        Timestamp.from(clock.instant()),
                        beginsAt == null ? null : Timestamp.from(beginsAt)))
                .update();
    }

    /** @param before number of items stored already */
    void insertItems(String id, int before, List<BulkTransitionService.Item> items) {
        Object[][] rows = new Object[items.size()][];
        for (int i = 0; i < rows.length; i++) {
            BulkTransitionService.Item item = items.get(i);
            rows[i] = new Object[] {
                id,
                before + i + 1,
                workspaceId(),
                item.enrollmentId(),
                item.status().wire()
            };
        }
        batches.batchUpdate(
                "insert into bulk_item (bulk_id, number, workspace_id, enrollment_id, from_status) values (?, ?, ?, ?, ?)",
                Arrays.asList(rows));
    }

    void total(String id, int total, boolean confirmation) {
        jdbc.sql("update bulk_decision set total = ?, confirmation = ? where id = ? and workspace_id = ?")
                .params(total, confirmation, id, workspaceId())
                .update();
    }

    /**
     * A bulk decision that is locked for processing.
     *
     * @param position number of the last processed item, 0 for none
     */
    record Work(String id, BulkTransitionService.Order order, Actor by, boolean isNew, int total, int position) {}

    private static final String WORK = """
            select b.*, coalesce((select max(number) from bulk_item i
                                  where i.bulk_id = b.id and i.workspace_id = b.workspace_id
                                    and i.outcome is not null), 0) position
            from bulk_decision b
            where b.workspace_id = ? and b.status in ('queued', 'running')
              and (not b.confirmation or b.confirmed_at is not null)
              and (b.begins_at is null or b.begins_at <= ?)
            """;

    /** Locks the oldest open bulk decision that no other transaction has locked. */
    Optional<Work> lockNext() {
        return jdbc.sql(WORK + " order by b.id limit 1 for update of b skip locked")
                .params(workspaceId(), Timestamp.from(clock.instant()))
                .query((row, n) -> work(row))
                .optional();
    }

    /** Whether a bulk decision waits for processing. Excludes those that wait for a confirmation. */
    boolean isOpen() {
        return jdbc.sql("select exists (" + WORK + ")")
                .params(workspaceId(), Timestamp.from(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** When the next bulk decision begins that waits for its time; empty if none does. */
    Optional<Instant> nextBegin() {
        return jdbc.sql("""
                        select begins_at from bulk_decision
                        where workspace_id = ? and status = 'queued' and begins_at > ?
                        order by begins_at limit 1
                        """)
                .params(workspaceId(), Timestamp.from(clock.instant()))
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    Optional<Work> lock(String id) {
        return jdbc.sql(WORK + " and b.id = ? for update of b")
                .params(workspaceId(), Timestamp.from(clock.instant()), id)
                .query((row, n) -> work(row))
                .optional();
    }

    private static Work work(ResultSet row) throws SQLException {
        return new Work(
                row.getString("id"),
                new BulkTransitionService.Order(
                        BulkTransitionService.Action.ofWire(row.getString("action"))
                                .orElseThrow(),
                        row.getString("reason"),
                        ExitKind.ofWire(row.getString("exit_kind")).orElse(null)),
                new Actor(
                        Actor.Type.ofWire(row.getString("by_type")), row.getString("by_id"), row.getString("by_name")),
                row.getString("status").equals("queued"),
                row.getInt("total"),
                row.getInt("position"));
    }

    /** An item to be processed next. */
    record Next(int number, BulkTransitionService.Item item) {}

    List<Next> next(Work work, int limit) {
        return jdbc.sql("""
                        select number, enrollment_id, from_status from bulk_item
                        where bulk_id = ? and workspace_id = ? and number > ? order by number limit ?
                        """)
                .params(work.id(), workspaceId(), work.position(), limit)
                .query((row, n) -> new Next(
                        row.getInt(1),
                        new BulkTransitionService.Item(
                                row.getString(2),
                                EnrollmentStatus.ofWire(row.getString(3)).orElseThrow())))
                .list();
    }

    /** Stores the results of these items and the progress of the bulk decision. */
    void advance(Work work, List<Next> items, Map<String, BulkTransitionService.Result> results, boolean last) {
        Timestamp now = Timestamp.from(clock.instant());
        batches.batchUpdate(
                """
                update bulk_item set outcome = ?, status = ?, code = ?, detail = ?
                where bulk_id = ? and number = ? and workspace_id = ?
                """,
                items.stream()
                        .filter(item -> results.containsKey(item.item().enrollmentId()))
                        .map(item -> {
                            BulkTransitionService.Result result =
                                    results.get(item.item().enrollmentId());
                            Problem problem = result.problem();
                            return new Object[] {
                                problem == null ? "moved" : "refused",
                                result.status().wire(),
                                problem == null ? null : problem.code(),
                                problem == null ? null : problem.getMessage(),
                                work.id(),
                                item.number(),
                                workspaceId()
                            };
                        })
                        .toList());
        int refused = (int) results.values().stream()
                .filter(result -> result.problem() != null)
                .count();
        jdbc.sql("""
                        update bulk_decision set status = ?, processed = processed + ?, moved = moved + ?,
                            refused = refused + ?, started_at = coalesce(started_at, ?), finished_at = ?
                        where id = ? and workspace_id = ?
                        """)
                .params(Arrays.asList(
                        last ? "completed" : "running",
                        results.size(),
                        results.size() - refused,
                        refused,
                        now,
                        last ? now : null,
                        work.id(),
                        workspaceId()))
                .update();
    }

    /** @return the previous status, if it was one of {@code from} and the bulk decision was updated */
    Optional<String> move(String id, List<String> from, String to) {
        return jdbc.sql("""
                        update bulk_decision d set status = ?, finished_at = ?
                        from (select id, status from bulk_decision where id = ? and workspace_id = ? for update) b
                        where d.id = b.id and d.workspace_id = ? and b.status = any(?)
                        returning b.status
                        """)
                .params(Arrays.asList(
                        to,
                        to.equals("queued") ? null : Timestamp.from(clock.instant()),
                        id,
                        workspaceId(),
                        workspaceId(),
                        from.toArray(String[]::new)))
                .query(String.class)
                .optional();
    }

    /** @return whether it waited for a confirmation and {@code by} is not the requester */
    boolean confirm(String id, Actor by) {
        return jdbc.sql("""
                        update bulk_decision set confirmed_by = ?, confirmed_at = ?
                        where id = ? and workspace_id = ? and confirmation and confirmed_at is null
                          and status = 'queued' and (by_type, by_id) <> (?, ?)
                        """)
                        .params(
                                by.name(),
                                Timestamp.from(clock.instant()),
                                id,
                                workspaceId(),
                                by.type().wire(),
                                by.id())
                        .update()
                == 1;
    }

    Actor requester(String id) {
        return jdbc.sql("select by_type, by_id, by_name from bulk_decision where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .query((row, n) -> new Actor(Actor.Type.ofWire(row.getString(1)), row.getString(2), row.getString(3)))
                .single();
    }

    Optional<BulkDecision> find(String id) {
        return jdbc.sql("select * from bulk_decision where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .query((row, n) -> toBulkDecision(row))
                .optional();
    }

    /** No enrollment of the bulk decision is in another instance. An erased enrollment is in no instance. */
    private static final String WITHIN = """
             and not exists (
               select 1 from bulk_item b join enrollment e on e.id = b.enrollment_id and e.workspace_id = b.workspace_id
               where b.bulk_id = d.id and b.workspace_id = d.workspace_id and e.program_instance_id <> all(:instances))
            """;

    private static String within(Set<String> programInstanceIds) {
        return programInstanceIds.isEmpty() ? "" : WITHIN;
    }

    /** Whether all its enrollments are in these instances. */
    boolean isWithin(String id, Set<String> programInstanceIds) {
        return jdbc.sql("select count(*) from bulk_decision d where d.workspace_id = :workspace and d.id = :id"
                                + within(programInstanceIds))
                        .param("workspace", workspaceId())
                        .param("id", id)
                        .param("instances", programInstanceIds.toArray(String[]::new))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** @param programInstanceIds the instances to which the list is limited; empty for no limit */
    List<BulkDecision> list(Set<String> programInstanceIds, String after, boolean newestFirst, long offset, int limit) {
        return jdbc.sql("select d.* from bulk_decision d where d.workspace_id = :workspace and d.id > :after"
                        + within(programInstanceIds) + " order by d.id" + (newestFirst ? " desc" : "")
                        + " limit :limit offset :offset")
                .param("workspace", workspaceId())
                .param("after", after)
                .param("instances", programInstanceIds.toArray(String[]::new))
                .param("limit", limit)
                .param("offset", offset)
                .query((row, n) -> toBulkDecision(row))
                .list();
    }

    long count(Set<String> programInstanceIds) {
        return jdbc.sql("select count(*) from bulk_decision d where d.workspace_id = :workspace"
                        + within(programInstanceIds))
                .param("workspace", workspaceId())
                .param("instances", programInstanceIds.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** The refused items by reason, the most frequent first. */
    List<BulkDecision.Refusals> refusals(String id) {
        return jdbc.sql("""
                        select code, min(detail) detail, count(*) number from bulk_item
                        where bulk_id = ? and workspace_id = ? and outcome = 'refused'
                        group by code order by number desc, code
                        """)
                .params(id, workspaceId())
                .query((row, n) -> new BulkDecision.Refusals(
                        row.getString("code"), row.getString("detail"), row.getInt("number"), null))
                .list();
    }

    /**
     * @param outcome {@code moved} or {@code refused}; null for every item
     * @param code    of the refusal; null for every code
     */
    List<BulkDecision.Item> items(String id, @Nullable String outcome, @Nullable String code, int after, int limit) {
        return jdbc.sql("""
                        select b.*, e.application_number, concat_ws(' ', e.first_name, e.last_name) person_name
                        from bulk_item b
                        left join enrollment e on e.id = b.enrollment_id and e.workspace_id = b.workspace_id
                        where b.bulk_id = :bulk and b.workspace_id = :workspace and b.number > :after
                          and (:outcome::text is null or b.outcome = :outcome) and (:code::text is null or b.code = :code)
                        order by b.number limit :limit
                        """)
                .param("bulk", id)
                .param("workspace", workspaceId())
                .param("after", after)
                .param("outcome", outcome)
                .param("code", code)
                .param("limit", limit)
                .query((row, n) -> new BulkDecision.Item(
                        row.getInt("number"),
                        row.getString("enrollment_id"),
                        row.getString("application_number"),
                        row.getString("person_name"),
                        row.getString("from_status"),
                        row.getString("outcome"),
                        row.getString("status"),
                        row.getString("code"),
                        row.getString("detail")))
                .list();
    }

    private static BulkDecision toBulkDecision(ResultSet row) throws SQLException {
        boolean confirmation = row.getBoolean("confirmation");
        return new BulkDecision(
                row.getString("id"),
                row.getString("action"),
                row.getString("reason"),
                row.getString("status"),
                row.getInt("total"),
                row.getInt("processed"),
                row.getInt("moved"),
                row.getInt("refused"),
                null,
                null,
                confirmation,
                confirmation
                        && row.getTimestamp("confirmed_at") == null
                        && row.getString("status").equals("queued"),
                row.getString("confirmed_by"),
                row.getString("by_name"),
                moment(row, "created_at"),
                moment(row, "begins_at"),
                moment(row, "started_at"),
                moment(row, "finished_at"));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        Timestamp moment = row.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
