package dev.enlist.shared.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whose an enrollment is, for keys that are bound. Answered by the room that keeps enrollments. */
public interface EnrollmentOwners {

    /** The program instance and, where there is one, the customer of an enrollment of the workspace in scope. */
    Optional<Owner> ownerOf(String enrollmentId);

    /** Whose an enrollment is. */
    record Owner(String programInstanceId, @Nullable String customerId) {}
}
