package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decisions of each reviewer in a period, and how long the applications had waited for them. */
@Schema(name = "ReviewerReport")
public record ReviewerReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(description = "How far the quantiles may be off, relatively", example = "0.025")
        BigDecimal quantileError,

        @Schema(description = "Who decided most first, 500 at most")
        List<Reviewer> data)
        implements ReportTable {

    /** A reviewer: a person, or an API key that decided. */
    @Schema(name = "ReportedReviewer")
    public record Reviewer(
            By by,
            @Schema(example = "80") long decided,
            @Schema(example = "72") long approved,
            @Schema(example = "8") long rejected,

            @Schema(description = "Approved of decided", example = "0.9") @Nullable
            BigDecimal approvalRate,

            @Schema(description = "Half of the applications had waited no longer", example = "79210.44") @Nullable
            BigDecimal medianSeconds,

            @Schema(description = "Nine in ten had waited no longer", example = "171930.21") @Nullable
            BigDecimal p90Seconds) {}

    /** @param id null where the enrollments were erased before they were counted */
    @Schema(name = "ReviewerIdentity")
    public record By(
            @Schema(example = "user", description = "user, key, rule or process")
            String type,

            @Nullable String id,

            @Schema(description = "Null where the id has no member any more", example = "Rita Reviewer") @Nullable
            String name) {}

    @Override
    public String tableName() {
        return "reviewers";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "by.type",
                "by.id",
                "by.name",
                "decided",
                "approved",
                "rejected",
                "approvalRate",
                "medianSeconds",
                "p90Seconds");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(reviewer -> Arrays.<@Nullable Object>asList(
                        reviewer.by().type(),
                        reviewer.by().id(),
                        reviewer.by().name(),
                        reviewer.decided(),
                        reviewer.approved(),
                        reviewer.rejected(),
                        reviewer.approvalRate(),
                        reviewer.medianSeconds(),
                        reviewer.p90Seconds()))
                .toList();
    }
}
