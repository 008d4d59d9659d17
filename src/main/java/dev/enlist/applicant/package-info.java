/** What applicants see after the submit: the link to their application, its status page, answers, withdrawal and copy. */
@NullMarked
@ApplicationModule(
        displayName = "Applicant pages",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "access",
            "customer",
            "program",
            "template",
            "form",
            "note",
            "reporting",
            "rollover",
            "eligibility",
            "analysis::explain",
            "enrollment",
            "document",
            "activity",
            "payout",
            "notifications"
        })
package dev.enlist.applicant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
