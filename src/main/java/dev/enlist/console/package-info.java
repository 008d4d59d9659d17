/** The pages of Enlist's own: a face of the rooms below, which it reaches as any client of theirs would. */
@NullMarked
@ApplicationModule(
        displayName = "Console",
        allowedDependencies = {"shared", "tenancy", "access", "program", "eligibility", "enrollment"})
package dev.enlist.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
