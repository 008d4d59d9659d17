package dev.enlist.template;

import dev.enlist.shared.problem.Conflict;

/** A template version does not move so; tells where it stands and what may follow. */
public class IllegalVersionTransition extends Conflict {

    IllegalVersionTransition(VersionStatus current, VersionStatus wanted) {
        super(
                "illegal-transition",
                "A template version that is " + current.wire() + " cannot become " + wanted.wire() + ".");
        with("currentStatus", current.wire());
        with(
                "allowedTransitions",
                current.allowedTransitions().stream().map(VersionStatus::wire).toList());
    }
}
