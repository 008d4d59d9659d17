package dev.enlist.eligibility;

import dev.enlist.shared.problem.Conflict;

/** A table could not be evaluated, or its result is not a valid verdict. Its author has to correct it. */
public class RulesFailed extends Conflict {

    public RulesFailed(String detail) {
        super("rules-failed", detail);
    }
}
