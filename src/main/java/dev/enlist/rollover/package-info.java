/** Rollover: enrolls the approved participants of an ended instance in another instance. */
@NullMarked
@ApplicationModule(
        displayName = "Year rollover",
        allowedDependencies = {"shared", "tenancy", "jobs", "program", "enrollment"})
package dev.enlist.rollover;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
