/** The GraphQL API: one schema over programs, instances, enrollments and people, as a subgraph of Apollo Federation. */
@NullMarked
@ApplicationModule(
        displayName = "GraphQL",
        allowedDependencies = {
            "shared",
            "tenancy",
            "template",
            "capacity",
            "bulk",
            "program",
            "form",
            "customer",
            "eligibility",
            "incentive",
            "analysis::explain",
            "enrollment",
            "document",
            "note",
            "payout",
            "outcome",
            "activity",
            "workflow",
            "workflow::model",
            "workflow::run",
            "events",
            "events::stream"
        })
package dev.enlist.graphql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
