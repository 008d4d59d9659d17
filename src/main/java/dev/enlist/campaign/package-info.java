/** Campaigns: their life cycle from draft to closed, their cohorts, and progress towards their targets. */
@NullMarked
@ApplicationModule(
        displayName = "Campaigns",
        allowedDependencies = {"shared", "tenancy", "jobs", "template", "program", "capacity", "enrollment"})
package dev.enlist.campaign;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
