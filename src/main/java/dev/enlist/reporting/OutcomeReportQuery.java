package dev.enlist.reporting;

import dev.enlist.shared.paging.ListQuery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads outcomes by program instance or program, page by page. The days of a period are those of its instance, so no time
 * zone is involved. Five statements for a page, however many rows it has.
 */
@Service
public class OutcomeReportQuery {

    private static final int RATE_DIGITS = 4;
    private static final int VALUE_DIGITS = 6;

    /** The share of a value for the days of its period that the report asks for. */
    private static final String SHARE = """
            o.value * (least(o.period_to, :last::date) - greatest(o.period_from, :first::date) + 1)
              / (o.period_to - o.period_from + 1)
            """;

    private static final String LEFT = """
            coalesce(o.left_on, case when e.status = 'unenrolled'
              then (e.exit_requested_at at time zone 'UTC')::date end) < o.period_to
            """;

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;
    private final Clock clock;

    OutcomeReportQuery(ReportFilterResolver selections, JdbcClient jdbc, Clock clock) {
        this.selections = selections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Subject(String key, @Nullable String instanceId, String programSlug, String name) {}

    private record MetricKey(String subject, String metric) {}

    /** Sums of a metric that are read by other statements. */
    private static final class Sums {

        BigDecimal deemedWhereMeasured = BigDecimal.ZERO;
        BigDecimal comparedDeemed = BigDecimal.ZERO;
        BigDecimal comparedMeasured = BigDecimal.ZERO;
        final List<OutcomeReport.Month> months = new ArrayList<>();
    }

    /**
     * @param metric    null for every metric
     * @param byProgram whether a row is about all instances of a program; else about one instance
     * @param query     page by key; its {@code after} may be absent
     */
    @Transactional(readOnly = true)
    public OutcomeReport read(ReportFilter filter, @Nullable String metric, boolean byProgram, ListQuery query) {
        List<Subject> subjects = subjects(filter, metric, byProgram, query);
        Map<String, Object> values = new HashMap<>();
        SqlCondition instances = selections.instances("o.program_instance_id", filter);
        values.putAll(instances.values());
        values.put("keys", subjects.stream().map(Subject::key).toArray(String[]::new));
        values.put("metric", metric == null ? "" : metric);
        values.put(
                "first",
                filter.period().from() == null
                        ? LocalDate.of(1, 1, 1)
                        : filter.period().from());
        values.put(
                "last",
                filter.period().to() == null
                        ? LocalDate.of(9999, 12, 31)
                        : filter.period().to().minusDays(1));
        String key = byProgram ? "i.program_id" : "i.id";
        String from = """
                 from outcome o
                join program_instance i on i.workspace_id = :workspace and i.id = o.program_instance_id
                left join enrollment e on e.workspace_id = :workspace and e.id = o.enrollment_id
                where o.workspace_id = :workspace and o.superseded_at is null
                  and o.period_from <= :last and o.period_to >= :first and (:metric = '' or o.metric = :metric)
                """ + instances.sql() + " and " + key + " = any(:keys) ";
        Map<MetricKey, Sums> sums = new HashMap<>();
        comparisons(key, from, values, sums);
        months(key, from, values, sums);
        Map<String, List<OutcomeReport.Metric>> metrics = new LinkedHashMap<>();
        Map<MetricKey, OutcomeReport.Cost> costs = costs(key, from, values);
        jdbc.sql("""
                        select %s as subject, o.metric, max(o.unit) as unit, count(*) as count,
                               count(distinct o.enrollment_id)
                                 + case when bool_or(o.enrollment_id is null) then 1 else 0 end as enrollments,
                               count(*) filter (where o.method = 'deemed') as deemed_count,
                               coalesce(sum(%s) filter (where o.method = 'deemed'), 0) as deemed,
                               count(*) filter (where o.method = 'measured') as measured_count,
                               coalesce(sum(%s) filter (where o.method = 'measured'), 0) as measured,
                               count(distinct coalesce(o.enrollment_id, o.id)) filter (where %s) as left_enrollments,
                               coalesce(sum(%s) filter (where %s), 0) as left_sum
                        """.formatted(key, SHARE, SHARE, LEFT, SHARE, LEFT)
                        + from + " group by 1, o.metric order by 1, o.metric")
                .params(values)
                .query(row -> {
                    String subject = row.getString("subject");
                    MetricKey of = new MetricKey(subject, row.getString("metric"));
                    Sums more = sums.getOrDefault(of, new Sums());
                    metrics.computeIfAbsent(subject, id -> new ArrayList<>())
                            .add(metric(row, more, Optional.ofNullable(costs.get(of))));
                });
        return new OutcomeReport(
                clock.instant(),
                filter.period().from(),
                filter.period().to(),
                byProgram ? "program" : "instance",
                subjects.stream()
                        .map(subject -> new OutcomeReport.Row(
                                subject.instanceId(),
                                subject.programSlug(),
                                subject.name(),
                                metrics.getOrDefault(subject.key(), List.of())))
                        .toList(),
                subjects.size() < query.perPage()
                        ? null
                        : subjects.get(subjects.size() - 1).key());
    }

    /** All rows, for the CSV table. */
    @Transactional(readOnly = true)
    public OutcomeReport everything(ReportFilter filter, @Nullable String metric, boolean byProgram) {
        List<OutcomeReport.Row> rows = new ArrayList<>();
        String after = "";
        while (after != null) {
            OutcomeReport page =
                    read(filter, metric, byProgram, new ListQuery(0, ListQuery.MAX_PER_PAGE, after, Sort.unsorted()));
            rows.addAll(page.data());
            after = page.next();
        }
        return new OutcomeReport(
                clock.instant(),
                filter.period().from(),
                filter.period().to(),
                byProgram ? "program" : "instance",
                rows,
                null);
    }

    private List<Subject> subjects(ReportFilter filter, @Nullable String metric, boolean byProgram, ListQuery query) {
        SqlCondition instances = selections.instances("i.id", filter);
        String where = " where i.workspace_id = :workspace" + instances.sql() + """
                 and exists (select 1 from outcome o where o.workspace_id = :workspace
                   and o.program_instance_id = i.id and o.superseded_at is null
                   and (:metric = '' or o.metric = :metric)
                   and o.period_from < coalesce(:to::date, 'infinity') and o.period_to >= coalesce(:from::date, '-infinity'))
                """;
        String sql = byProgram ? """
                select p.id as key, null as instance, p.slug, p.name from program p
                where p.id > :after and p.id in (select i.program_id from program_instance i %s)
                order by p.id limit :limit
                """.formatted(where) : """
                select i.id as key, i.id as instance, p.slug, i.title as name from program_instance i
                join program p on p.id = i.program_id
                %s and i.id > :after order by i.id limit :limit
                """.formatted(where);
        return jdbc.sql(sql)
                .params(instances.values())
                .param("metric", metric == null ? "" : metric)
                .param("from", filter.period().from())
                .param("to", filter.period().to())
                .param("after", query.after() == null ? "" : query.after())
                .param("limit", query.perPage())
                .query((row, n) -> new Subject(
                        row.getString("key"), row.getString("instance"), row.getString("slug"), row.getString("name")))
                .list();
    }

    /** Deemed values on the days for which the same enrollment has a measured one, and these measured values. */
    private void comparisons(String key, String from, Map<String, Object> values, Map<MetricKey, Sums> sums) {
        jdbc.sql("""
                        select d.subject, d.metric,
                               sum(d.value * least(m.days, d.days) / d.days) as covered,
                               sum(d.value * m.days / d.days) as deemed, sum(m.measured) as measured
                        from (select %s as subject, o.metric, o.enrollment_id, o.value,
                                     o.period_from, o.period_to, o.period_to - o.period_from + 1 as days
                              %s and o.method = 'deemed' and o.enrollment_id is not null) d
                        join lateral (
                          select sum(s.days) as days, sum(o.value * s.days / (o.period_to - o.period_from + 1)) as measured
                          from outcome o,
                            lateral (select least(o.period_to, d.period_to, :last::date)
                                       - greatest(o.period_from, d.period_from, :first::date) + 1 as days) s
                          where o.workspace_id = :workspace and o.enrollment_id = d.enrollment_id
                            and o.metric = d.metric and o.method = 'measured' and o.superseded_at is null
                            and s.days > 0) m on m.days is not null
                        group by d.subject, d.metric
                        """.formatted(key, from)).params(values).query(row -> {
            Sums of = of(row, sums);
            of.deemedWhereMeasured = row.getBigDecimal("covered");
            of.comparedDeemed = row.getBigDecimal("deemed");
            of.comparedMeasured = row.getBigDecimal("measured");
        });
    }

    private void months(String key, String from, Map<String, Object> values, Map<MetricKey, Sums> sums) {
        jdbc.sql("""
                        select o.subject, o.metric, to_char(m.month, 'YYYY-MM') as month,
                               coalesce(sum(o.value * s.days / o.days) filter (where o.method = 'deemed'), 0) as deemed,
                               coalesce(sum(o.value * s.days / o.days) filter (where o.method = 'measured'), 0) as measured
                        from (select %s as subject, o.metric, o.method, o.value,
                                     o.period_from, o.period_to, o.period_to - o.period_from + 1 as days %s) o,
                          lateral generate_series(
                            date_trunc('month', greatest(o.period_from, :first::date)::timestamp),
                            least(o.period_to, :last::date)::timestamp, interval '1 month') as m(month),
                          lateral (select least(o.period_to, :last::date, (m.month + interval '1 month - 1 day')::date)
                                     - greatest(o.period_from, :first::date, m.month::date) + 1 as days) s
                        group by 1, 2, 3 order by 1, 2, 3
                        """.formatted(key, from)).params(values).query(row -> {
            of(row, sums)
                    .months
                    .add(new OutcomeReport.Month(
                            row.getString("month"),
                            plain(row.getBigDecimal("deemed")),
                            plain(row.getBigDecimal("measured"))));
        });
    }

    private static Sums of(ResultSet row, Map<MetricKey, Sums> sums) throws SQLException {
        return sums.computeIfAbsent(
                new MetricKey(row.getString("subject"), row.getString("metric")), metric -> new Sums());
    }

    private static OutcomeReport.Metric metric(ResultSet row, Sums more, Optional<OutcomeReport.Cost> cost)
            throws SQLException {
        BigDecimal deemed = row.getBigDecimal("deemed");
        BigDecimal measured = row.getBigDecimal("measured");
        BigDecimal sum = plain(measured.add(deemed).subtract(more.deemedWhereMeasured));
        return new OutcomeReport.Metric(
                row.getString("metric"),
                row.getString("unit"),
                row.getLong("count"),
                row.getLong("enrollments"),
                sum,
                new OutcomeReport.Part(row.getLong("deemed_count"), plain(deemed)),
                new OutcomeReport.Part(row.getLong("measured_count"), plain(measured)),
                more.comparedDeemed.signum() == 0
                        ? null
                        : more.comparedMeasured.divide(more.comparedDeemed, RATE_DIGITS, RoundingMode.HALF_UP),
                new OutcomeReport.Attrition(row.getLong("left_enrollments"), plain(row.getBigDecimal("left_sum"))),
                cost.map(known -> new OutcomeReport.Cost(
                                known.amount(),
                                known.currency(),
                                sum.signum() > 0
                                        ? known.amount().divide(sum, RATE_DIGITS, RoundingMode.HALF_UP)
                                        : null))
                        .orElse(null),
                more.months);
    }

    /** What the enrollments with a value of each metric were granted; absent where there are several currencies. */
    private Map<MetricKey, OutcomeReport.Cost> costs(String key, String from, Map<String, Object> values) {
        Map<MetricKey, OutcomeReport.Cost> costs = new HashMap<>();
        jdbc.sql("""
                        select g.subject, g.metric, sum(g.amount) as amount, min(g.currency) as currency
                        from (select distinct %s as subject, o.metric, e.id, e.incentive_amount as amount,
                                     e.incentive_currency as currency
                              %s and e.incentive_amount is not null and e.incentive_fixed_at is not null) g
                        group by g.subject, g.metric having min(g.currency) = max(g.currency)
                        """.formatted(key, from)).params(values).query(row -> {
            costs.put(
                    new MetricKey(row.getString("subject"), row.getString("metric")),
                    new OutcomeReport.Cost(row.getBigDecimal("amount"), row.getString("currency"), null));
        });
        return costs;
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal rounded = value.setScale(VALUE_DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
