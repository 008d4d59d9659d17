/**
 * Outbound integration: the event log, written in the transaction of each change, and everything that is sent from it.
 */
@NullMarked
@ApplicationModule(
        displayName = "Outbound",
        allowedDependencies = {"shared", "tenancy", "jobs", "template", "program"})
package dev.enlist.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
