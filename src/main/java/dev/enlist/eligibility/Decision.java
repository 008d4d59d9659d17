package dev.enlist.eligibility;

import java.util.List;

/** The verdict of a table and the rows that produced it. */
public record Decision(Verdict verdict, List<MatchedRule> matchedRules) {

    /** The decision where no row matches. */
    public static Decision noRuleMatched() {
        return new Decision(Verdict.NO_RULE_MATCHED, List.of());
    }
}
