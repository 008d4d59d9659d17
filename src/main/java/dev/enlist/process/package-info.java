/**
 * Everything BPMN: carries what the domain tells into the engine, and what the engine decides back into the
 * application services. It listens to the other rooms; none of them knows it.
 */
@NullMarked
@ApplicationModule(
        displayName = "Processes",
        allowedDependencies = {
            "shared",
            "database",
            "tenancy",
            "jobs",
            "access",
            "customer",
            "capacity",
            "program",
            "eligibility",
            "enrollment",
            "campaign"
        })
package dev.enlist.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
