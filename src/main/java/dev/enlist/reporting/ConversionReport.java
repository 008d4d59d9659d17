package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far enrollments went, by program, instance, campaign, state, manufacturer, tag or source. An enrollment with several
 * tags or manufacturers counts in the row of each.
 */
@Schema(name = "ConversionReport")
public record ConversionReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(description = "program, instance, campaign, state, manufacturer, tag or source", example = "state")
        String by,

        @Schema(description = "Most created first, 500 at most")
        List<Row> data)
        implements ReportTable {

    /**
     * The enrollments of one value.
     *
     * @param name of a program, an instance or a campaign; null for the other breakdowns
     */
    @Schema(name = "ConversionRow")
    public record Row(
            @Schema(
                    description = "The slug of a program, the id of an instance or a campaign, or the value",
                    example = "NY")
            String value,

            @Schema(example = "NYC Battery Program") @Nullable
            String name,

            @Schema(example = "120") long created,
            @Schema(example = "118") long evaluated,
            @Schema(example = "96") long eligible,
            @Schema(example = "22") long ineligible,
            @Schema(example = "90") long submitted,
            @Schema(example = "80") long decided,
            @Schema(example = "70") long approved,
            @Schema(example = "10") long rejected,
            @Schema(example = "3") long unenrolled,

            @Schema(description = "Eligible of evaluated", example = "0.8136") @Nullable
            BigDecimal eligibleRate,

            @Schema(description = "Submitted of eligible", example = "0.9375") @Nullable
            BigDecimal submittedRate,

            @Schema(description = "Approved of decided", example = "0.875") @Nullable
            BigDecimal approvedRate,

            @Schema(description = "Approved of created", example = "0.5833") @Nullable
            BigDecimal conversionRate) {}

    @Override
    public String tableName() {
        return "conversion";
    }

    @Override
    public List<String> columns() {
        return List.of(
                by,
                "name",
                "created",
                "evaluated",
                "eligible",
                "ineligible",
                "submitted",
                "decided",
                "approved",
                "rejected",
                "unenrolled",
                "eligibleRate",
                "submittedRate",
                "approvedRate",
                "conversionRate");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(row -> Arrays.<@Nullable Object>asList(
                        row.value(),
                        row.name(),
                        row.created(),
                        row.evaluated(),
                        row.eligible(),
                        row.ineligible(),
                        row.submitted(),
                        row.decided(),
                        row.approved(),
                        row.rejected(),
                        row.unenrolled(),
                        row.eligibleRate(),
                        row.submittedRate(),
                        row.approvedRate(),
                        row.conversionRate()))
                .toList();
    }
}
