package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** No person has to decide about the enrollment, so that there is nothing to claim. */
public final class NotInReview extends Conflict {

    NotInReview(EnrollmentStatus status) {
        super(
                "not-in-review",
                "An enrollment that is " + status.wire()
                        + " is not in review. Only submitted enrollments, and candidates that a person evaluates, are.");
    }
}
