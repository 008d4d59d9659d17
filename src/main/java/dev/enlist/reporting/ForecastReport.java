package dev.enlist.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which date each pool of capacity will be used up.
 *
 * @param next cursor of the next page for {@code after}; null on the last page
 */
@Schema(name = "ForecastReport")
public record ForecastReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Schema(
                description = "How the dates were computed",
                example = "Bootstrap of the net use of the last 13 weeks; the range holds 80 % of 1,000 paths.")
        String method,

        List<Forecast> data,

        @Schema(description = "Where to read on with after; null on the last page") @Nullable
        String next)
        implements ReportTable {

    static final String METHOD = "Bootstrap of the net use of the last " + CapacityForecast.RECENT_WEEKS
            + " weeks; the range holds 80 % of 1,000 paths.";

    /** A pool and the date on which it is full. */
    @Schema(name = "PoolForecast")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Forecast(
            CapacityReport.Pool pool,

            @Schema(
                    example = "forecast",
                    description =
                            "forecast; full; or why there is no date: too-little-data (fewer than 8 weeks of use),"
                                    + " not-growing (as many units are given back as are taken), beyond-horizon (not within three"
                                    + " years), not-counted (a pool of a group or a bundle, whose use is not counted by day)")
            String status,

            @Schema(description = "One in ten paths is full before", example = "2027-01-18") @Nullable
            LocalDate earliest,

            @Schema(description = "Half of the paths are full before", example = "2027-02-09") @Nullable
            LocalDate expected,

            @Schema(
                    description = "Nine in ten paths are full before; absent if later than in three years",
                    example = "2027-03-12")
            @Nullable
            LocalDate latest,

            @Schema(description = "Weeks of use that the forecast is made from", example = "26") @Nullable
            Integer weeks,

            @Schema(description = "Mean net use of a week", example = "6.4") @Nullable
            BigDecimal unitsPerWeek,

            @Schema(description = "Forecasts made from past weeks; absent where there are too few") @Nullable
            BackTest backTest,

            @Schema(description = "Units in use at the end of each past week, 52 at most")
            List<Use> history) {}

    /** Forecasts from past weeks, compared with what happened. */
    @Schema(name = "ForecastBackTest")
    public record BackTest(
            @Schema(example = "15") int forecasts,

            @Schema(description = "Forecasts whose range contained what happened", example = "13")
            int within,

            @Schema(description = "within of forecasts; 0.8 is what the range promises", example = "0.8667") @Nullable
            BigDecimal coverage) {}

    /** The units in use at the end of a day. */
    @Schema(name = "ForecastUse")
    public record Use(
            @Schema(example = "2026-11-22") LocalDate day,
            @Schema(example = "61") BigDecimal used) {}

    @Override
    public String tableName() {
        return "forecast";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "poolId",
                "name",
                "segment.by",
                "segment.value",
                "limit",
                "reserved",
                "committed",
                "available",
                "status",
                "earliest",
                "expected",
                "latest",
                "weeks",
                "unitsPerWeek",
                "backTest.forecasts",
                "backTest.within");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(forecast -> Arrays.<@Nullable Object>asList(
                        forecast.pool().id(),
                        forecast.pool().name(),
                        forecast.pool().segment() == null
                                ? null
                                : forecast.pool().segment().by(),
                        forecast.pool().segment() == null
                                ? null
                                : forecast.pool().segment().value(),
                        forecast.pool().limit(),
                        forecast.pool().reserved(),
                        forecast.pool().committed(),
                        forecast.pool().available(),
                        forecast.status(),
                        forecast.earliest(),
                        forecast.expected(),
                        forecast.latest(),
                        forecast.weeks(),
                        forecast.unitsPerWeek(),
                        forecast.backTest() == null ? null : forecast.backTest().forecasts(),
                        forecast.backTest() == null ? null : forecast.backTest().within()))
                .toList();
    }
}
