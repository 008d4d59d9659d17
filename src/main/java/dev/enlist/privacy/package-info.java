/** Data subject rights: exports or erases all data about a person, across all modules. */
@NullMarked
@ApplicationModule(
        displayName = "Privacy",
        allowedDependencies = {"shared", "tenancy"})
package dev.enlist.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
