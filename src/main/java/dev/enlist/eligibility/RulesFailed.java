package dev.enlist.eligibility;

import dev.enlist.shared.problem.Conflict;

/** A table could not be evaluated, or answered what no table may answer. Its author has to mend it. */
public class RulesFailed extends Conflict {

    public RulesFailed(String detail) {
        super("rules-failed", detail);
    }
}
