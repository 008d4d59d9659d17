/** Webhooks: deliver the event feed to subscribers, signed and formatted as Standard Webhooks 1.0 defines. */
@NullMarked
@ApplicationModule(
        displayName = "Webhooks",
        allowedDependencies = {"shared", "database", "tenancy", "jobs", "events"})
package dev.enlist.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
