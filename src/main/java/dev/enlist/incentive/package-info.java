/** Incentives: the amount that an enrollment gets, from the rules, the configuration or a formula, and how it came about. */
@NullMarked
@ApplicationModule(
        displayName = "Incentives",
        allowedDependencies = {"shared", "form", "eligibility"})
package dev.enlist.incentive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
