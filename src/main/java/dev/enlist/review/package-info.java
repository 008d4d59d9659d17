/** The inbox of reviewers: what waits for a person, who has claimed it, and what a reviewer needs to decide. */
@NullMarked
@ApplicationModule(
        displayName = "Reviews",
        allowedDependencies = {
            "shared",
            "tenancy",
            "customer",
            "program",
            "form",
            "capacity",
            "eligibility",
            "analysis::explain",
            "enrollment",
            "jobs",
            "reporting"
        })
package dev.enlist.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
