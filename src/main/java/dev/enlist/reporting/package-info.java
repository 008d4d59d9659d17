/** Reports: what became of the enrollments, in sums that cost the same however many there are. */
@NullMarked
@ApplicationModule(
        displayName = "Reports",
        allowedDependencies = {"shared", "tenancy", "program", "capacity", "campaign"})
package dev.enlist.reporting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
