package dev.enlist.overview;

import dev.enlist.overview.Overview.Attention;
import dev.enlist.overview.Overview.AttentionKind;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what went wrong and what waits, one branch of one statement for each kind. Each branch reads an index of the rows
 * that wait, up to {@value #COUNTED} of them, so the cost does not depend on the number of enrollments.
 */
@Component
class AttentionQuery {

    /** Rows of a kind that are counted exactly. */
    static final int COUNTED = 1000;

    /** Failures are shown for so long. */
    private static final Duration RECENT = Duration.ofDays(7);

    private static final Duration SOON = Duration.ofDays(2);

    /** Lines of one kind that name what they are about. */
    private static final int LINES = 3;

    /** The share of a pool from which it is shown. */
    private static final String NEARLY_FULL = "0.9";

    private final JdbcClient jdbc;
    private final AccessGate gate;
    private final TimeZones zones;
    private final Clock clock;

    AttentionQuery(JdbcClient jdbc, AccessGate gate, TimeZones zones, Clock clock) {
        this.jdbc = jdbc;
        this.gate = gate;
        this.zones = zones;
        this.clock = clock;
    }

    /**
     * A kind with the scopes that a caller needs to see it.
     *
     * @param instances column of the program instance, for members who are limited to some; empty where the kind is not
     *                  about one, and such members do not see it
     * @param sql       rows with the columns amount, since, id, title, share; %1$s limits the program instances
     */
    private record Branch(AttentionKind kind, Scope scope, String instances, String sql) {}

    /** Parameters: kind, rows of the branch. The casts give the columns of all branches the same types. */
    private static final String LINE = """
            (select '%s' as kind, f.amount, f.since, f.id::text, f.title::text, f.share::text::numeric as share
             from (%s) f (amount, since, id, title, share) where f.amount > 0)
            """;

    private static final List<Branch> BRANCHES = List.of(
            new Branch(AttentionKind.OVERDUE_REVIEWS, Scope.ENROLLMENTS_READ, "r.program_instance_id", """
                    select count(*), min(due_at), null, null, null from (
                        select r.due_at from review r
                        where r.workspace_id = :workspace and r.due_at <= :now and r.waiting_since is null and %1$s
                        order by r.due_at limit :most) found
                    """),
            new Branch(AttentionKind.INCIDENTS, Scope.OPERATIONS_READ, "", """
                    select count(*), min(incident_timestamp_), null, null, null from (
                        select i.incident_timestamp_ from act_ru_incident i
                        where i.tenant_id_ = :workspace and i.id_ = i.root_cause_incident_id_ limit :most) found
                    """),
            new Branch(AttentionKind.FAILED_DELIVERIES, Scope.WEBHOOKS_READ, "", """
                    select count(*), min(finished_at), webhook_id, coalesce(max(w.description), max(w.url)), null from (
                        select d.webhook_id, d.finished_at from webhook_delivery d
                        where d.workspace_id = :workspace and d.status = 'failed' and d.finished_at > :recent
                        order by d.finished_at desc limit :most) found
                    join webhook w on w.id = found.webhook_id group by webhook_id order by 1 desc, webhook_id limit :lines
                    """),
            new Branch(AttentionKind.FAILED_MAILS, Scope.ENROLLMENTS_READ, "n.program_instance_id", """
                    select count(*), min(finished_at), null, null, null from (
                        select n.finished_at from notification n
                        where n.workspace_id = :workspace and n.status = 'failed' and n.finished_at > :recent and %1$s
                        order by n.finished_at desc limit :most) found
                    """),
            new Branch(AttentionKind.FAILED_IMPORTS, Scope.IMPORTS_READ, "m.program_instance_id", """
                    select 1, m.finished_at, m.id, i.title, null from enrollment_import m
                    join program_instance i on i.id = m.program_instance_id
                    where m.workspace_id = :workspace and m.status = 'failed' and m.finished_at > :recent and %1$s
                    order by m.finished_at desc limit :lines
                    """),
            new Branch(AttentionKind.CAPACITY, Scope.CAPACITY_READ, "i.id", """
                    select 1, null::timestamptz, i.id, i.title, max((p.reserved + p.committed) / p.capacity_limit)
                    from capacity_pool p join program_instance i on i.id = p.owner_id and i.archived_at is null
                    where p.workspace_id = :workspace and p.owner_kind = 'instance' and p.segment_by is null
                      and p.closed_at is null and p.capacity_limit > 0
                      and p.reserved + p.committed >= %2$s * p.capacity_limit and %1$s
                    group by i.id, i.title order by 5 desc, i.id limit :lines
                    """.replace("%2$s", NEARLY_FULL)),
            new Branch(AttentionKind.OVERDUE_QUESTIONS, Scope.ENROLLMENTS_READ, "e.program_instance_id", """
                    select count(*), min(due_at), null, null, null from (
                        select r.due_at from information_request r join enrollment e on e.id = r.enrollment_id
                        where r.workspace_id = :workspace and r.status = 'open' and r.due_at <= :now and %1$s
                        order by r.due_at limit :most) found
                    """),
            new Branch(AttentionKind.ENDING_OFFERS, Scope.CAPACITY_READ, "e.program_instance_id", """
                    select count(*), min(expires_at), null, null, null from (
                        select h.expires_at from capacity_hold h join enrollment e on e.id = h.enrollment_id
                        where h.workspace_id = :workspace and not h.committed and h.expires_at <= :soon
                          and e.information_request_id is null and %1$s
                        order by h.expires_at limit :most) found
                    """),
            new Branch(AttentionKind.ABSENT_REVIEWER, Scope.ENROLLMENTS_ASSIGN, "r.program_instance_id", """
                    select count(*), min(opened_at), user_id, max(display_name), null from (
                        select r.opened_at, a.user_id, m.display_name from absence a
                        join workspace_member m on m.workspace_id = a.workspace_id and m.id = a.user_id
                        join review r on r.workspace_id = a.workspace_id and r.assignee_id = a.user_id
                                     and r.waiting_since is null
                        where a.workspace_id = :workspace and a.first_day <= :today and a.last_day >= :today and %1$s
                        limit :most) found
                    group by user_id order by 1 desc, user_id limit :lines
                    """));

    /** The lines, in the order of their kinds; a kind without rows has none. One statement at most. */
    List<Attention> lines(Map<String, @Nullable Object> values) {
        List<Branch> visible = BRANCHES.stream().filter(this::isVisible).toList();
        if (visible.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Map<String, @Nullable Object> all = new HashMap<>(values);
        all.put("now", Timestamp.from(now));
        all.put("recent", Timestamp.from(now.minus(RECENT)));
        all.put("soon", Timestamp.from(now.plus(SOON)));
        all.put("today", LocalDate.ofInstant(now, zones.ofWorkspace()));
        all.put("most", COUNTED + 1);
        all.put("lines", LINES);
        String sql = visible.stream()
                .map(branch -> LINE.formatted(branch.kind().name(), branch.sql().replace("%1$s", limit(branch))))
                .collect(Collectors.joining(" union all "));
        return new ArrayList<>(
                jdbc.sql(sql).params(all).query((row, n) -> line(row)).list());
    }

    private boolean isVisible(Branch branch) {
        return gate.has(branch.scope())
                && (!gate.limit().isLimited() || !branch.instances().isEmpty());
    }

    private String limit(Branch branch) {
        return gate.limit().isLimited() ? branch.instances() + " = any(:instances)" : "true";
    }

    private static Attention line(ResultSet row) throws SQLException {
        long amount = row.getLong("amount");
        Timestamp since = row.getTimestamp("since");
        return new Attention(
                AttentionKind.valueOf(row.getString("kind")),
                Math.min(amount, COUNTED),
                amount <= COUNTED,
                since == null ? null : since.toInstant(),
                row.getString("id"),
                row.getString("title"),
                row.getBigDecimal("share"));
    }
}
