/** Organizations and their workspaces, the people in them, and the scope that binds every query to one workspace. */
@NullMarked
@ApplicationModule(
        displayName = "Tenancy",
        allowedDependencies = {"shared", "database"})
package dev.enlist.tenancy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
