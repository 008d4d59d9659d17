package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;
import java.util.List;

/** The status does not allow the step. Contains the current status and the allowed transitions. */
public class IllegalTransition extends Conflict {

    IllegalTransition(EnrollmentStatus current, List<EnrollmentStatus> allowed, String refusal) {
        super("illegal-transition", "An enrollment that is " + current.wire() + " " + refusal + ".");
        with("currentStatus", current.wire());
        with("allowedTransitions", allowed.stream().map(EnrollmentStatus::wire).toList());
    }
}
