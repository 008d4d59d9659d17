/** Authentication, authorization, users, API keys, rate limits and idempotent responses. */
@NullMarked
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"shared", "database", "tenancy", "jobs", "customer"})
package dev.enlist.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
