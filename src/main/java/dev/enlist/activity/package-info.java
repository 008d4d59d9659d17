/** Activities of program instances: events, sessions and meetings, their invitations, and who takes part in them. */
@NullMarked
@ApplicationModule(
        displayName = "Activities",
        allowedDependencies = {
            "shared",
            "tenancy",
            "jobs",
            "program",
            "enrollment",
            "bulk",
            "bulk::file",
            "notifications"
        })
package dev.enlist.activity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
