package dev.enlist.reporting;

import java.util.List;
import org.springframework.stereotype.Component;

/** The tables of a report, as they can be downloaded one by one from its page. */
@Component
class ScheduledReportResolver {

    private final ReportQueries reports;
    private final ConversionQuery conversions;
    private final TimeSeriesQuery series;
    private final CapacityReports capacity;

    ScheduledReportResolver(
            ReportQueries reports, ConversionQuery conversions, TimeSeriesQuery series, CapacityReports capacity) {
        this.reports = reports;
        this.conversions = conversions;
        this.series = series;
        this.capacity = capacity;
    }

    List<ReportTable> of(ScheduledReport report, ReportFilter filter) {
        return switch (report) {
            case FUNNEL -> List.of(reports.funnel(filter), conversions.read(filter, Breakdown.PROGRAM));
            case TREND -> List.of(series.read(filter, DimensionValue.ALL, Interval.DAY));
            case DURATIONS -> List.of(reports.durations(filter));
            case REASONS -> List.of(reports.reasons(filter));
            // a pool has no past: its figures are those of now
            case CAPACITY ->
                List.of(capacity.everything(
                        new ReportFilter(filter.programInstanceId(), null, null, new Period(null, null))));
            case REVIEWERS -> List.of(reports.reviewers(filter));
        };
    }
}
