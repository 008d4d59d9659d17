package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** A review was assigned to a person who is absent today. */
public final class ReviewerAbsent extends Conflict {

    public ReviewerAbsent() {
        super("reviewer-absent", "This person is absent today. Assign the review to another reviewer.");
    }
}
