/** Campaigns: their life from draft to closed, the cohorts they open, and what became of their targets. */
@NullMarked
@ApplicationModule(
        displayName = "Campaigns",
        allowedDependencies = {"shared", "tenancy", "jobs", "template", "program", "capacity", "enrollment"})
package dev.enlist.campaign;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
