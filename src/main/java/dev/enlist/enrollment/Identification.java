package dev.enlist.enrollment;

import org.jspecify.annotations.Nullable;

/**
 * Who an enrollment is for.
 *
 * @param leadId               the lead, where there is one
 * @param customerId           the customer, where there is one; a person is at least one of the two
 * @param previousEnrollmentId the enrollment that this one renews
 */
public record Identification(
        IdentificationType type,
        @Nullable String leadId,
        @Nullable String customerId,
        @Nullable String previousEnrollmentId) {}
