package dev.enlist.reporting;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a number of enrollments went. Whoever reached a stage is counted there once, also after being re-opened and
 * coming by again; whoever stands somewhere stands in one place.
 *
 * @param erased   of those created; they are counted among the reached, and stand nowhere
 * @param standing in all: those created, less those erased
 */
@Schema(name = "Funnel")
public record Funnel(
        @Schema(example = "1") long erased,
        @Schema(example = "99") long standing,
        List<Stage> stages) {

    /**
     * A stage and those who reached it.
     *
     * @param standing in that status now, of created as candidates; null where a stage is no status
     * @param of       the stage that the rate is of
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

            @Schema(description = "Reached, of those who reached that one; null of nobody", example = "0.8421")
            @Nullable
            BigDecimal rate) {}

    /** @param stored as the table names it; created is the same as having been a candidate */
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

    /** What the table of stages says of one. */
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

    /** How many ever reached a stage. */
    long reached(String stage) {
        return stage(stage).reached();
    }

    /** How many stand in a status. */
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
