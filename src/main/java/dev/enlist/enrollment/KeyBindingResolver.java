package dev.enlist.enrollment;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Forbidden;
import java.util.Collection;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Checks the access of API keys that are bound to one program instance or one customer. */
@Component
public class KeyBindingResolver implements EnrollmentOwners {

    private final EnrollmentRepository enrollments;
    private final StatusChangeRepository history;

    KeyBindingResolver(EnrollmentRepository enrollments, StatusChangeRepository history) {
        this.enrollments = enrollments;
        this.history = history;
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

    @Override
    @Transactional(readOnly = true)
    public boolean takesPart(String personId, Collection<String> programInstanceIds) {
        return enrollments.existsOfPerson(personId, programInstanceIds);
    }

    /**
     * Requires that a caller without {@code enrollments:write} has created the enrollment.
     *
     * @throws Forbidden {@code not-created-by-caller}
     */
    @Transactional(readOnly = true)
    public void mustHaveCreated(String enrollmentId, AccessGate gate) {
        if (gate.has(Scope.ENROLLMENTS_WRITE)) {
            return;
        }
        boolean own = history.findByEnrollmentIdOrderByNumber(enrollmentId).stream()
                .findFirst()
                .map(StatusChange::by)
                .filter(by -> by.type() == gate.actor().type()
                        && by.id().equals(gate.actor().id()))
                .isPresent();
        if (!own) {
            throw new Forbidden(
                    "not-created-by-caller",
                    "The caller has not created the enrollment; use a key with the scope enrollments:write.");
        }
    }

    /**
     * Requires that a bound key has access to the person: enrolling copies the stored data of the person into the enrollment.
     * Without a transaction, since most keys are not bound and nothing is read for them.
     *
     * @throws Forbidden {@code key-bound}
     */
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
