/** Into the next year: the approved people of an instance that has ended, enrolled in another. */
@NullMarked
@ApplicationModule(
        displayName = "Year rollover",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "enrollment"})
package dev.enlist.rollover;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
