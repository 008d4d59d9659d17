/** People of a workspace: leads, with at least an e-mail, and customers. */
@NullMarked
@ApplicationModule(
        displayName = "Customers",
        allowedDependencies = {"shared", "database", "tenancy", "jobs"})
package dev.enlist.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
