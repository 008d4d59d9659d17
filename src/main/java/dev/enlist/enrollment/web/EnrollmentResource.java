package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.customer.Address;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Assistance;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentExit;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.Identification;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.enrollment.ReviewApproval;
import dev.enlist.enrollment.ReviewClaim;
import dev.enlist.enrollment.RuleReview;
import dev.enlist.enrollment.RulesFlag;
import dev.enlist.enrollment.VerdictChange;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment on the wire.
 *
 * @param applicationNumber    short, to be read aloud, unique in the installation, without personal data
 * @param enrollmentId         the enrollment it was identified by, with identificationType enrollmentId
 * @param previousEnrollmentId the enrollment it renews
 * @param exit                 why, how and when the participation ends; absent until the exit is asked for
 * @param assisted             the member of staff who applied for the applicant; absent where the applicant did
 * @param claim                the person who has claimed the review and decides; absent while it is unclaimed
 * @param informationRequest   what the applicant was asked; approval is refused while it is open; absent otherwise
 * @param informationProvidedAt when the applicant answered last; absent after a later request and after the decision
 * @param verdictChanged       what the rules answer by the facts as they are now, where a submitted or waiting
 *                             enrollment is no longer eligible
 * @param rulesChanged         what rules published since would answer, where that is otherwise; for a person to look at
 * @param incentive            what it is paid, and why; absent where the program pays nothing for it
 * @param termsVersionAccepted version of the program's terms accepted by submitting; absent until then
 * @param waitlistPosition     from 1; absent when not waiting
 */
