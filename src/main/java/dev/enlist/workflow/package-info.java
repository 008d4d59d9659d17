/** Workflows that organizations own: drafts, check, publication and versions of BPMN, and the steps of their runs. */
@NullMarked
@ApplicationModule(
        displayName = "Workflows",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "jobs",
            "customer",
            "program",
            "form",
            "eligibility",
            "eligibility::engine",
            "eligibility::feel",
            "enrollment",
            "notifications",
            "review"
        })
package dev.enlist.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
