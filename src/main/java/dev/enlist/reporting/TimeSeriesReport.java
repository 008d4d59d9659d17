package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often enrollments were created and changed their status, period by period. A period without any counts 0. */
@Schema(name = "TimeSeriesReport")
public record TimeSeriesReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Schema(description = "day, week (from Monday) or month", example = "month")
        String interval,

        @Schema(description = "The time zone whose days the periods consist of", example = "America/New_York")
        String timeZone,

        @Schema(example = "2026-01-01") LocalDate from,

        @Schema(description = "The first day that does not count any more", example = "2027-01-01")
        LocalDate to,

        @Schema(description = "In the order of time; the first and the last end where the report does")
        List<Count> periods)
        implements ReportTable {

    /** The counts of one period: changes of status, each on the day on which it happened. */
    @Schema(name = "TimeSeriesPeriod")
    public record Count(
            @Schema(example = "2026-01-01") LocalDate from,

            @Schema(description = "The first day after the period", example = "2026-02-01")
            LocalDate to,

            @Schema(example = "120") long created,

            @Schema(description = "Found eligible, by rules or people", example = "96")
            long eligible,

            @Schema(example = "24") long ineligible,
            @Schema(example = "90") long submitted,
            @Schema(example = "70") long approved,
            @Schema(example = "9") long rejected,
            @Schema(example = "3") long unenrolled,

            @Schema(description = "Back to candidate, because criteria or facts changed", example = "2")
            long reopened,

            @Schema(example = "1") long erased) {}

    @Override
    public String tableName() {
        return "timeseries";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "from",
                "to",
                "created",
                "eligible",
                "ineligible",
                "submitted",
                "approved",
                "rejected",
                "unenrolled",
                "reopened",
                "erased");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return periods.stream()
                .map(period -> Arrays.<@Nullable Object>asList(
                        period.from(),
                        period.to(),
                        period.created(),
                        period.eligible(),
                        period.ineligible(),
                        period.submitted(),
                        period.approved(),
                        period.rejected(),
                        period.unenrolled(),
                        period.reopened(),
                        period.erased()))
                .toList();
    }
}
