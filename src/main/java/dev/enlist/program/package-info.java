/** The catalogue of programs, and the instances of them that workspaces run. */
@NullMarked
@ApplicationModule(
        displayName = "Programs",
        allowedDependencies = {"shared", "template", "tenancy", "capacity", "form", "audit"})
package dev.enlist.program;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
