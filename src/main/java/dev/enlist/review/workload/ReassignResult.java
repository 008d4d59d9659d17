package dev.enlist.review.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an assignment of several reviews did, review by review. */
@Schema(name = "ReviewReassignment")
public record ReassignResult(
        @Schema(example = "11") int reassigned,
        @Schema(example = "1") int refused,

        @Schema(
                description = "Reviews that the person still has, beyond those of this request; repeat it until 0",
                example = "0")
        long remaining,

        List<Item> data) {

    /** The result of one review. */
    @Schema(name = "ReassignedReview")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Item(
            String enrollmentId,

            @Schema(
                    example = "reassigned",
                    allowableValues = {"reassigned", "refused"})
            String status,

            @Schema(description = "Null where it was reassigned", example = "not-in-review") @Nullable
            String code,

            @Schema(
                    description = "Null where it was reassigned",
                    example = "No person has to decide about this enrollment.")
            @Nullable
            String message) {

        static Item reassigned(String enrollmentId) {
            return new Item(enrollmentId, "reassigned", null, null);
        }

        static Item refused(String enrollmentId, String code, String message) {
            return new Item(enrollmentId, "refused", code, message);
        }
    }
}
