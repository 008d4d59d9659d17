package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open review in the inbox.
 *
 * @param personName   first and last name; the e-mail where no name is known
 * @param submittedAt  since when it waits for a decision
 * @param dueAt        {@code review.reminderAfter} of the instance later
 * @param assignee     the member who claimed it; absent while no one has
 * @param waitingSince since when the applicant has an open question; absent where there is none
 */
@Schema(name = "OpenReview")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewItem(
        @Schema(example = "cmwpmgs0p00a32665a3uo48w0") String enrollmentId,
        @Schema(example = "B7K3-9QXM") String applicationNumber,
        @Schema(example = "review") ReviewKind kind,
        @Schema(example = "Priya Raman") String personName,
        @Schema(example = "priya.raman@example.com") String email,
        String programInstanceId,
        @Schema(example = "NYC Battery Program") String programName,

        @Schema(example = "NYC Battery Program - ConEd customers")
        String programInstanceTitle,

        Instant submittedAt,
        Instant dueAt,
        @Nullable Assignee assignee,
        @Nullable Instant waitingSince,
        List<ReviewFlag> flags) {

    /** The member who claimed a review. */
    @Schema(name = "ReviewAssignee")
    public record Assignee(
            String id, @Schema(example = "Rita Reviewer") String name) {}
}
