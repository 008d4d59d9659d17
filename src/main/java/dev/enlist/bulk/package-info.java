/** Work on many enrollments at once: imports of people from files, and bulk decisions. */
@NullMarked
@ApplicationModule(
        displayName = "Bulk work",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "form", "eligibility", "enrollment"})
package dev.enlist.bulk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
