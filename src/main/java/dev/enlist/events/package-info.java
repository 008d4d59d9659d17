/** The event log, written in the transaction of each change; its feed, its stream, and its publication to Kafka. */
@NullMarked
@ApplicationModule(
        displayName = "Events",
        allowedDependencies = {"shared", "tenancy", "jobs"})
package dev.enlist.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
