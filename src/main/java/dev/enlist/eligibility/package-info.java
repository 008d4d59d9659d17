/** The rules that analysts maintain: rule sets, their test cases, their publication and their evaluation. */
@NullMarked
@ApplicationModule(
        displayName = "Eligibility",
        allowedDependencies = {"shared", "database", "tenancy", "jobs", "program", "form"})
package dev.enlist.eligibility;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
