package dev.enlist.enrollment.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Requests about the review of an enrollment. */
final class ReviewRequest {

    private ReviewRequest() {}

    /** A new holder of a review. */
    @Schema(name = "ReviewReassignment")
    record Reassignment(
            @Schema(
                    example = "cmwpmgs0p00a32665a3uo48w0",
                    description = "Id of a reviewer, coordinator or administrator, as in /users; null or absent"
                            + " releases the review")
            @Nullable
            @Size(max = 100)
            String userId,

            @Schema(example = "On leave until Monday", description = "Kept in the history") @Nullable @Size(max = 2000)
            String reason) {}
}
