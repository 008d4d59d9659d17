package dev.enlist.reporting;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the sums. Each report reads one snapshot of the database, so that its figures agree with its {@code asOf}. */
@Service
public class ReportQueries {

    private static final int MOST_REASONS = 1000;

    /** In the order in which an enrollment takes them. */
    private static final List<DurationReport.Step> STEPS = List.of(
            step("evaluation", "candidate", "eligible", "ineligible"),
            step("application", "eligible", "submitted"),
            step("decision", "submitted", "approved", "rejected"),
            step("participation", "approved", "unenrolled"));

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;

    ReportQueries(ReportFilterResolver selections, JdbcClient jdbc) {
        this.selections = selections;
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public FunnelReport funnel(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        Map<String, Funnel.Count> counts = new HashMap<>();
        jdbc.sql("select a.stage, sum(a.reached) as reached, sum(a.standing) as standing from report_stage a where "
                        + selection.sql() + " group by a.stage")
                .params(selection.values())
                .query(row -> {
                    counts.put(
                            row.getString("stage"), new Funnel.Count(row.getLong("reached"), row.getLong("standing")));
                });
        return new FunnelReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                Funnel.of(counts));
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public DurationReport durations(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        Map<String, Histogram> histograms = new HashMap<>();
        jdbc.sql("select a.from_status, a.bucket, sum(a.amount) as amount, sum(a.total_millis) as total,"
                        + " max(a.longest_millis) as longest from report_duration a where " + selection.sql()
                        + " group by a.from_status, a.bucket")
                .params(selection.values())
                .query(row -> {
                    histograms
                            .computeIfAbsent(row.getString("from_status"), status -> new Histogram())
                            .add(
                                    row.getInt("bucket"),
                                    row.getLong("amount"),
                                    row.getBigDecimal("total"),
                                    row.getLong("longest"));
                });
        return new DurationReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                Histogram.QUANTILE_ERROR,
                STEPS.stream()
                        .map(step -> measured(step, histograms.getOrDefault(step.from(), new Histogram())))
                        .toList());
    }

    /** The step "decision" of {@link #durations}, by program instance. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Map<String, DecisionTimes> decisionTimes(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        Map<String, Histogram> histograms = new HashMap<>();
        jdbc.sql("select a.program_instance_id, a.bucket, sum(a.amount) as amount, sum(a.total_millis) as total,"
                        + " max(a.longest_millis) as longest from report_duration a where " + selection.sql()
                        + " and a.from_status = 'submitted' group by a.program_instance_id, a.bucket")
                .params(selection.values())
                .query(row -> {
                    histograms
                            .computeIfAbsent(row.getString("program_instance_id"), instance -> new Histogram())
                            .add(
                                    row.getInt("bucket"),
                                    row.getLong("amount"),
                                    row.getBigDecimal("total"),
                                    row.getLong("longest"));
                });
        return histograms.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> DecisionTimes.of(entry.getValue())));
    }

    private static DurationReport.Step step(String name, String from, String... to) {
        return new DurationReport.Step(name, from, List.of(to), 0, null, null, null, null, null);
    }

    private static DurationReport.Step measured(DurationReport.Step step, Histogram histogram) {
        return new DurationReport.Step(
                step.step(),
                step.from(),
                step.to(),
                histogram.count(),
                histogram.meanSeconds(),
                histogram.quantileSeconds(0.5),
                histogram.quantileSeconds(0.9),
                histogram.quantileSeconds(0.99),
                histogram.maxSeconds());
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ReasonReport reasons(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        List<ReasonReport.Reason> reasons = jdbc.sql("""
                        select a.status, a.by_type, nullif(a.code, '') as code, nullif(a.rule_set_slug, '') as rule_set,
                               nullif(a.rule_set_version, 0) as version, sum(a.amount) as amount,
                               sum(sum(a.amount)) over (partition by a.status) as of_status
                        from report_reason a where
                        """ + selection.sql() + """
                         group by a.status, a.by_type, a.code, a.rule_set_slug, a.rule_set_version
                        order by sum(a.amount) desc, a.status, a.by_type, a.code, a.rule_set_slug, a.rule_set_version
                        limit :most
                        """)
                .params(selection.values())
                .param("most", MOST_REASONS)
                .query((row, n) -> new ReasonReport.Reason(
                        row.getString("status"),
                        row.getString("by_type"),
                        row.getString("code"),
                        row.getString("rule_set"),
                        row.getObject("version", Integer.class),
                        row.getLong("amount"),
                        Rate.of(row.getLong("amount"), row.getLong("of_status"))))
                .list();
        return new ReasonReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                reasons);
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ReviewerReport reviewers(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        Map<ReviewerReport.By, ReviewerFigures> figures = new LinkedHashMap<>();
        jdbc.sql("""
                        select d.by_type, nullif(d.by_id, '') as by_id, coalesce(u.display_name, k.name) as name,
                               d.status, d.bucket, d.amount, d.longest
                        from (select a.by_type, a.by_id, a.status, a.bucket, sum(a.amount) as amount,
                                     max(a.longest_millis) as longest
                              from report_decision a where
                        """ + selection.sql() + """
                              group by a.by_type, a.by_id, a.status, a.bucket) d
                        left join workspace_member u
                            on d.by_type = 'user' and u.id = d.by_id and u.workspace_id = :workspace
                        left join api_key k
                            on d.by_type = 'key' and k.id = d.by_id and k.workspace_id = :workspace
                        """).params(selection.values()).query(row -> {
            figures.computeIfAbsent(
                            new ReviewerReport.By(
                                    row.getString("by_type"), row.getString("by_id"), row.getString("name")),
                            by -> new ReviewerFigures())
                    .add(row.getString("status"), row.getInt("bucket"), row.getLong("amount"), row.getLong("longest"));
        });
        return new ReviewerReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                Histogram.QUANTILE_ERROR,
                ReviewerFigures.mostFirst(figures));
    }
}
