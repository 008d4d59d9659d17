package dev.enlist.enrollment;

import dev.enlist.customer.Address;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of a person to enroll. The required members depend on the identification. Absent members are copied from the
 * customer, lead or earlier enrollment.
 */
public record NewEnrollment(
        IdentificationType type,
        @Nullable String leadId,
        @Nullable String customerId,
        @Nullable String enrollmentId,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email,
        @Nullable String phone,
        @Nullable Address address,
        @Nullable List<String> manufacturerSlugs,
        @Nullable String serialNumber,
        @Nullable String referenceId,
        @Nullable String referenceDescription,
        @Nullable List<String> tags,
        @Nullable Map<String, Object> metadata,
        @Nullable String language) {

    /** The same without a language, which is then that of the earlier enrollment, if there is one. */
    public NewEnrollment(
            IdentificationType type,
            @Nullable String leadId,
            @Nullable String customerId,
            @Nullable String enrollmentId,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String phone,
            @Nullable Address address,
            @Nullable List<String> manufacturerSlugs,
            @Nullable String serialNumber,
            @Nullable String referenceId,
            @Nullable String referenceDescription,
            @Nullable List<String> tags,
            @Nullable Map<String, Object> metadata) {
        this(
                type,
                leadId,
                customerId,
                enrollmentId,
                firstName,
                lastName,
                email,
                phone,
                address,
                manufacturerSlugs,
                serialNumber,
                referenceId,
                referenceDescription,
                tags,
                metadata,
                null);
    }
}
