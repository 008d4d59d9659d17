package dev.enlist.reporting;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads time series from the sums of status changes by day and month. */
@Service
public class TimeSeriesQuery {

    /** Two years by day, four by week. */
    static final int MOST_PERIODS = 800;

    private static final String NEW = "";

    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;
    private final Clock clock;

    TimeSeriesQuery(ReportFilterResolver selections, JdbcClient jdbc, Clock clock) {
        this.selections = selections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws InvalidInput where the report would have more than {@link #MOST_PERIODS} periods */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public TimeSeriesReport read(ReportFilter asked, DimensionValue dimension, Interval interval) {
        ZoneId zone = selections.zone(asked);
        Period period = bounded(asked.period(), interval, LocalDate.ofInstant(clock.instant(), zone));
        List<LocalDate> starts = starts(period, interval);
        ReportFilter filter =
                new ReportFilter(asked.programInstanceId(), asked.campaignId(), asked.programSlug(), period);
        SqlCondition selection = interval == Interval.MONTH ? selections.of(filter) : selections.byDay(filter);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        Map<LocalDate, Map<String, Long>> counts = new HashMap<>();
        jdbc.sql("""
                        select a.starts, a.to_status, a.from_status = '' as fresh, sum(a.amount) as amount
                        from report_flow a where a.dimension = :dimension and a.value = :value and
                        """ + selection.sql() + " group by a.starts, a.to_status, a.from_status = ''")
                .params(selection.values())
                .param("dimension", dimension.dimension())
                .param("value", dimension.value())
                .query(row -> {
                    String count = row.getString("to_status");
                    counts.computeIfAbsent(
                                    interval.startOf(row.getObject("starts", LocalDate.class)), day -> new HashMap<>())
                            .merge(row.getBoolean("fresh") ? NEW : count, row.getLong("amount"), Long::sum);
                });
        return new TimeSeriesReport(
                freshness.asOf(),
                freshness.pending(),
                interval.wire(),
                zone.getId(),
                starts.get(0),
                end(period),
                starts.stream()
                        .map(day -> count(
                                day,
                                earlier(interval.endOf(day), end(period)),
                                counts.getOrDefault(interval.startOf(day), Map.of())))
                        .toList());
    }

    private static Period bounded(Period asked, Interval interval, LocalDate today) {
        LocalDate to = asked.to() != null
                ? asked.to()
                : asked.from() == null || asked.from().isBefore(today)
                        ? today.plusDays(1)
                        : asked.from().plusDays(1);
        LocalDate from = asked.from() != null ? asked.from() : interval.startOf(to.minusDays(interval.defaultDays()));
        return new Period(from, to);
    }

    private static List<LocalDate> starts(Period period, Interval interval) {
        List<LocalDate> starts = new ArrayList<>();
        for (LocalDate day = period.from(); day != null && day.isBefore(end(period)); day = interval.endOf(day)) {
            if (starts.size() == MOST_PERIODS) {
                throw new InvalidInput(List.of(new Fault(
                        "/interval",
                        "gives more than " + MOST_PERIODS + " periods; send a longer interval or a later 'from'")));
            }
            starts.add(day);
        }
        return starts;
    }

    private static LocalDate end(Period period) {
        return java.util.Objects.requireNonNull(period.to());
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    private static TimeSeriesReport.Count count(LocalDate from, LocalDate to, Map<String, Long> counts) {
        return new TimeSeriesReport.Count(
                from,
                to,
                counts.getOrDefault(NEW, 0L),
                counts.getOrDefault("eligible", 0L),
                counts.getOrDefault("ineligible", 0L),
                counts.getOrDefault("submitted", 0L),
                counts.getOrDefault("approved", 0L),
                counts.getOrDefault("rejected", 0L),
                counts.getOrDefault("unenrolled", 0L),
                counts.getOrDefault("candidate", 0L),
                counts.getOrDefault("erased", 0L));
    }
}
