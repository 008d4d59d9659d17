package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The person takes part in a program that this one excludes by {@code exclusiveWith}. */
public class AlreadyEnrolledElsewhere extends Conflict {

    private final String enrollmentId;

    AlreadyEnrolledElsewhere(String programSlug, String enrollmentId) {
        super(
                "already-enrolled-elsewhere",
                "The person takes part in the program " + programSlug + ", whose participants may not take part here.");
        with("programSlug", programSlug);
        this.enrollmentId = enrollmentId;
    }

    /** The enrollment of the person in the other program; not a part of the answer to a client. */
    public String enrollmentId() {
        return enrollmentId;
    }
}
