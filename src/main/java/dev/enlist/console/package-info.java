/** The web pages of Enlist. They use the modules only through the public API, as any other client does. */
@NullMarked
@ApplicationModule(
        displayName = "Console",
        allowedDependencies = {
            "shared",
            "tenancy",
            "access",
            "branding",
            "customer",
            "program",
            "eligibility",
            "enrollment",
            "template",
            "campaign",
            "form",
            "bulk",
            "payout",
            "review",
            "workflow"
        })
package dev.enlist.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
