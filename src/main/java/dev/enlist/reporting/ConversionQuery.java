package dev.enlist.reporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads how far enrollments went, by one breakdown, in one statement. */
@Service
public class ConversionQuery {

    private static final int MOST_ROWS = 500;

    private static final String STAGES = """
            sum(a.reached) filter (where a.stage = 'candidate') as created,
            sum(a.reached) filter (where a.stage = 'evaluated') as evaluated,
            sum(a.reached) filter (where a.stage = 'eligible') as eligible,
            sum(a.reached) filter (where a.stage = 'ineligible') as ineligible,
            sum(a.reached) filter (where a.stage = 'submitted') as submitted,
            sum(a.reached) filter (where a.stage = 'decided') as decided,
            sum(a.reached) filter (where a.stage = 'approved') as approved,
            sum(a.reached) filter (where a.stage = 'rejected') as rejected,
            sum(a.reached) filter (where a.stage = 'unenrolled') as unenrolled
            """;

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;

    ConversionQuery(ReportFilterResolver selections, JdbcClient jdbc) {
        this.selections = selections;
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ConversionReport read(ReportFilter filter, Breakdown by) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        String sql = by.isDimension()
                ? "select a.value, null as name, " + STAGES
                        + " from report_stage_dimension a where a.dimension = :by and " + selection.sql()
                        + " group by a.value"
                : "select " + key(by) + ", sum(c.created) as created, sum(c.evaluated) as evaluated,"
                        + " sum(c.eligible) as eligible, sum(c.ineligible) as ineligible,"
                        + " sum(c.submitted) as submitted, sum(c.decided) as decided, sum(c.approved) as approved,"
                        + " sum(c.rejected) as rejected, sum(c.unenrolled) as unenrolled"
                        + " from (select a.program_instance_id, " + STAGES + " from report_stage a where "
                        + selection.sql() + " group by a.program_instance_id) c"
                        + " join program_instance i on i.id = c.program_instance_id and i.workspace_id = :workspace"
                        + owner(by) + " group by 1, 2";
        return new ConversionReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                by.wire(),
                jdbc.sql("select * from (" + sql
                                + ") r where r.created > 0 order by r.created desc, r.value limit :most")
                        .params(selection.values())
                        .param("by", by.wire())
                        .param("most", MOST_ROWS)
                        .query((row, n) -> row(row))
                        .list());
    }

    private static String key(Breakdown by) {
        return switch (by) {
            case PROGRAM -> "p.slug as value, p.name as name";
            case CAMPAIGN -> "c2.id as value, c2.name as name";
            default -> "i.id as value, i.title as name";
        };
    }

    private static String owner(Breakdown by) {
        return switch (by) {
            case PROGRAM -> " join program p on p.id = i.program_id";
            case CAMPAIGN -> " join campaign c2 on c2.id = i.campaign_id and c2.workspace_id = :workspace";
            default -> "";
        };
    }

    private static ConversionReport.Row row(ResultSet row) throws SQLException {
        long created = row.getLong("created");
        long evaluated = row.getLong("evaluated");
        long eligible = row.getLong("eligible");
        long submitted = row.getLong("submitted");
        long decided = row.getLong("decided");
        long approved = row.getLong("approved");
        return new ConversionReport.Row(
                row.getString("value"),
                row.getString("name"),
                created,
                evaluated,
                eligible,
                row.getLong("ineligible"),
                submitted,
                decided,
                approved,
                row.getLong("rejected"),
                row.getLong("unenrolled"),
                Rate.of(eligible, evaluated),
                Rate.of(submitted, eligible),
                Rate.of(approved, decided),
                Rate.of(approved, created));
    }
}
