/** How an organization and its program instances appear to applicants: name, logo, colours, contact, sender of mails. */
@NullMarked
@ApplicationModule(
        displayName = "Branding",
        allowedDependencies = {"shared", "tenancy", "program", "notifications"})
package dev.enlist.branding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
