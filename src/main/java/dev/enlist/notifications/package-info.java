/** E-mail to applicants and members: created from the event feed and sent in the background, so that no decision waits for a mail server. */
@NullMarked
@ApplicationModule(
        displayName = "Notifications",
        allowedDependencies = {"shared", "database", "tenancy", "jobs", "events", "template", "program", "form"})
package dev.enlist.notifications;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
