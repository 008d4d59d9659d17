/** Templates and their versions, configuration in layers with the origin of every field, and participant groups. */
@NullMarked
@ApplicationModule(
        displayName = "Templates",
        allowedDependencies = {"shared", "tenancy", "form"})
package dev.enlist.template;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
