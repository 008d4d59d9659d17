package dev.enlist.eligibility;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of a table and the rows that produced it.
 *
 * @param approves whether the output {@code decision} is {@value #APPROVE}: an eligible application needs no reviewer, where
 *                 the program instance lets the rules approve
 * @param amount   the output {@value #AMOUNT}, not negative: what the incentive is; null where the row states none
 * @param currency the output {@value #CURRENCY}, ISO 4217; null where the row states none
 */
public record Decision(
        Verdict verdict,
        List<MatchedRule> matchedRules,
        boolean approves,
        @Nullable BigDecimal amount,
        @Nullable String currency) {

    /** Name of the optional output column with the incentive. */
    public static final String AMOUNT = "amount";

    /** Name of the optional output column with the currency of the incentive. */
    public static final String CURRENCY = "currency";

    /** Name of the optional output column. */
    public static final String OUTPUT = "decision";

    /** The value of the output that approves. */
    public static final String APPROVE = "approve";

    /** The value of the output that leaves the application to a reviewer; the same as none. */
    public static final String REVIEW = "review";

    /** The decision where no row matches. */
    public static Decision noRuleMatched() {
        return new Decision(Verdict.NO_RULE_MATCHED, List.of(), false, null, null);
    }
}
