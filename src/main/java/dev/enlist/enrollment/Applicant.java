package dev.enlist.enrollment;

import dev.enlist.customer.CustomerService;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person to be enrolled: who it is, and the complete application.
 *
 * @param previousStatus of the enrollment that is renewed; null where none is
 */
record Applicant(
        Identification identification,
        Application application,
        @Nullable EnrollmentStatus previousStatus) {

    String emailKey() {
        return CustomerService.key(application.email());
    }

    /** By which two commands, or a command and an enrollment, are recognized as the same: e-mail, customer, reference. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        keys.add("email " + emailKey());
        if (identification.customerId() != null) {
            keys.add("customer " + identification.customerId());
        }
        if (application.referenceId() != null) {
            keys.add("reference " + application.referenceId());
        }
        return keys;
    }
}
