package dev.enlist.shared.access;

import dev.enlist.shared.problem.Problem;

/** 403: the member works with other program instances only. */
public class OtherProgramInstance extends Problem {

    public OtherProgramInstance() {
        super(
                Kind.FORBIDDEN,
                "other-program-instance",
                "You work with other program instances; an administrator can change that.");
    }
}
