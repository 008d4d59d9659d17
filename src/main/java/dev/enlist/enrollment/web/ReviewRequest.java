package dev.enlist.enrollment.web;

import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.InformationRequestService;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** A question to the applicant. */
    @Schema(name = "InformationRequestRequest")
    record Question(
            @Schema(
                    example = "Please send the postal code of the house with the battery.",
                    description = "Plain text for the applicant")
            @NotBlank
            @Size(max = 2000)
            String message,

            @Schema(
                    example = "[\"/address/postalCode\"]",
                    description =
                            "JSON pointers of the members that the answer may change: those of an application, and"
                                    + " below /metadata those that the form of the program instance asks for")
            @Nullable
            @Size(max = 50)
            List<@NotNull @Size(min = 2, max = 200) String> fields,

            @Schema(example = "[\"utilityBill\"]", description = "Types of the documents to hand in")
            @Nullable
            @Size(max = 20)
            List<
                            @NotNull
                            @Pattern(
                                    regexp = "[A-Za-z][A-Za-z0-9_-]{0,99}",
                                    message = "must be a type of document, such as utilityBill")
                            String>
                    documents,

            @Schema(
                    example = "2027-01-31T17:00:00Z",
                    description =
                            "Until when the applicant may answer, at most 365 days from now; by the configuration of"
                                    + " the program instance where absent (review.informationRequest.dueAfter)")
            @Nullable
            Instant dueAt) {

        InformationRequest.Question question() {
            return new InformationRequest.Question(
                    message, fields == null ? List.of() : fields, documents == null ? List.of() : documents, dueAt);
        }
    }

    /** An answer of the applicant. */
    @Schema(name = "InformationRequestAnswer")
    record Answer(
            @Schema(
                    example = "{\"/address/postalCode\": \"10011\"}",
                    description =
                            "New values by the JSON pointers that the request names; null clears a member. A field"
                                    + " that is left out stays as it is, and reviewers see that it was not answered")
            @Nullable
            @FreeJson
            Map<String, Object> fields,

            @Schema(example = "The earlier one was that of my office.") @Nullable @Size(max = 2000)
            String message) {

        InformationRequestService.Answer answer() {
            return new InformationRequestService.Answer(fields == null ? Map.of() : fields, message);
        }
    }
}
