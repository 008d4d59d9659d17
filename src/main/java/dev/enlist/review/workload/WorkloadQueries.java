package dev.enlist.review.workload;

import dev.enlist.reporting.DecisionTimes;
import dev.enlist.reporting.ReportFilter;
import dev.enlist.reporting.ReportQueries;
import dev.enlist.reporting.ReviewerReport;
import dev.enlist.shared.Actor;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the workload of the workspace in scope. Open reviews are counted from the rows of the inbox, whose number does not
 * grow with that of the enrollments; decisions and waiting times are read from the sums of the reports.
 */
@Service
public class WorkloadQueries {

    private static final int MOST_PROGRAMS = 500;

    /** One row for each program instance and assignee; the assignee is empty for unclaimed reviews. */
    private static final String OPEN = """
            select r.program_instance_id, r.assignee_id, count(*) as amount, min(r.opened_at) as oldest
            from review r where r.workspace_id = :workspace %s group by r.program_instance_id, r.assignee_id
            """;

    private static final String TITLES =
            "select id, title from program_instance where workspace_id = :workspace and id = any(:instances)";

    private final ReviewTeamQuery team;
    private final AbsenceService absences;
    private final ReportQueries reports;
    private final AccessGate gate;
    private final TimeZones zones;
    private final JdbcClient jdbc;
    private final Clock clock;

    WorkloadQueries(
            ReviewTeamQuery team,
            AbsenceService absences,
            ReportQueries reports,
            AccessGate gate,
            TimeZones zones,
            JdbcClient jdbc,
            Clock clock) {
        this.team = team;
        this.absences = absences;
        this.reports = reports;
        this.gate = gate;
        this.zones = zones;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Open(String programInstanceId, String assigneeId, long amount, Instant oldest) {}

    /**
     * The workload, of the program instances that the caller sees.
     *
     * @param days how many days of decisions count, today included
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Workload workload(int days) {
        LocalDate today = LocalDate.now(clock.withZone(zones.ofWorkspace()));
        LocalDate from = today.minusDays(days - 1L);
        ReportFilter period = ReportFilter.of(
                null, null, null, from.toString(), today.plusDays(1).toString());
        ReviewerReport decisions = reports.reviewers(period);
        List<Open> open = open();
        return new Workload(
                decisions.asOf(),
                decisions.pending(),
                from,
                decisions.quantileError(),
                queue(open),
                queue(open.stream().filter(some -> some.assigneeId().isEmpty()).toList()),
                reviewers(open, decisions, today),
                programs(open, reports.decisionTimes(period)));
    }

    private List<Open> open() {
        Map<String, Object> values = values();
        String within = "";
        if (gate.limit().isLimited()) {
            within = "and r.program_instance_id = any(:instances)";
            values.put("instances", gate.limit().programInstanceIds().toArray(String[]::new));
        }
        return jdbc.sql(OPEN.formatted(within))
                .params(values)
                .query((row, n) -> new Open(
                        row.getString("program_instance_id"),
                        row.getString("assignee_id"),
                        row.getLong("amount"),
                        row.getTimestamp("oldest").toInstant()))
                .list();
    }

    private List<Workload.Reviewer> reviewers(List<Open> open, ReviewerReport decisions, LocalDate today) {
        Map<String, List<Open>> claimed = open.stream().collect(Collectors.groupingBy(Open::assigneeId));
        Map<String, ReviewerReport.Reviewer> decided = decisions.data().stream()
                .filter(reviewer -> reviewer.by().type().equals(Actor.Type.USER.wire())
                        && reviewer.by().id() != null)
                .collect(Collectors.toMap(
                        reviewer -> Objects.requireNonNull(reviewer.by().id()), Function.identity()));
        Map<String, Workload.Away> away = new HashMap<>();
        for (Absence absence : absences.upcoming(today)) {
            AbsenceDetails details = absence.details();
            away.putIfAbsent(
                    details.userId(),
                    new Workload.Away(absence.getId(), details.from(), details.to(), details.includes(today)));
        }
        return team.members().stream()
                .map(member -> reviewer(
                        member.userId(),
                        member.displayName(),
                        queue(claimed.getOrDefault(member.userId(), List.of())),
                        decided.get(member.userId()),
                        away.get(member.userId())))
                .sorted(Comparator.comparing((Workload.Reviewer reviewer) ->
                                reviewer.claimed().reviews())
                        .reversed()
                        .thenComparing(Workload.Reviewer::name)
                        .thenComparing(Workload.Reviewer::userId))
                .toList();
    }

    private static Workload.Reviewer reviewer(
            String userId,
            String name,
            Workload.Queue claimed,
            ReviewerReport.@Nullable Reviewer decided,
            Workload.@Nullable Away away) {
        long amount = decided == null ? 0 : decided.decided();
        BigDecimal median = decided == null ? null : decided.medianSeconds();
        return new Workload.Reviewer(userId, name, claimed, amount, median, away);
    }

    private List<Workload.Program> programs(List<Open> open, Map<String, DecisionTimes> times) {
        Map<String, List<Open>> byInstance = open.stream().collect(Collectors.groupingBy(Open::programInstanceId));
        List<String> ids = new ArrayList<>(byInstance.keySet());
        times.keySet().stream().filter(id -> !byInstance.containsKey(id)).forEach(ids::add);
        Map<String, String> titles = titles(ids);
        return ids.stream()
                .filter(titles::containsKey)
                .map(id -> program(id, titles.get(id), byInstance.getOrDefault(id, List.of()), times.get(id)))
                .sorted(Comparator.comparing(
                                (Workload.Program program) -> program.open().oldestSince(),
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Workload.Program::title)
                        .thenComparing(Workload.Program::programInstanceId))
                .limit(MOST_PROGRAMS)
                .toList();
    }

    private static Workload.Program program(String id, String title, List<Open> open, @Nullable DecisionTimes times) {
        long unassigned = open.stream()
                .filter(some -> some.assigneeId().isEmpty())
                .mapToLong(Open::amount)
                .sum();
        return new Workload.Program(
                id,
                title,
                queue(open),
                unassigned,
                times == null ? 0 : times.decided(),
                times == null ? null : times.medianSeconds(),
                times == null ? null : times.p90Seconds());
    }

    private Map<String, String> titles(List<String> instanceIds) {
        Map<String, String> titles = new HashMap<>();
        jdbc.sql(TITLES)
                .params(values())
                .param("instances", instanceIds.toArray(String[]::new))
                .query(row -> {
                    titles.put(row.getString("id"), row.getString("title"));
                });
        return titles;
    }

    private static Map<String, Object> values() {
        return new HashMap<>(Map.of("workspace", WorkspaceScope.current().workspaceId()));
    }

    private static Workload.Queue queue(List<Open> open) {
        return open.stream()
                .map(some -> new Workload.Queue(some.amount(), some.oldest()))
                .reduce(Workload.Queue.EMPTY, WorkloadQueries::together);
    }

    private static Workload.Queue together(Workload.Queue one, Workload.Queue other) {
        Instant since = one.oldestSince();
        Instant otherSince = other.oldestSince();
        boolean later = since == null || otherSince != null && otherSince.isBefore(since);
        return new Workload.Queue(one.reviews() + other.reviews(), later ? otherSince : since);
    }
}
