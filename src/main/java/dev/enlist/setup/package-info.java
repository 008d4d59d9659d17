/**
 * The first start on an empty database: creates the organization, the administrator, the key and optional demo data.
 */
@NullMarked
@ApplicationModule(
        displayName = "Setup",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "access",
            "customer",
            "template",
            "form",
            "capacity",
            "campaign",
            "review::workload",
            "note",
            "document",
            "program",
            "eligibility",
            "enrollment",
            "payout",
            "outcome",
            "activity",
            "workflow",
            "workflow::model"
        })
package dev.enlist.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
