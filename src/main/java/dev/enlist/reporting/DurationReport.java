package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the steps that ended in a period. Steps that are still open are not counted.
 *
 * @param quantileError largest relative error of a quantile; the other figures are exact to the millisecond
 */
@Schema(name = "DurationReport")
public record DurationReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(
                description = "How far p50, p90 and p99 may be off, relatively: they are read from classes of"
                        + " durations, each 5 % wide. Count, mean and maximum are exact.",
                example = "0.025")
        BigDecimal quantileError,

        List<Step> steps)
        implements ReportTable {

    /** A step and its durations; without figures where no enrollment took the step. */
    @Schema(name = "DurationStep")
    public record Step(
            @Schema(example = "decision", description = "evaluation, application, decision or participation")
            String step,

            @Schema(example = "submitted") String from,

            @Schema(example = "[\"approved\", \"rejected\"]")
            List<String> to,

            @Schema(example = "80") long count,
            @Schema(example = "86423.125") @Nullable BigDecimal meanSeconds,
            @Schema(example = "79210.44") @Nullable BigDecimal p50Seconds,
            @Schema(example = "171930.21") @Nullable BigDecimal p90Seconds,
            @Schema(example = "259882.7") @Nullable BigDecimal p99Seconds,
            @Schema(example = "262144") @Nullable BigDecimal maxSeconds) {}

    @Override
    public String tableName() {
        return "durations";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "step", "from", "to", "count", "meanSeconds", "p50Seconds", "p90Seconds", "p99Seconds", "maxSeconds");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return steps.stream()
                .map(step -> Arrays.<@Nullable Object>asList(
                        step.step(),
                        step.from(),
                        String.join("|", step.to()),
                        step.count(),
                        step.meanSeconds(),
                        step.p50Seconds(),
                        step.p90Seconds(),
                        step.p99Seconds(),
                        step.maxSeconds()))
                .toList();
    }
}
