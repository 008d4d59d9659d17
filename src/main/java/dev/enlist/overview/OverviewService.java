package dev.enlist.overview;

import dev.enlist.overview.Overview.Capacity;
import dev.enlist.overview.Overview.Due;
import dev.enlist.overview.Overview.DueKind;
import dev.enlist.overview.Overview.Figure;
import dev.enlist.overview.Overview.FigureName;
import dev.enlist.overview.Overview.Program;
import dev.enlist.reporting.DurationReport;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.reporting.ReportQueries;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the home page of the workspace in scope, as far as the caller may: a fixed number of statements over sums and
 * indexes, whatever the workspace holds.
 */
@Service
@Transactional(readOnly = true)
public class OverviewService {

    private static final int PROGRAMS = 6;
    private static final int MOST_DUE = 6;
    private static final int WEEK = 7;
    private static final Duration AHEAD = Duration.ofDays(30);

    private static final String FLOW = """
            select coalesce(sum(s.reached) filter (where s.starts >= :week), 0) as last,
                   coalesce(sum(s.reached) filter (where s.starts < :week), 0) as before
            from report_stage s
            where s.workspace_id = :workspace and s.span = 'day' and s.stage = 'candidate' and s.starts >= :weeks
              and s.starts <= :today and %s
            """;

    private static final String DECISIONS = """
            select coalesce(sum(d.amount) filter (where d.starts >= :week), 0) as last,
                   coalesce(sum(d.amount) filter (where d.starts < :week), 0) as before
            from report_decision d
            where d.workspace_id = :workspace and d.span = 'day' and d.starts >= :weeks and d.starts <= :today and %s
            """;

    private static final String WAITING = """
            select count(*) from (select 1 from review r where r.workspace_id = :workspace and %s limit :most) found
            """;

    private static final String INSTANCES = """
            select i.id, i.title, p.name, i.end_date, c.capacity_limit, c.reserved + c.committed as used,
                   coalesce(r.recent, 0) as recent
            from program_instance i join program p on p.id = i.program_id
            left join lateral (
                select c.capacity_limit, c.reserved, c.committed from capacity_pool c
                where c.workspace_id = i.workspace_id and c.owner_kind = 'instance' and c.owner_id = i.id
                  and c.segment_by is null and c.closed_at is null
                order by c.pricing_model = 'budget' limit 1) c on true
            left join (select s.program_instance_id, sum(s.reached) as recent from report_stage s
                       where s.workspace_id = :workspace and s.span = 'day' and s.stage = 'candidate'
                         and s.starts >= :week group by 1) r on r.program_instance_id = i.id
            where i.workspace_id = :workspace and i.archived_at is null and %s
            order by recent desc, i.id desc limit :programs
            """;

    private static final String COUNTS = """
            select program_instance_id, status, sum(amount) as amount from enrollment_tally
            where workspace_id = :workspace and program_instance_id = any(:shown) group by 1, 2
            """;

    private static final String DATES = """
            select 'INSTANCE_BEGINS' as kind, i.start_date as at, i.id, i.title from program_instance i
            where i.workspace_id = :workspace and i.archived_at is null and i.start_date between :now and :ahead and %1$s
            union all
            select 'INSTANCE_ENDS', i.end_date, i.id, i.title from program_instance i
            where i.workspace_id = :workspace and i.archived_at is null and i.end_date between :now and :ahead and %1$s
            """;

    private static final String CAMPAIGN_DATES = """
            union all
            select 'CAMPAIGN_BEGINS', c.start_date, c.id, c.name from campaign c
            where c.workspace_id = :workspace and c.status in ('planned', 'recruiting')
              and c.start_date between :now and :ahead
            union all
            select 'CAMPAIGN_ENDS', c.end_date, c.id, c.name from campaign c
            where c.workspace_id = :workspace and c.status in ('recruiting', 'active', 'paused')
              and c.end_date between :now and :ahead
            """;

    private final JdbcClient jdbc;
    private final AttentionQuery attention;
    private final ReportQueries reports;
    private final AccessGate gate;
    private final TimeZones zones;
    private final Clock clock;

    OverviewService(
            JdbcClient jdbc,
            AttentionQuery attention,
            ReportQueries reports,
            AccessGate gate,
            TimeZones zones,
            Clock clock) {
        this.jdbc = jdbc;
        this.attention = attention;
        this.reports = reports;
        this.gate = gate;
        this.zones = zones;
        this.clock = clock;
    }

    public Overview overview() {
        Map<String, @Nullable Object> values = values();
        List<Program> programs = programs(values);
        return new Overview(programs.isEmpty(), figures(values), attention.lines(values), programs, due(values));
    }

