package dev.enlist.eligibility;

import java.util.List;

/** What a table answered, and the rows that made it answer so. */
public record Decision(Verdict verdict, List<MatchedRule> matchedRules) {

    /** What a table answers when no row of it matched. */
    public static Decision noRuleMatched() {
        return new Decision(Verdict.NO_RULE_MATCHED, List.of());
    }
}
