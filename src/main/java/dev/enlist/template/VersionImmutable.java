package dev.enlist.template;

import dev.enlist.shared.problem.Conflict;

/** Only drafts change: what has been active may be in use. */
public class VersionImmutable extends Conflict {

    VersionImmutable(VersionStatus status) {
        super(
                "version-immutable",
                "This template version is " + status.wire() + " and changes no more; make a new draft from it.");
    }
}
