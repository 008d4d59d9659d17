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
            "program",
            "eligibility",
            "enrollment"
        })
package dev.enlist.setup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
