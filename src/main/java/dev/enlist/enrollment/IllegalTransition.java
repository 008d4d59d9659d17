package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;
import java.util.List;

/** The enrollment cannot be moved so; names where it stands and where it may go. */
public class IllegalTransition extends Conflict {

    IllegalTransition(EnrollmentStatus current, List<EnrollmentStatus> allowed, String refusal) {
        super("illegal-transition", "An enrollment that is " + current.wire() + " " + refusal + ".");
        with("currentStatus", current.wire());
        with("allowedTransitions", allowed.stream().map(EnrollmentStatus::wire).toList());
    }
}
