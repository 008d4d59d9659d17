/** Types that every module uses: ids, actors, domain events, and the base class of aggregates. */
@NullMarked
@ApplicationModule(
        displayName = "Shared",
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
package dev.enlist.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
