/** What participations bring: metrics of program instances, deemed and measured values, corrections. */
@NullMarked
@ApplicationModule(
        displayName = "Outcomes",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "form", "enrollment", "bulk", "bulk::file"})
package dev.enlist.outcome;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
