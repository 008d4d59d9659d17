/** Steps of workflows that another system does: the queue of requests, which workers lock and complete. */
@NullMarked
@ApplicationModule(
        displayName = "Workflow tasks",
        allowedDependencies = {"shared", "tenancy", "events", "workflow::request"})
package dev.enlist.workflowtask;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
