/** Many at once: imports of people, bulk decisions about them. */
@NullMarked
@ApplicationModule(
        displayName = "Intake",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "enrollment"})
package dev.enlist.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
