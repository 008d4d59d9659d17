/** The database: an embedded PostgreSQL where no external one is configured, and the engine's schema beside ours. */
@NullMarked
@ApplicationModule(
        displayName = "Database",
        allowedDependencies = {"shared"})
package dev.enlist.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
