package dev.enlist.reporting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the steps of the process from our own counters and sums; the history of the engine is not used. */
@Service
public class ProcessQuery {

    private static final String WAITLIST = "waitlist";
    private static final int MOST_INCIDENTS = 100;
    private static final int MOST_WORKFLOW_STEPS = 200;

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;

    ProcessQuery(ReportFilterResolver selections, JdbcClient jdbc) {
        this.selections = selections;
        this.jdbc = jdbc;
    }

    /** @param places kinds of waiting within the step, with their elements */
    private record Step(String name, String status, String element, List<Place> places) {}

    private record Place(String kind, String element) {}

    private record Move(String from, String to) {}

    private static final List<Step> STEPS = List.of(
            new Step(
                    "evaluation",
                    "candidate",
                    "rule_check_eligibility",
                    List.of(new Place("manual-evaluation", "user_evaluate_manually"))),
            new Step(
                    "application",
                    "eligible",
                    "receive_application",
                    List.of(new Place(WAITLIST, "receive_application"))),
            new Step(
                    "decision",
                    "submitted",
                    "user_review_enrollment",
                    List.of(
                            new Place("review", "user_review_enrollment"),
                            new Place("applicant", "catch_information_provided"))),
            new Step("participation", "approved", "receive_exit_request", List.of()),
            new Step("ineligible", "ineligible", "end_ineligible", List.of()),
            new Step("rejected", "rejected", "end_rejected", List.of()),
            new Step("left", "unenrolled", "end_unenrolled", List.of()));

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ProcessReport read(ReportFilter filter) {
        SqlCondition selection = selections.of(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        Map<Move, Long> moves = moves(selection);
        Map<String, Histogram> stays = stays(selection);
        Map<String, Long> now = now(filter);
        return new ProcessReport(
                freshness.asOf(),
                freshness.pending(),
                filter.period().from(),
                filter.period().to(),
                Histogram.QUANTILE_ERROR,
                STEPS.stream().map(step -> step(step, moves, stays, now)).toList(),
                workflowSteps(filter),
                incidents(filter));
    }

    private List<ProcessReport.WorkflowStep> workflowSteps(ReportFilter filter) {
        SqlCondition chosen = selections.instances("a.program_instance_id", filter);
        return jdbc.sql("""
                        select s.slug, s.number, s.element_id, max(s.name) as name, s.kind, count(*) as now,
                               min(s.started_at) as oldest
                        from workflow_step s
                        join workflow_run a on a.id = s.run_id
                        where s.workspace_id = :workspace and s.ended_at is null %s
                        group by s.slug, s.number, s.element_id, s.kind
                        order by s.slug, s.number, min(s.started_at) limit :most
                        """.formatted(chosen.sql()))
                .params(chosen.values())
                .param("most", MOST_WORKFLOW_STEPS)
                .query((row, n) -> new ProcessReport.WorkflowStep(
                        row.getString("slug"),
                        row.getInt("number"),
                        row.getString("element_id"),
                        row.getString("name"),
                        row.getString("kind"),
                        row.getLong("now"),
                        row.getTimestamp("oldest").toInstant()))
                .list();
    }

    /** Read from the tasks of the engine that wait now. Open incidents are few; there is an index on their workspace. */
    private List<ProcessReport.Incident> incidents(ReportFilter filter) {
        SqlCondition chosen = selections.instances("a.program_instance_id", filter);
        return jdbc.sql("""
                        select a.id, a.application_number, a.program_instance_id, p.title, i.activity_id_,
                               i.incident_msg_, i.incident_timestamp_
                        from act_ru_incident i
                        join act_ru_execution x on x.id_ = i.proc_inst_id_
                        join enrollment a on a.id = x.business_key_ and a.workspace_id = :workspace
                        join program_instance p on p.id = a.program_instance_id and p.workspace_id = :workspace
                        where i.tenant_id_ = :workspace and i.id_ = i.root_cause_incident_id_
                        """ + chosen.sql() + " order by i.incident_timestamp_, a.id limit :most")
                .params(chosen.values())
                .param("most", MOST_INCIDENTS)
                .query((row, n) -> new ProcessReport.Incident(
                        row.getString("id"),
                        row.getString("application_number"),
                        row.getString("program_instance_id"),
                        row.getString("title"),
                        row.getString("activity_id_"),
                        row.getString("incident_msg_"),
                        row.getTimestamp("incident_timestamp_").toInstant()))
                .list();
    }

    private Map<Move, Long> moves(SqlCondition selection) {
        Map<Move, Long> moves = new HashMap<>();
        jdbc.sql("select a.from_status, a.to_status, sum(a.amount) as amount from report_flow a"
                        + " where a.dimension = '' and a.value = '' and " + selection.sql()
                        + " group by a.from_status, a.to_status")
                .params(selection.values())
                .query(row -> {
                    moves.put(
                            new Move(row.getString("from_status"), row.getString("to_status")), row.getLong("amount"));
                });
        return moves;
    }

    private Map<String, Histogram> stays(SqlCondition selection) {
        Map<String, Histogram> stays = new HashMap<>();
        jdbc.sql("select a.from_status, a.bucket, sum(a.amount) as amount, sum(a.total_millis) as total,"
                        + " max(a.longest_millis) as longest from report_duration a where " + selection.sql()
                        + " group by a.from_status, a.bucket")
                .params(selection.values())
                .query(row -> {
                    stays.computeIfAbsent(row.getString("from_status"), status -> new Histogram())
                            .add(
                                    row.getInt("bucket"),
                                    row.getLong("amount"),
                                    row.getBigDecimal("total"),
                                    row.getLong("longest"));
                });
        return stays;
    }

    /** By status, and by kind of waiting. */
    private Map<String, Long> now(ReportFilter filter) {
        SqlCondition chosen = selections.instances("a.program_instance_id", filter);
        Map<String, Long> now = new HashMap<>();
        jdbc.sql("""
                        select a.status as place, sum(a.amount) as amount from enrollment_tally a
                        where a.workspace_id = :workspace %1$s group by a.status
                        union all
                        select case when a.waiting_since is not null then 'applicant' else a.kind end, count(*)
                        from review a where a.workspace_id = :workspace %1$s group by 1
                        union all
                        select 'waitlist', count(*) from waitlist_place a where a.workspace_id = :workspace %1$s
                        """.formatted(chosen.sql())).params(chosen.values()).query(row -> {
            now.merge(row.getString("place"), row.getLong("amount"), Long::sum);
        });
        return now;
    }

    private static ProcessReport.Step step(
            Step step, Map<Move, Long> moves, Map<String, Histogram> stays, Map<String, Long> now) {
        long entered = 0;
        long left = 0;
        List<Move> exits = new ArrayList<>();
        for (Map.Entry<Move, Long> entry : moves.entrySet()) {
            if (entry.getKey().to().equals(step.status())) {
                entered += entry.getValue();
            }
            if (entry.getKey().from().equals(step.status())) {
                left += entry.getValue();
                exits.add(entry.getKey());
            }
        }
        exits.sort(Comparator.comparing((Move move) -> -moves.getOrDefault(move, 0L))
                .thenComparing(Move::to));
        long all = left;
        @Nullable Histogram stay = stays.get(step.status());
        return new ProcessReport.Step(
                step.name(),
                step.status(),
                step.element(),
                now.getOrDefault(step.status(), 0L),
                entered,
                left,
                stay == null ? null : stay.quantileSeconds(0.5),
                stay == null ? null : stay.quantileSeconds(0.9),
                step.places().stream()
                        .map(place -> new ProcessReport.Waiting(
                                place.kind(), place.element(), now.getOrDefault(place.kind(), 0L)))
                        .toList(),
                exits.stream()
                        .map(move -> new ProcessReport.Exit(
                                move.to(), moves.getOrDefault(move, 0L), Rate.of(moves.getOrDefault(move, 0L), all)))
                        .toList());
    }
}
