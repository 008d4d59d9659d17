package dev.enlist.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.program.InstanceConfig;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer needs to decide about an enrollment.
 *
 * @param review               the open review; absent where the enrollment waits for no person
 * @param verdict              the latest decision of the rules; absent where they have not run
 * @param answers              the application in the order of its form
 * @param documentTypes        the documents that the form asks for
 * @param otherEnrollments     of the same person, newest first
 * @param capacity             of the pool with least left that counts the enrollment; absent where none does
 * @param incentive            what is paid after the approval; absent where the program pays nothing
 * @param rejectionReasons     reasons to choose from
 * @param termsVersionAccepted version of the terms that the applicant accepted; absent before the submission
 */
@Schema(name = "ReviewDetail")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewDetail(
        @Schema(example = "cmwpmgs0p00a32665a3uo48w0") String enrollmentId,
        @Schema(example = "B7K3-9QXM") String applicationNumber,
        EnrollmentStatus status,
        @Schema(example = "Priya Raman") String personName,
        String email,
        @Nullable String phone,
        @Schema(example = "NYC Battery Program") String programName,
        String programInstanceId,

        @Schema(example = "NYC Battery Program - ConEd customers")
        String programInstanceTitle,

        Instant createdAt,
        @Nullable ReviewItem review,
        @Nullable ReviewVerdict verdict,
        List<ReviewAnswers.Section> answers,
        List<ReviewAnswers.DocumentType> documentTypes,
        List<OtherEnrollment> otherEnrollments,
        @Nullable Capacity capacity,
        @Nullable Incentive incentive,
        String eligibilityCriteria,
        String programTerms,
        @Nullable Integer termsVersionAccepted,
        List<InstanceConfig.RejectionReason> rejectionReasons) {

    /**
     * The decision of the rules in words.
     *
     * @param status     by the facts as they are now, also where they changed after the submission
     * @param changed    whether the applicant was eligible at the submission and no longer is
     * @param conditions of the row that makes a person eligible; empty where the table has none
     */
    @Schema(name = "ReviewVerdict")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReviewVerdict(
            Verdict.Status status, @Nullable String reason, boolean changed, List<Condition> conditions) {}

    /**
     * A condition of the rules.
     *
     * @param label what the table asks
     * @param seen  what it found; text, number, boolean or list; null where it found nothing
     */
    @Schema(name = "ReviewCondition")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Condition(
            @Schema(example = "In the program's territory?") String label,
            @Schema(example = "inside") @Nullable Object seen,
            boolean met) {}

    /** Another enrollment of the same person. */
    @Schema(name = "ReviewOtherEnrollment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OtherEnrollment(
            String enrollmentId,
            @Schema(example = "1K7M-2PQ4") String applicationNumber,
            String programInstanceTitle,
            EnrollmentStatus status,
            @Nullable String reason,
            Instant since) {}

    /**
     * What is left of a pool, overage included, and its limit.
     *
     * @param currency of a budget; absent for other units
     */
    @Schema(name = "ReviewCapacity")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Capacity(
            @Schema(example = "18") BigDecimal available,
            @Schema(example = "100") BigDecimal limit,
            @Schema(example = "USD") @Nullable String currency) {}

    /**
     * The incentive of the enrollment.
     *
     * @param amount      absent where it could not be computed; the approval is refused then
     * @param explanation in one sentence; the problem where there is no amount
     * @param left        in the budget with least left that pays it; absent where there is no budget
     */
    @Schema(name = "ReviewIncentive")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Incentive(
            @Schema(example = "2000.00") @Nullable BigDecimal amount,
            @Schema(example = "USD") @Nullable String currency,
            String explanation,
            @Schema(example = "18500.00") @Nullable BigDecimal left) {}
}
