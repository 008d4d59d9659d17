package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The person takes part in a program that this one excludes by {@code exclusiveWith}. */
public class AlreadyEnrolledElsewhere extends Conflict {

    AlreadyEnrolledElsewhere(String programSlug) {
        super(
                "already-enrolled-elsewhere",
                "The person takes part in the program " + programSlug + ", whose participants may not take part here.");
        with("programSlug", programSlug);
    }
}
