/** Analysis of rules: checks of a draft, explanations of decisions, and replays of a draft over recorded decisions. */
@NullMarked
@ApplicationModule(
        displayName = "Rule analysis",
        allowedDependencies = {
            "shared",
            "tenancy",
            "jobs",
            "program",
            "capacity",
            "eligibility",
            "eligibility::cases",
            "eligibility::document",
            "eligibility::engine",
            "eligibility::feel"
        })
package dev.enlist.analysis;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
