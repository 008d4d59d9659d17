/** Forms in which people apply: their model and check, the answers, published versions and the coverage of rules. */
@NullMarked
@ApplicationModule(
        displayName = "Forms",
        allowedDependencies = {"shared", "tenancy", "customer"})
package dev.enlist.form;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
