package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule set decides about.
 *
 * @param instances number of program instances that use it and are not archived
 * @param people    number of their enrollments, in every status
 * @param data      the instances with the most people, at most {@value RuleSetUsageQuery#MOST}
 */
@Schema(name = "RuleSetUsage")
public record RuleSetUsage(
        @Schema(example = "2") long instances,
        @Schema(example = "1240") long people,
        List<Instance> data) {

    /**
     * A program instance that uses the rule set.
     *
     * @param version  the pinned version; null for the latest
     * @param inFlight effect of a new version on enrollments in progress: keep, reevaluate or flag
     * @param people   number of enrollments, in every status
     * @param open     number of those that are not decided: candidate, eligible, ineligible and submitted
     */
    @Schema(name = "RuleSetUsageInstance")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Instance(
            String programInstanceId,
            @Schema(example = "NYC Battery Program 2026") String title,
            boolean active,

            @Schema(description = "The pinned version; absent for the latest", example = "3") @Nullable
            Integer version,

            @Schema(
                    example = "reevaluate",
                    allowableValues = {"keep", "reevaluate", "flag"})
            String inFlight,

            long people,
            long open) {}
}
