/** The rights of people: everything held about one, handed out or erased, whichever room holds it. */
@NullMarked
@ApplicationModule(
        displayName = "Privacy",
        allowedDependencies = {"shared", "tenancy"})
package dev.enlist.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
