package dev.enlist.reporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts second opinions. Reads the enrollments that have one, by partial indexes, and not the sums of status changes: a
 * first approval and a draw of the sample change no status. Where an application is changed or reopened, its first
 * approval is withdrawn and not counted.
 */
@Service
public class AgreementQuery {

    private static final int MOST = 500;

    /** How an application ended that needed a second opinion. */
    private static final String OUTCOME = """
            case when e.status in ('approved', 'unenrolled') then 'agreed'
                 when e.status = 'rejected' then 'disagreed' else 'open' end""";

    /** The person who decided last. */
    private static final String DECIDED_BY = """
            left join lateral (select c.by_type, c.by_id from status_change c
                               where c.enrollment_id = e.id and c.workspace_id = e.workspace_id
                                 and c.to_status in ('approved', 'rejected')
                               order by c.number desc limit 1) d on e.status <> 'submitted'
            """;

    private final JdbcClient jdbc;
    private final ReportFilterResolver selections;

    AgreementQuery(JdbcClient jdbc, ReportFilterResolver selections) {
        this.jdbc = jdbc;
        this.selections = selections;
    }

    private record ReviewerKey(String type, String id) {}

    private static final class Tally {
        private long agreed;
        private long disagreed;
        private long open;

        void add(String outcome, long amount) {
            switch (outcome) {
                case "agreed" -> agreed += amount;
                case "disagreed" -> disagreed += amount;
                default -> open += amount;
            }
        }

        AgreementReport.Opinions opinions() {
            return AgreementReport.Opinions.of(agreed, disagreed, open);
        }
    }

    private static final class Sides {
        private final Tally first = new Tally();
        private final Tally second = new Tally();
        private final Tally sampled = new Tally();
    }

    /** Reads two statements, and a third with the names of the reviewers. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public AgreementReport read(ReportFilter filter) {
        Map<ReviewerKey, Sides> reviewers = new LinkedHashMap<>();
        Tally secondPerson = new Tally();
        Tally sampled = new Tally();
        each(
                "first_approval_at",
                "e.first_approval_at is not null",
                "e.first_approval_by_type, e.first_approval_by_id",
                filter,
                row -> {
                    String outcome = row.getString("outcome");
                    long amount = row.getLong("amount");
                    secondPerson.add(outcome, amount);
                    sides(reviewers, row.getString("first_approval_by_type"), row.getString("first_approval_by_id"))
                            .first
                            .add(outcome, amount);
                    String second = row.getString("by_type");
                    if (second != null && !outcome.equals("open")) {
                        sides(reviewers, second, row.getString("by_id")).second.add(outcome, amount);
                    }
                });
        each("rule_review_at", "e.rule_review_outcome = 'sampled'", "e.rule_review_outcome", filter, row -> {
            String outcome = row.getString("outcome");
            long amount = row.getLong("amount");
            sampled.add(outcome, amount);
            String by = row.getString("by_type");
            if (by != null && !outcome.equals("open")) {
                sides(reviewers, by, row.getString("by_id")).sampled.add(outcome, amount);
            }
        });
        Map<ReviewerKey, String> names =
                names(reviewers.keySet().stream().map(ReviewerKey::id).toList());
        return new AgreementReport(
                filter.period().from(),
                filter.period().to(),
                secondPerson.opinions(),
                sampled.opinions(),
                reviewers.entrySet().stream()
                        .map(entry -> reviewer(entry.getKey(), names.get(entry.getKey()), entry.getValue()))
                        .sorted(Comparator.comparing(AgreementReport.Reviewer::asked)
                                .reversed()
                                .thenComparing(reviewer -> reviewer.by().type())
                                .thenComparing(
                                        reviewer -> String.valueOf(reviewer.by().id())))
                        .limit(MOST)
                        .toList());
    }

    private static Sides sides(Map<ReviewerKey, Sides> reviewers, String type, String id) {
        return reviewers.computeIfAbsent(new ReviewerKey(type, id), key -> new Sides());
    }

    private static AgreementReport.Reviewer reviewer(ReviewerKey key, @Nullable String name, Sides sides) {
        return new AgreementReport.Reviewer(
                new ReviewerReport.By(key.type(), key.id(), name),
                sides.first.opinions(),
                sides.second.opinions(),
                sides.sampled.opinions());
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String moment, String condition, String group, ReportFilter filter, RowReader read) {
        SqlCondition instances = selections.instances("e.program_instance_id", filter);
        Map<String, Object> values = new HashMap<>(instances.values());
        ZoneId zone = selections.zone(filter);
        String period = bound(moment, ">=", filter.period().from(), zone, values)
                + bound(moment, "<", filter.period().to(), zone, values);
        jdbc.sql("select " + group + ", d.by_type, d.by_id, " + OUTCOME
                        + " as outcome, count(*) as amount from enrollment e "
                        + DECIDED_BY + " where e.workspace_id = :workspace and " + condition + period + instances.sql()
                        + " group by " + group + ", d.by_type, d.by_id, outcome")
                .params(values)
                .query(row -> {
                    read.read(row);
                });
    }

    private static String bound(
            String moment, String operator, @Nullable LocalDate day, ZoneId zone, Map<String, Object> values) {
        if (day == null) {
            return "";
        }
        String name = "moment" + values.size();
        values.put(name, day.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC));
        return " and e." + moment + " " + operator + " :" + name;
    }

    private Map<ReviewerKey, String> names(List<String> ids) {
        Map<ReviewerKey, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("""
                            select 'user' as type, id, display_name as name from workspace_member
                            where workspace_id = :workspace and id = any(:ids)
                            union all
                            select 'key', id, name from api_key where workspace_id = :workspace and id = any(:ids)
                            """)
                    .params(selections
                            .instances("id", new ReportFilter(null, null, null, new Period(null, null)))
                            .values())
                    .param("ids", ids.toArray(String[]::new))
                    .query(row -> {
                        names.put(new ReviewerKey(row.getString("type"), row.getString("id")), row.getString("name"));
                    });
        }
        return names;
    }
}
