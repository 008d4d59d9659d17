package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** 409 {@code not-in-evaluation}: the rules have not asked for a person, or a person has decided already. */
public class NotInEvaluation extends Conflict {

    NotInEvaluation(EnrollmentStatus status) {
        super(
                "not-in-evaluation",
                "The enrollment is " + status.wire() + " and waits for no evaluation by a person. Read it again.");
    }
}
