/** Search over everything that people look for by name: people, applications, programs, instances, rule sets, campaigns. */
@NullMarked
@ApplicationModule(
        displayName = "Search",
        allowedDependencies = {"shared", "tenancy", "customer", "enrollment"})
package dev.enlist.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
