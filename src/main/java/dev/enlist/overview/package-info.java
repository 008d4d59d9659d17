/** What people at work read across modules: the home page, and everything that happened to one enrollment. */
@NullMarked
@ApplicationModule(
        displayName = "Overview",
        allowedDependencies = {"shared", "tenancy", "reporting"})
package dev.enlist.overview;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
