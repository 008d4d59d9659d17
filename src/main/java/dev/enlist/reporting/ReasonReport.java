package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reasons why enrollments became ineligible, were rejected or exited in a period: by code, never by free text. */
@Schema(name = "ReasonReport")
public record ReasonReport(
        @Schema(description = "Everything committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are changes not counted yet", example = "false")
        boolean pending,

        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @Schema(description = "The most frequent first, 1,000 at most")
        List<Reason> data)
        implements ReportTable {

    /** One reason and its count. */
    @Schema(name = "ReportedReason")
    public record Reason(
            @Schema(example = "ineligible", description = "ineligible, rejected or unenrolled")
            String status,

            @Schema(
                    example = "rule",
                    description = "rule, user, key or process. Words of people are not kept here: their decisions"
                            + " without a code are one line for each kind.")
            String by,

            @Schema(
                    example = "outside-territory",
                    description = "Of the rule that decided; of those unenrolled voluntary, involuntary or"
                            + " program-ended; null where there is none")
            @Nullable
            String code,

            @Schema(example = "eligibility-default") @Nullable
            String ruleSet,

            @Schema(example = "1") @Nullable Integer ruleSetVersion,
            @Schema(example = "12") long count,

            @Schema(description = "Of all that came into this status in the period", example = "0.6316") @Nullable
            BigDecimal share) {}

    @Override
    public String tableName() {
        return "reasons";
    }

    @Override
    public List<String> columns() {
        return List.of("status", "by", "code", "ruleSet", "ruleSetVersion", "count", "share");
    }

    @Override
    public List<List<@Nullable Object>> rows() {
        return data.stream()
                .map(reason -> Arrays.<@Nullable Object>asList(
                        reason.status(),
                        reason.by(),
                        reason.code(),
                        reason.ruleSet(),
                        reason.ruleSetVersion(),
                        reason.count(),
                        reason.share()))
                .toList();
    }
}
