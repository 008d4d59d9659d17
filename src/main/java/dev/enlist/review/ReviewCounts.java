package dev.enlist.review;

import io.swagger.v3.oas.annotations.media.Schema;

/** How many reviews each part of the inbox has. */
@Schema(name = "ReviewCounts")
public record ReviewCounts(Count mine, Count unassigned, Count all, Count waiting) {

    /** Reviews are counted by reading them, so that the effort needs a bound. */
    public static final int COUNTED = 1_000;

    /** @param exact whether there are so many; otherwise there are more, and they were not counted */
    @Schema(name = "ReviewCount")
    public record Count(
            @Schema(example = "31") long items,
            @Schema(example = "true") boolean exact) {

        static Count of(long counted) {
            return new Count(Math.min(counted, COUNTED), counted <= COUNTED);
        }
    }
}
