/** Who did what to what, from where and when: written with each change, chained, and verifiable. */
@NullMarked
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"shared", "tenancy", "jobs", "access"})
package dev.enlist.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
