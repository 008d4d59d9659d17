/** Imports of people from files, and bulk decisions about enrollments. */
@NullMarked
@ApplicationModule(
        displayName = "Intake",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "enrollment"})
package dev.enlist.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
