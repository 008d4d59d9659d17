package dev.enlist.shared.access;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the owner of an enrollment, for bound keys. Implemented by the module that stores enrollments. */
public interface EnrollmentOwners {

    /** The program instance and, where there is one, the customer of an enrollment of the workspace in scope. */
    Optional<Owner> ownerOf(String enrollmentId);

    /** Whether a lead or customer has an enrollment in one of these program instances. */
    boolean takesPart(String personId, Collection<String> programInstanceIds);

    /** Whose an enrollment is. */
    record Owner(String programInstanceId, @Nullable String customerId) {}
}
