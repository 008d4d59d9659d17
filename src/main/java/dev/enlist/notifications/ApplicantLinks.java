package dev.enlist.notifications;

import java.util.Collection;
import java.util.Map;

/** The links to the status pages of enrollments, for messages. Implemented by the module of these pages. */
public interface ApplicantLinks {

    /**
     * The link of each enrollment of the workspace in scope. A link stays the same until it is replaced or revoked; one
     * that has expired is replaced here.
     *
     * @return by enrollment id; empty where the public URL of the installation is not configured
     */
    Map<String, String> linksTo(Collection<String> enrollmentIds);
}
