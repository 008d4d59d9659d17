/** The first start on an empty database: organization, administrator, key, and something to look at. */
@NullMarked
@ApplicationModule(
        displayName = "Setup",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "access",
            "customer",
            "program",
            "eligibility",
            "enrollment"
        })
package dev.enlist.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
