/** Internal notes of staff about enrollments. */
@NullMarked
@ApplicationModule(
        displayName = "Notes",
        allowedDependencies = {"shared", "tenancy", "enrollment"})
package dev.enlist.note;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
