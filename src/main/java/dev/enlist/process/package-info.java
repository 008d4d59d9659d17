/**
 * The BPMN processes: passes domain events to the engine, and the engine's decisions to the application services. It
 * listens to the other modules; none of them depends on it.
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
            "audit",
            "customer",
            "capacity",
            "program",
            "form",
            "eligibility",
            "eligibility::engine",
            "enrollment",
            "review",
            "campaign",
            "workflow",
            "workflow::model",
            "workflow::run",
            "workflow::request"
        })
package dev.enlist.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
