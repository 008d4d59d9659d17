package dev.enlist.enrollment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filter of the list of all enrollments of a workspace; a null or empty member matches all.
 *
 * @param programInstanceIds the enrollment is in one of them
 * @param programSlug        of the program of the instance
 * @param customerId         of the person
 * @param leadId             of the person, where the person is a lead
 * @param renews             the enrollment that it renews
 * @param flags              the enrollment has each of them
 * @param enrollment         what the list of one program instance filters by
 */
public record WorkspaceEnrollmentFilter(
        List<String> programInstanceIds,
        @Nullable String programSlug,
        @Nullable String customerId,
        @Nullable String leadId,
        @Nullable String renews,
        Set<EnrollmentFlag> flags,
        EnrollmentFilter enrollment) {

    /** Whether the filter has no criteria other than program instances and statuses. */
    boolean isOfStatusesOnly() {
        return programSlug == null
                && customerId == null
                && leadId == null
                && renews == null
                && flags.isEmpty()
                && enrollment.isOfStatusesOnly();
    }

    /** The state, tag or manufacturer, if it is the only criterion besides the program instances. */
    Optional<EnrollmentFilter.Facet> soleFacet() {
        return programSlug == null && !isOfPerson() && flags.isEmpty() ? enrollment.soleFacet() : Optional.empty();
    }

    /** Two criteria of which the sums tell how often they meet, see {@link EnrollmentFilter#combination}. */
    Optional<EnrollmentFilter.Facet> combination() {
        return soleFacet().flatMap(facet -> enrollment.combination());
    }

    /** Whether a few enrollments are wanted, which an index of the person or of the renewed enrollment finds. */
    boolean isOfPerson() {
        return customerId != null || leadId != null || renews != null;
    }
}
