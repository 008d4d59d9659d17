package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;

/** The instance requires two approvals, and this person has given the first. */
public class SecondPersonRequired extends Conflict {

    SecondPersonRequired(Actor first) {
        super(
                "second-person-required",
                first.name()
                        + " has approved this application already; another person has to give the second approval.");
    }
}
