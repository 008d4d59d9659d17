/** Who is calling: sign-in for people, keys for programs, and answers that are given once. */
@NullMarked
@ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"shared", "database", "tenancy", "jobs"})
package dev.enlist.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
