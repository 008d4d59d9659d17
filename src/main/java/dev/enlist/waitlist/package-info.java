/** Waitlists of full instances: the job that submits the next application when units are released, and their API. */
@NullMarked
@ApplicationModule(
        displayName = "Waitlists",
        allowedDependencies = {"shared", "jobs", "capacity", "program", "enrollment"})
package dev.enlist.waitlist;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