@Schema(name = "Enrollment")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EnrollmentResource(
        String id,
        @Schema(example = "B7K3-9QXM") String applicationNumber,
        IdentificationType identificationType,
        @Nullable String leadId,
        @Nullable String customerId,
        @Nullable String enrollmentId,
        @Nullable String previousEnrollmentId,
        @Nullable String firstName,
        @Nullable String lastName,
        String email,
        @Nullable String phone,
        @Nullable Address address,
        List<String> manufacturerSlugs,
        Map<String, Object> meta,
        @Nullable String serialNumber,
        @Nullable String referenceId,
        @Nullable String referenceDescription,

        @Schema(example = "es", description = "Language of the applicant's pages and messages; English where absent")
        @Nullable
        String language,

        String programInstanceId,
        @Nullable Instant enrollmentStartDate,
        @Nullable Integer termsVersionAccepted,
        @Nullable Instant termsAcceptedAt,
        List<String> tags,
        Eligibility eligibility,
        List<EnrollmentStatus> allowedTransitions,
        @Nullable Claim claim,
        @Nullable OpenInformationRequest informationRequest,
        @Nullable Instant informationProvidedAt,
        @Nullable VerdictChanged verdictChanged,
        @Nullable Exit exit,
        @Nullable Assisted assisted,
        @Nullable IncentiveResource incentive,

        @Schema(
                description =
                        "Where two people have to approve: the approvals so far. With one, the enrollment is still"
                                + " submitted")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Approval> approvals,

        @Nullable RuleReviewed ruleReview,
        @Nullable RulesChanged rulesChanged,
        @Nullable Integer waitlistPosition,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** Status and its reason. */
    @Schema(name = "EnrollmentEligibility")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Eligibility(
            EnrollmentStatus status,
            @Nullable String reason,
            @Nullable String code,
            String programInstanceId) {}

    /**
     * Who decides.
     *
     * @param userId id of a member, as in {@code /users}
     * @param name   of the member at the time of the claim
     * @param at     time of the claim or of the assignment
     */
    @Schema(name = "ReviewClaim")
    record Claim(
            String userId, @Schema(example = "Nora Field") String name, Instant at) {

        static Claim of(ReviewClaim claim) {
            return new Claim(claim.holder().id(), claim.holder().name(), claim.at());
        }
    }

    /** The open question to the applicant. */
    @Schema(name = "OpenInformationRequest")
    record OpenInformationRequest(
            String id,
            String message,
            List<String> fields,
            List<String> documents,
            HistoryResource.By requestedBy,
            Instant requestedAt,
            Instant dueAt) {

        static OpenInformationRequest of(InformationRequest request) {
            return new OpenInformationRequest(
                    request.getId(),
                    request.message(),
                    request.fields(),
                    request.documents(),
                    InformationRequestResource.by(request.requestedBy()),
                    request.requestedAt(),
                    request.dueAt());
        }
    }

    /** The verdict by the facts as they are now. */
    @Schema(name = "VerdictChanged")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VerdictChanged(Verdict.Status status, @Nullable String reason, String code, Instant at) {

        static VerdictChanged of(VerdictChange change) {
            Verdict verdict = change.verdict();
            return new VerdictChanged(verdict.status(), verdict.reason(), verdict.code(), change.at());
        }
    }

    /** How the participation ends. */
    @Schema(name = "EnrollmentExit")
    record Exit(
            @Schema(example = "Moved out of the service territory")
            String reason,

            ExitKind kind,
            Instant at) {

        static Exit of(EnrollmentExit exit) {
            return new Exit(exit.reason(), exit.kind(), exit.at());
        }
    }

    /** Staff applied for the applicant. */
    @Schema(name = "EnrollmentAssisted")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Assisted(
            HistoryResource.By by,

            @Schema(
                    example = "phone",
                    description = "How the applicant agreed",
                    allowableValues = {"phone", "inPerson", "letter", "email", "representative", "other"})
            String consent,

            @Schema(example = "Called on 27 November; her daughter listened in") @Nullable
            String note,

            Instant at) {

        static Assisted of(Assistance assistance) {
            return new Assisted(
                    new HistoryResource.By(assistance.byType(), assistance.byId(), assistance.byName()),
                    assistance.consent(),
                    assistance.note(),
                    assistance.at());
        }
    }

    /** One of two approvals. */
    @Schema(name = "EnrollmentApproval")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Approval(By by, Instant at, @Nullable String reason) {

        /** A user, a key, or the rules. */
        @Schema(name = "EnrollmentApprovalBy")
        record By(
                @Schema(
                        example = "user",
                        allowableValues = {"user", "key", "rule"})
                String type,

                String id,
                @Schema(example = "Marta Vogel") String name) {}

        static Approval of(ReviewApproval approval) {
            return new Approval(
                    new By(
                            approval.by().type().wire(),
                            approval.by().id(),
                            approval.by().name()),
                    approval.at(),
                    approval.reason().orElse(null));
        }
    }

    /** What the rules decided about the submitted application, where the instance lets them approve. */
    @Schema(name = "EnrollmentRuleReview")
    record RuleReviewed(
            @Schema(
                    example = "sampled",
                    allowableValues = {"approved", "sampled"},
                    description = "approved by the rules, or drawn for a person")
            String outcome,

            String ruleSet,
            int ruleSetVersion,

            @Schema(example = "0.1", description = "Share that goes to a person, as it was configured")
            BigDecimal sample,

            @Schema(example = "0.031416", description = "The number drawn; below the share it goes to a person")
            BigDecimal draw,

            Instant at) {

        static RuleReviewed of(RuleReview review) {
            return new RuleReviewed(
                    review.outcome(),
                    review.rules().slug(),
                    review.rules().version(),
                    review.share(),
                    review.draw(),
                    review.at());
        }
    }

    /** What newer rules would answer. */
    @Schema(name = "RulesChanged")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RulesChanged(
            String ruleSet,
            int version,
            Verdict.Status status,
            @Nullable String reason,
            String code,
            Instant flaggedAt) {

        static RulesChanged of(RulesFlag flag) {
            Verdict verdict = flag.verdict();
            return new RulesChanged(
                    flag.rules().slug(),
                    flag.rules().version(),
                    verdict.status(),
                    verdict.reason(),
                    verdict.code(),
                    flag.flaggedAt());
        }
    }

    /** A new enrollment, which is on no waitlist and has no information request. */
    static EnrollmentResource of(Enrollment enrollment) {
        return of(enrollment, null, enrollment.allowedTransitions(), null);
    }

    /**
     * @param waitlistPosition   null if the enrollment is not on a waitlist
     * @param allowedTransitions as the policies answer now
     * @param asked              the open information request; null where there is none
     */
    static EnrollmentResource of(
            Enrollment enrollment,
            @Nullable Integer waitlistPosition,
            List<EnrollmentStatus> allowedTransitions,
            @Nullable InformationRequest asked) {
        Application application = enrollment.application();
        Identification who = enrollment.identification();
        boolean renewal = who.type() == IdentificationType.ENROLLMENT_ID;
        return new EnrollmentResource(
                enrollment.getId(),
                enrollment.applicationNumber(),
                who.type(),
                who.leadId(),
                who.customerId(),
                renewal ? who.previousEnrollmentId() : null,
                who.previousEnrollmentId(),
                application.firstName(),
                application.lastName(),
                application.email(),
                application.phone(),
                application.address(),
                application.manufacturerSlugs(),
                enrollment.shownMetadata(),
                application.serialNumber(),
                application.referenceId(),
                application.referenceDescription(),
                application.language(),
                enrollment.programInstanceId(),
                enrollment.enrollmentStartDate().orElse(null),
                enrollment.termsVersionAccepted().orElse(null),
                enrollment.termsAcceptedAt().orElse(null),
                application.tags(),
                new Eligibility(
                        enrollment.status(),
                        enrollment.reason().orElse(null),
                        enrollment.code().orElse(null),
                        enrollment.programInstanceId()),
                allowedTransitions,
                enrollment.review().claim().map(Claim::of).orElse(null),
                asked == null ? null : OpenInformationRequest.of(asked),
                enrollment.question().answeredAt().orElse(null),
                enrollment.review().verdictChange().map(VerdictChanged::of).orElse(null),
                enrollment.exit().requested().map(Exit::of).orElse(null),
                enrollment.assisted().map(Assisted::of).orElse(null),
                enrollment.incentive().map(IncentiveResource::of).orElse(null),
                enrollment.review().approvals().stream().map(Approval::of).toList(),
                enrollment.review().byRules().map(RuleReviewed::of).orElse(null),
                enrollment.review().rulesFlag().map(RulesChanged::of).orElse(null),
                waitlistPosition,
                enrollment.createdAt(),
                enrollment.updatedAt(),
                enrollment.version());
    }
}
