package dev.enlist.reporting;

import dev.enlist.shared.TimeZones;
import dev.enlist.shared.paging.ListQuery;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads who took part in activities, page by page; the filters select activities by the day on which they begin. */
@Service
public class ParticipationReportQuery {

    private static final String COUNTS = """
            select count(*) as invited,
                   count(*) filter (where p.status = 'opted-out') as opted_out,
                   count(*) filter (where p.status = 'attended') as attended,
                   count(*) filter (where p.status = 'absent') as absent,
                   count(*) filter (where p.status = 'delivered') as delivered,
                   sum(p.quantity) as quantity
            from participation p where p.workspace_id = :workspace and p.activity_id = a.id
            """;

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;
    private final Clock clock;

    ParticipationReportQuery(ReportFilterResolver selections, JdbcClient jdbc, Clock clock) {
        this.selections = selections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param query page by key; its {@code after} may be absent */
    @Transactional(readOnly = true)
    public ParticipationReport read(ReportFilter filter, ListQuery query) {
        SqlCondition where = where(filter);
        List<ParticipationReport.Row> rows = rows(where, query);
        return new ParticipationReport(
                clock.instant(),
                filter.period().from(),
                filter.period().to(),
                total(where),
                rows,
                rows.size() < query.perPage() ? null : rows.get(rows.size() - 1).activityId());
    }

    /** All rows, for the CSV table. */
    @Transactional(readOnly = true)
    public ParticipationReport everything(ReportFilter filter) {
        SqlCondition where = where(filter);
        List<ParticipationReport.Row> all = new ArrayList<>();
        String after = "";
        while (after != null) {
            List<ParticipationReport.Row> page =
                    rows(where, new ListQuery(0, ListQuery.MAX_PER_PAGE, after, Sort.unsorted()));
            all.addAll(page);
            after = page.size() < ListQuery.MAX_PER_PAGE
                    ? null
                    : page.get(page.size() - 1).activityId();
        }
        return new ParticipationReport(
                clock.instant(), filter.period().from(), filter.period().to(), total(where), all, null);
    }

    private SqlCondition where(ReportFilter filter) {
        SqlCondition instances = selections.instances("a.program_instance_id", filter);
        Map<String, Object> values = new HashMap<>(instances.values());
        ZoneId zone = selections.zone(filter);
        String sql = "a.workspace_id = :workspace" + instances.sql();
        sql += bound(" and a.starts_at >= :from", "from", filter.period().from(), zone, values);
        sql += bound(" and a.starts_at < :to", "to", filter.period().to(), zone, values);
        return new SqlCondition(sql, values);
    }

    private static String bound(
            String sql, String name, @Nullable LocalDate day, ZoneId zone, Map<String, Object> values) {
        if (day == null) {
            return "";
        }
        values.put(name, Timestamp.from(day.atStartOfDay(zone).toInstant()));
        return sql;
    }

    private ParticipationReport.Total total(SqlCondition where) {
        return jdbc.sql("""
                        select count(*) as activities, coalesce(sum(c.invited), 0) as invited,
                               coalesce(sum(c.opted_out), 0) as opted_out,
                               coalesce(sum(c.attended + c.delivered), 0) as took_part,
                               coalesce(sum(c.attended + c.delivered) filter (where a.status = 'finished'), 0) as finished_part,
                               coalesce(sum(c.invited) filter (where a.status = 'finished'), 0) as finished_invited
                        from activity a join lateral (%s) c on true where
                        """.formatted(COUNTS) + where.sql())
                .params(where.values())
                .query((row, n) -> new ParticipationReport.Total(
                        row.getLong("activities"),
                        row.getLong("invited"),
                        row.getLong("opted_out"),
                        row.getLong("took_part"),
                        Rate.of(row.getLong("finished_part"), row.getLong("finished_invited"))))
                .single();
    }

    private List<ParticipationReport.Row> rows(SqlCondition where, ListQuery query) {
        return jdbc.sql("""
                        select a.*, i.title as instance_title,
                               coalesce(i.time_zone, w.time_zone, o.time_zone) as time_zone,
                               c.invited, c.opted_out, c.attended, c.absent, c.delivered, c.quantity
                        from activity a
                        join program_instance i on i.workspace_id = :workspace and i.id = a.program_instance_id
                        join workspace w on w.id = :workspace
                        join organization o on o.id = i.organization_id
                        join lateral (%s) c on true
                        where a.id > :after and %s order by a.id limit :limit
                        """.formatted(COUNTS, where.sql()))
                .params(where.values())
                .param("after", query.after() == null ? "" : query.after())
                .param("limit", query.perPage())
                .query((row, n) -> row(row))
                .list();
    }

    private static ParticipationReport.Row row(ResultSet row) throws SQLException {
        long invited = row.getLong("invited");
        long tookPart = row.getLong("attended") + row.getLong("delivered");
        BigDecimal quantity = row.getBigDecimal("quantity");
        return new ParticipationReport.Row(
                row.getString("id"),
                row.getString("program_instance_id"),
                row.getString("instance_title"),
                row.getString("kind"),
                row.getString("title"),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                Optional.ofNullable(row.getString("time_zone"))
                        .flatMap(TimeZones::named)
                        .orElse(ZoneOffset.UTC)
                        .getId(),
                row.getString("status"),
                invited,
                row.getLong("opted_out"),
                row.getLong("attended"),
                row.getLong("absent"),
                row.getLong("delivered"),
                quantity == null ? null : plain(quantity),
                quantity == null ? null : row.getString("unit"),
                row.getString("status").equals("finished") ? Rate.of(tookPart, invited) : null);
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
