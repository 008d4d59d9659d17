package dev.enlist.graphql;

import dev.enlist.customer.Address;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentExit;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.Identification;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.ReviewApproval;
import dev.enlist.enrollment.ReviewClaim;
import dev.enlist.enrollment.RuleReview;
import dev.enlist.enrollment.RulesFlag;
import dev.enlist.enrollment.VerdictChange;
import dev.enlist.incentive.IncentiveSource;
import dev.enlist.shared.Money;
import dev.enlist.shared.access.EnrollmentOwners;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enrollment in the graph, with the field names of the published interface. */
public record EnrollmentNode(
        String id,
        String applicationNumber,
        Identification identification,
        Application application,
        String programInstanceId,
        String eligibilityStatus,
        @Nullable String eligibilityReason,
        @Nullable String eligibilityCode,
        List<String> allowedTransitions,
        @Nullable Claim claim,
        @Nullable Instant informationProvidedAt,
        @Nullable RulesChanged rulesChanged,
        @Nullable VerdictChanged verdictChanged,
        @Nullable Exit exit,
        List<Approval> approvals,
        @Nullable RuleReviewed ruleReview,
        @Nullable Incentive incentive,
        Map<String, Object> metadata,
        @Nullable Instant enrollmentStartDate,
        @Nullable Integer termsVersionAccepted,
        @Nullable Instant termsAcceptedAt,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements IdentifiedNode {

    /** The person who decides about the enrollment. */
    public record Claim(String userId, String name, Instant at) {

        static Claim of(ReviewClaim claim) {
            return new Claim(claim.holder().id(), claim.holder().name(), claim.at());
        }
    }

    /** The verdict of a newer rule version. */
    public record RulesChanged(
            String ruleSet,
            int version,
            String status,
            @Nullable String reason,
            String code,
            Instant flaggedAt) {

        static RulesChanged of(RulesFlag flag) {
            return new RulesChanged(
                    flag.rules().slug(),
                    flag.rules().version(),
                    flag.verdict().status().wire(),
                    flag.verdict().reason(),
                    flag.verdict().code(),
                    flag.flaggedAt());
        }
    }

    /** The verdict on the current facts, where it differs from the recorded one. */
    public record VerdictChanged(String status, @Nullable String reason, String code, Instant at) {

        static VerdictChanged of(VerdictChange change) {
            Verdict verdict = change.verdict();
            return new VerdictChanged(verdict.status().wire(), verdict.reason(), verdict.code(), change.at());
        }
    }

    /** The end of the participation. */
    public record Exit(String reason, String kind, Instant at) {

        static Exit of(EnrollmentExit exit) {
            return new Exit(exit.reason(), exit.kind().wire(), exit.at());
        }
    }

    /** One of two approvals. */
    public record Approval(
            StatusChangeNode.By by, Instant at, @Nullable String reason) {

        static Approval of(ReviewApproval approval) {
            return new Approval(
                    new StatusChangeNode.By(
                            approval.by().type().wire(),
                            approval.by().id(),
                            approval.by().name()),
                    approval.at(),
                    approval.reason().orElse(null));
        }
    }

    /** What the rules decided about the submitted application. */
    public record RuleReviewed(
            String outcome, String ruleSet, int ruleSetVersion, double sample, double draw, Instant at) {

        static RuleReviewed of(RuleReview review) {
            return new RuleReviewed(
                    review.outcome(),
                    review.rules().slug(),
                    review.rules().version(),
                    review.share().doubleValue(),
                    review.draw().doubleValue(),
                    review.at());
        }
    }

    /** What it is paid; the amount is a decimal text, since a Float is not exact. */
    public record Incentive(
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String source,
            String explanation,
            @Nullable String ruleSet,
            @Nullable Integer ruleVersion,
            @Nullable Instant fixedAt) {

        static Incentive of(EnrollmentIncentive incentive) {
            return new Incentive(
                    incentive
                            .money()
                            .map(money -> money.amount().toPlainString())
                            .orElse(null),
                    incentive.money().map(Money::currency).orElse(null),
                    incentive.source().map(IncentiveSource::wire).orElse(null),
                    incentive.explanation(),
                    incentive.rules().map(RuleSetRef::slug).orElse(null),
                    incentive.rules().map(RuleSetRef::version).orElse(null),
                    incentive.fixedAt().orElse(null));
        }
    }

    /** @param allowedTransitions the transitions that the transition policies allow now */
    static EnrollmentNode of(Enrollment enrollment, List<EnrollmentStatus> allowedTransitions) {
        return new EnrollmentNode(
                enrollment.getId(),
                enrollment.applicationNumber(),
                enrollment.identification(),
                enrollment.application(),
                enrollment.programInstanceId(),
                enrollment.status().wire(),
                enrollment.reason().orElse(null),
                enrollment.code().orElse(null),
                allowedTransitions.stream().map(EnrollmentStatus::wire).toList(),
                enrollment.review().claim().map(Claim::of).orElse(null),
                enrollment.question().answeredAt().orElse(null),
                enrollment.review().rulesFlag().map(RulesChanged::of).orElse(null),
                enrollment.review().verdictChange().map(VerdictChanged::of).orElse(null),
                enrollment.exit().requested().map(Exit::of).orElse(null),
                enrollment.review().approvals().stream().map(Approval::of).toList(),
                enrollment.review().byRules().map(RuleReviewed::of).orElse(null),
                enrollment.incentive().map(Incentive::of).orElse(null),
                enrollment.shownMetadata(),
                enrollment.enrollmentStartDate().orElse(null),
                enrollment.termsVersionAccepted().orElse(null),
                enrollment.termsAcceptedAt().orElse(null),
                enrollment.createdAt(),
                enrollment.updatedAt(),
                enrollment.version());
    }

    /** The owner of the enrollment, for API keys that are bound to one person or instance. */
    public EnrollmentOwners.Owner owner() {
        return new EnrollmentOwners.Owner(programInstanceId, customerId());
    }

    public String identificationType() {
        return identification.type().wire();
    }

    @Nullable
    public String leadId() {
        return identification.leadId();
    }

    @Nullable
    public String customerId() {
        return identification.customerId();
    }

    @Nullable
    public String enrollmentId() {
        return identification.type() == IdentificationType.ENROLLMENT_ID ? previousEnrollmentId() : null;
    }

    @Nullable
    public String previousEnrollmentId() {
        return identification.previousEnrollmentId();
    }

    @Nullable
    public String firstName() {
        return application.firstName();
    }

    @Nullable
    public String lastName() {
        return application.lastName();
    }

    public String email() {
        return application.email();
    }

    @Nullable
    public String phone() {
        return application.phone();
    }

    @Nullable
    public Address address() {
        return application.address();
    }

    public List<String> manufacturerSlugs() {
        return application.manufacturerSlugs();
    }

    @Nullable
    public String serialNumber() {
        return application.serialNumber();
    }

    @Nullable
    public String referenceId() {
        return application.referenceId();
    }

    @Nullable
    public String referenceDescription() {
        return application.referenceDescription();
    }

    public @Nullable String language() {
        return application.language();
    }

    public List<String> tags() {
        return application.tags();
    }
}
