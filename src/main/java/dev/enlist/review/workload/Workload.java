package dev.enlist.review.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open reviews and the decisions of the last days, by reviewer and by program instance. Open reviews are those of this
 * moment; decisions and waiting times come from the sums of the reports, which are complete up to {@code asOf}.
 */
@Schema(name = "ReviewWorkload")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Workload(
        @Schema(description = "Every decision committed before is counted; null until the past is counted") @Nullable
        Instant asOf,

        @Schema(description = "Whether there are decisions not counted yet", example = "false")
        boolean pending,

        @Schema(description = "First day of the counted decisions, in the time zone of the workspace")
        LocalDate decidedFrom,

        @Schema(description = "How far the quantiles may be off, relatively", example = "0.025")
        BigDecimal quantileError,

        Queue all,
        Queue unassigned,

        @Schema(description = "The most claimed reviews first; members without reviews are listed too")
        List<Reviewer> reviewers,

        @Schema(
                description =
                        "Program instances with open reviews or decisions, the longest waiting first; 500 at most")
        List<Program> programs) {

    /** Open reviews, and since when the oldest of them waits. */
    @Schema(name = "ReviewQueue")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Queue(
            @Schema(example = "31") long reviews,

            @Schema(description = "Null where none is open") @Nullable
            Instant oldestSince) {

        static final Queue EMPTY = new Queue(0, null);
    }

    /** A member who may review. */
    @Schema(name = "ReviewerWorkload")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Reviewer(
            String userId,
            @Schema(example = "Rita Reviewer") String name,

            @Schema(description = "Open reviews that this person has claimed")
            Queue claimed,

            @Schema(description = "Decisions since decidedFrom", example = "80")
            long decided,

            @Schema(description = "Half of the decided applications had waited no longer", example = "79210.44")
            @Nullable
            BigDecimal medianSeconds,

            @Schema(description = "The present absence, or the next one; null where there is none") @Nullable
            Away absence) {}

    /** An absence as the team sees it. */
    @Schema(name = "ReviewerAbsence")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Away(
            String id,
            @Schema(example = "2026-12-21") LocalDate from,
            @Schema(example = "2026-12-31") LocalDate to,

            @Schema(description = "Whether the person is absent today", example = "true")
            boolean current) {}

    /** Open reviews of a program instance, and how long its applications waited for the decisions since decidedFrom. */
    @Schema(name = "ProgramWorkload")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Program(
            String programInstanceId,

            @Schema(example = "NYC Battery Program - ConEd customers")
            String title,

            Queue open,
            @Schema(example = "12") long unassigned,
            @Schema(example = "80") long decided,
            @Schema(example = "79210.44") @Nullable BigDecimal medianSeconds,
            @Schema(example = "171930.21") @Nullable BigDecimal p90Seconds) {}
}
