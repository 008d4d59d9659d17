/** What may be consumed: pools of units, what each enrollment holds of them, the ledger, and the lines of those who wait. */
@NullMarked
@ApplicationModule(
        displayName = "Capacity",
        allowedDependencies = {"shared", "tenancy", "jobs"})
package dev.enlist.capacity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
