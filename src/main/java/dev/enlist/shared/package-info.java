/** What every room speaks: ids, actors, events of the domain, and the base of an aggregate. */
@NullMarked
@ApplicationModule(
        displayName = "Shared",
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
package dev.enlist.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