    private List<Figure> figures(Map<String, @Nullable Object> values) {
        List<Figure> figures = new ArrayList<>();
        if (gate.has(Scope.ENROLLMENTS_READ)) {
            long waiting = jdbc.sql(WAITING.formatted(visible("r.program_instance_id")))
                    .params(values)
                    .query(Long.class)
                    .single();
            figures.add(new Figure(
                    FigureName.WAITING,
                    BigDecimal.valueOf(Math.min(waiting, AttentionQuery.COUNTED)),
                    waiting <= AttentionQuery.COUNTED,
                    null));
        }
        if (gate.has(Scope.REPORTS_READ)) {
            figures.add(flow(FigureName.APPLICATIONS, FLOW.formatted(visible("s.program_instance_id")), values));
            figures.add(flow(FigureName.DECISIONS, DECISIONS.formatted(visible("d.program_instance_id")), values));
            LocalDate today = today();
            figures.add(new Figure(
                    FigureName.DECISION_TIME,
                    median(today.minusDays(WEEK - 1L), today.plusDays(1)),
                    true,
                    median(today.minusDays(2L * WEEK - 1), today.minusDays(WEEK - 1L))));
        }
        return figures;
    }

    private Figure flow(FigureName name, String sql, Map<String, @Nullable Object> values) {
        return jdbc.sql(sql)
                .params(values)
                .query((row, n) -> new Figure(name, row.getBigDecimal("last"), true, row.getBigDecimal("before")))
                .single();
    }

    /** Seconds between submission and decision; null where no decision was made. */
    private @Nullable BigDecimal median(LocalDate from, LocalDate to) {
        return reports.durations(ReportFilter.of(null, null, null, from.toString(), to.toString())).steps().stream()
                .filter(step -> step.step().equals("decision"))
                .findFirst()
                .map(DurationReport.Step::p50Seconds)
                .orElse(null);
    }

    private List<Program> programs(Map<String, @Nullable Object> values) {
        List<Program> found = jdbc.sql(INSTANCES.formatted(visible("i.id")))
                .params(values)
                .query((row, n) -> program(row))
                .list();
        if (found.isEmpty() || !gate.has(Scope.ENROLLMENTS_READ)) {
            return found;
        }
        Map<String, Map<String, Long>> counts = new HashMap<>();
        jdbc.sql(COUNTS)
                .param("workspace", values.get("workspace"))
                .param("shown", found.stream().map(Program::programInstanceId).toArray(String[]::new))
                .query(row -> {
                    if (row.getLong("amount") > 0) {
                        counts.computeIfAbsent(row.getString("program_instance_id"), id -> new TreeMap<>())
                                .put(row.getString("status"), row.getLong("amount"));
                    }
                });
        return found.stream()
                .map(program -> new Program(
                        program.programInstanceId(),
                        program.title(),
                        program.programName(),
                        counts.getOrDefault(program.programInstanceId(), Map.of()),
                        program.recent(),
                        program.capacity(),
                        program.endDate()))
                .toList();
    }

    private static Program program(ResultSet row) throws SQLException {
        BigDecimal limit = row.getBigDecimal("capacity_limit");
        Timestamp end = row.getTimestamp("end_date");
        return new Program(
                row.getString("id"),
                row.getString("title"),
                row.getString("name"),
                Map.of(),
                row.getLong("recent"),
                limit == null ? null : new Capacity(row.getBigDecimal("used"), limit),
                end == null ? null : end.toInstant());
    }

    private List<Due> due(Map<String, @Nullable Object> values) {
        String dates = DATES.replace("%1$s", visible("i.id")) + (gate.has(Scope.CAMPAIGNS_READ) ? CAMPAIGN_DATES : "");
        return jdbc.sql("select * from (" + dates + ") dates order by at, id limit :mostDue")
                .params(values)
                .query((row, n) -> new Due(
                        DueKind.valueOf(row.getString("kind")),
                        row.getTimestamp("at").toInstant(),
                        row.getString("id"),
                        row.getString("title")))
                .list();
    }

    private String visible(String column) {
        return gate.limit().isLimited() ? column + " = any(:instances)" : "true";
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zones.ofWorkspace());
    }

    private Map<String, @Nullable Object> values() {
        Instant now = clock.instant();
        LocalDate today = today();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("workspace", WorkspaceScope.current().workspaceId());
        values.put("instances", gate.limit().programInstanceIds().toArray(String[]::new));
        values.put("now", Timestamp.from(now));
        values.put("ahead", Timestamp.from(now.plus(AHEAD)));
        values.put("today", today);
        values.put("week", today.minusDays(WEEK - 1L));
        values.put("weeks", today.minusDays(2L * WEEK - 1));
        values.put("most", AttentionQuery.COUNTED + 1);
        values.put("programs", PROGRAMS);
        values.put("mostDue", MOST_DUE);
        return values;
    }
}
