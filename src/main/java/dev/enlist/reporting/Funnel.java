package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many enrollments reached each stage. An enrollment counts once per stage it reached, also when it is re-opened
 * and reaches the stage again. It counts in exactly one current status.
 *
 * @param erased   erased enrollments among those created; they count as reached and have no current status
 * @param standing enrollments with a current status: created minus erased
 */
@Schema(name = "Funnel")
public record Funnel(
        @Schema(example = "1") long erased,
        @Schema(example = "99") long standing,
        List<Stage> stages) {

    /**
     * A stage and the number of enrollments that reached it.
     *
     * @param standing enrollments that have this status now, among those created as candidates; null where the stage is
     *                 not a status
     * @param of       the stage that the rate refers to
     */
    @Schema(name = "FunnelStage")
    public record Stage(
            @Schema(
                    example = "submitted",
                    description = "created, evaluated (eligible or ineligible), eligible, ineligible, submitted,"
                            + " decided (approved or rejected), approved, rejected or unenrolled")
            String stage,

            @Schema(description = "Enrollments that ever reached it", example = "80")
            long reached,

            @Schema(description = "Enrollments that stand there now", example = "12") @Nullable
            Long standing,

            @Schema(description = "The stage that the rate is of", example = "eligible") @Nullable
            String of,

            @Schema(
                    description = "Share of the enrollments that reached that stage; null where none did",
                    example = "0.8421")
            @Nullable
            BigDecimal rate) {}

    /** @param stored name of the stage in the table; "created" equals having been a candidate */
    private record Step(
            String stage,
            String stored,
            boolean isStatus,
            @Nullable String of) {}

    private static final List<Step> STEPS = List.of(
            new Step("created", "candidate", true, null),
            new Step("evaluated", "evaluated", false, "created"),
            new Step("eligible", "eligible", true, "evaluated"),
            new Step("ineligible", "ineligible", true, "evaluated"),
            new Step("submitted", "submitted", true, "eligible"),
            new Step("decided", "decided", false, "submitted"),
            new Step("approved", "approved", true, "decided"),
            new Step("rejected", "rejected", true, "decided"),
            new Step("unenrolled", "unenrolled", true, "approved"));

    /** The row of one stage in the table of stages. */
    record Count(long reached, long standing) {

        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(reached + other.reached, standing + other.standing);
        }
    }

    static Funnel of(Map<String, Count> counts) {
        List<Stage> stages = new ArrayList<>();
        long standing = 0;
        for (Step step : STEPS) {
            Count count = counts.getOrDefault(step.stored(), Count.NONE);
            Long here = step.isStatus() ? Long.valueOf(count.standing()) : null;
            standing += here == null ? 0 : here;
            BigDecimal rate = step.of() == null
                    ? null
                    : Rate.of(
                            count.reached(),
                            stages.stream()
                                    .filter(earlier -> earlier.stage().equals(step.of()))
                                    .findFirst()
                                    .orElseThrow()
                                    .reached());
            stages.add(new Stage(step.stage(), count.reached(), here, step.of(), rate));
        }
        return new Funnel(counts.getOrDefault("erased", Count.NONE).reached(), standing, stages);
    }

    /** Number of enrollments that ever reached a stage. */
    long reached(String stage) {
        return stage(stage).reached();
    }

    /** Number of enrollments whose current status this is. */
    long standing(String status) {
        Long standing = stage(status).standing();
        return standing == null ? 0 : standing;
    }

    private Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.stage().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
