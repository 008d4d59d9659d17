/** Background work: jobs of a workspace, enqueued in a transaction and run chunk by chunk by one node at a time. */
@NullMarked
@ApplicationModule(
        displayName = "Jobs",
        allowedDependencies = {"shared", "database", "tenancy"})
package dev.enlist.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
