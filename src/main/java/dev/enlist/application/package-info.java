/** Applications that people fill in themselves: drafts, their abuse protection, and the submission through admission. */
@NullMarked
@ApplicationModule(
        displayName = "Applications",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "jobs",
            "customer",
            "program",
            "capacity",
            "eligibility",
            "analysis::explain",
            "form",
            "enrollment",
            "document",
            "notifications",
            "reporting",
            "applicant"
        })
package dev.enlist.application;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
