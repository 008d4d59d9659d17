/** Reports on enrollments, read from sums whose size does not depend on the number of enrollments. */
@NullMarked
@ApplicationModule(
        displayName = "Reports",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "capacity", "campaign", "notifications"})
package dev.enlist.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
