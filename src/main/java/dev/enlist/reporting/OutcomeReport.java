package dev.enlist.reporting;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs brought, by metric: deemed and measured values, by month, and what a unit cost. */
@Schema(name = "OutcomeReport")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OutcomeReport(
        Instant asOf,
        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(example = "instance", description = "What a row is about: instance or program")
        String by,

        @Schema(description = "In the order of creation") List<Row> data,

        @Schema(description = "Send it as after for the next page; null at the end") @Nullable
        String next)
        implements ReportTable {

    /** The outcomes of one program instance, or of all instances of a program. */
    @Schema(name = "ReportedOutcomes")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Row(
            @Schema(example = "cllgn0u4r000208l7aaaabbbb", description = "null in a report by program") @Nullable
            String programInstanceId,

            @Schema(example = "demand-response-2026") String programSlug,

            @Schema(example = "Summer 2026", description = "Title of the instance, or name of the program")
            String name,

            List<Metric> metrics) {}

    /** Values of one metric. A value counts for each day of its period in equal parts. */
    @Schema(name = "ReportedMetric")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Metric(
            @Schema(example = "kWhSaved") String metric,
            @Schema(example = "kWh") String unit,

            @Schema(example = "120", description = "Number of current values")
            long count,

            @Schema(
                    example = "80",
                    description = "Number of enrollments with a value; those of erased people count once")
            long enrollments,

            @Schema(
                    example = "34120.5",
                    description = "Measured values, and deemed values for days that no measured value of the same"
                            + " enrollment covers")
            BigDecimal sum,

            Part deemed,
            Part measured,

            @Schema(
                    example = "0.8421",
                    description =
                            "Measured by deemed, on the days for which an enrollment has both; null where none has")
            @Nullable
            BigDecimal realizationRate,

            @Schema(description = "Values whose participant left before the end of the period")
            Attrition attrition,

            @Schema(description = "null where no amounts are known, or they have several currencies") @Nullable
            Cost cost,

            List<Month> months) {}

    /** Values by one method. */
    @Schema(name = "ReportedOutcomePart")
    public record Part(
            @Schema(example = "80") long count,
            @Schema(example = "36000") BigDecimal sum) {}

    @Schema(name = "ReportedAttrition")
    public record Attrition(
            @Schema(example = "3") long enrollments,
            @Schema(example = "1280.25") BigDecimal sum) {}

    /** What the participants were granted, and what a unit of the metric cost by that. */
    @Schema(name = "ReportedOutcomeCost")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Cost(
            @Schema(example = "2000.00") BigDecimal amount,
            @Schema(example = "USD") String currency,

            @Schema(example = "0.0586", description = "null where the sum is not positive") @Nullable
            BigDecimal perUnit) {}

    /** One calendar month. */
    @Schema(name = "ReportedOutcomeMonth")
    public record Month(
            @Schema(example = "2026-07") String month,
            @Schema(example = "3000") BigDecimal deemed,
            @Schema(example = "2526.3") BigDecimal measured) {}

    @Override
    public String tableName() {
        return "outcomes";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "programInstanceId",
                "programSlug",
                "name",
                "metric",
                "unit",
                "count",
                "enrollments",
                "sum",
                "deemed.count",
                "deemed.sum",
                "measured.count",
                "measured.sum",
                "realizationRate",
                "attrition.enrollments",
                "attrition.sum",
                "cost.amount",
                "cost.currency",
                "cost.perUnit");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Row row : data) {
            for (Metric metric : row.metrics()) {
                Cost cost = metric.cost();
                rows.add(Arrays.<@Nullable Object>asList(
                        row.programInstanceId(),
                        row.programSlug(),
                        row.name(),
                        metric.metric(),
                        metric.unit(),
                        metric.count(),
                        metric.enrollments(),
                        metric.sum(),
                        metric.deemed().count(),
                        metric.deemed().sum(),
                        metric.measured().count(),
                        metric.measured().sum(),
                        metric.realizationRate(),
                        metric.attrition().enrollments(),
                        metric.attrition().sum(),
                        cost == null ? null : cost.amount(),
                        cost == null ? null : cost.currency(),
                        cost == null ? null : cost.perUnit()));
            }
        }
        return rows;
    }
}
