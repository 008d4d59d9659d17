/** Capacity: pools of units, the units that each enrollment holds, the ledger, and the waitlists. */
@NullMarked
@ApplicationModule(
        displayName = "Capacity",
        allowedDependencies = {"shared", "tenancy", "jobs"})
package dev.enlist.capacity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
