package dev.enlist.enrollment;

import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.problem.Forbidden;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Holds keys that are bound to one program instance or one customer to what is theirs. */
@Component
public class BoundKeys implements EnrollmentOwners {

    private final Enrollments enrollments;

    BoundKeys(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Owner> ownerOf(String enrollmentId) {
        return enrollments
                .findById(enrollmentId)
                .map(enrollment -> new Owner(
                        enrollment.programInstanceId(),
                        enrollment.identification().customerId()));
    }

    /**
     * Whether a key so bound may enroll this person: enrolling takes over what is known of them, so the key must
     * reach them already.
     *
     * @throws Forbidden {@code key-bound}
     */
    @Transactional(readOnly = true)
    public void mustAdmit(Binding binding, NewEnrollment wanted) {
        if (!binding.isBound()) {
            return;
        }
        boolean admitted =
                switch (wanted.type()) {
                    case CUSTOMER_INFO -> binding.programInstanceId() != null;
                    case CUSTOMER_ID -> wanted.customerId() != null && binding.reachesCustomer(wanted.customerId());
                    case ENROLLMENT_ID ->
                        wanted.enrollmentId() != null
                                && ownerOf(wanted.enrollmentId())
                                        .filter(binding::reaches)
                                        .isPresent();
                    case LEAD_ID -> false;
                };
        if (!admitted) {
            throw new Forbidden("key-bound", "The key is bound, and does not reach the person named here.");
        }
    }
}
