/** Records each change with its actor, origin and time in a verifiable chain. */
@NullMarked
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"shared", "tenancy", "jobs", "access"})
package dev.enlist.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
