package dev.enlist.eligibility;

import java.util.List;

/**
 * The verdict of a table and the rows that produced it.
 *
 * @param approves whether the output {@code decision} is {@value #APPROVE}: an eligible application needs no reviewer, where
 *                 the program instance lets the rules approve
 */
public record Decision(Verdict verdict, List<MatchedRule> matchedRules, boolean approves) {

    /** Name of the optional output column. */
    public static final String OUTPUT = "decision";

    /** The value of the output that approves. */
    public static final String APPROVE = "approve";

    /** The value of the output that leaves the application to a reviewer; the same as none. */
    public static final String REVIEW = "review";

    /** The decision where no row matches. */
    public static Decision noRuleMatched() {
        return new Decision(Verdict.NO_RULE_MATCHED, List.of(), false);
    }
}
