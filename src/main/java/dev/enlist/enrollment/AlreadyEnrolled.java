package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;
import org.jspecify.annotations.Nullable;

/** The person, or the reference, has an open or approved enrollment in this instance already. */
public class AlreadyEnrolled extends Conflict {

    AlreadyEnrolled(@Nullable String existingId) {
        super(
                "already-enrolled",
                "There is an open or approved enrollment of this person, or with this reference, here.");
        if (existingId != null) {
            with("enrollmentId", existingId);
        }
    }
}
