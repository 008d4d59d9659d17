/** Evaluates the open enrollments of an instance again after its rules or criteria changed. */
@NullMarked
@ApplicationModule(
        displayName = "Re-evaluation",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "eligibility", "enrollment"})
package dev.enlist.reevaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
