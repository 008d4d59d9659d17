package dev.enlist.graphql;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.Identification;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.RulesFlag;
import dev.enlist.shared.access.EnrollmentOwners;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enrollment in the graph, with the names of the seeds' interface. */
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
        @Nullable RulesChanged rulesChanged,
        @Nullable Instant enrollmentStartDate,
        @Nullable Integer termsVersionAccepted,
        @Nullable Instant termsAcceptedAt,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements Identified {

    /** What newer rules would answer. */
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

    static EnrollmentNode of(Enrollment enrollment) {
        return new EnrollmentNode(
                enrollment.getId(),
                enrollment.applicationNumber(),
                enrollment.identification(),
                enrollment.application(),
                enrollment.programInstanceId(),
                enrollment.status().wire(),
                enrollment.reason().orElse(null),
                enrollment.code().orElse(null),
                enrollment.allowedTransitions().stream()
                        .map(EnrollmentStatus::wire)
                        .toList(),
                enrollment.rulesFlag().map(RulesChanged::of).orElse(null),
                enrollment.enrollmentStartDate().orElse(null),
                enrollment.termsVersionAccepted().orElse(null),
                enrollment.termsAcceptedAt().orElse(null),
                enrollment.createdAt(),
                enrollment.updatedAt(),
                enrollment.version());
    }

    /** Whose it is, for keys that are bound. */
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

    public List<String> tags() {
        return application.tags();
    }

    public Map<String, Object> metadata() {
        return application.metadata();
    }
}
