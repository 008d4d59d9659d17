package dev.enlist.incentive;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.Verdict;
import dev.enlist.form.FormConditions;
import dev.enlist.form.FormConditions.ConditionFailed;
import dev.enlist.shared.Money;
import dev.enlist.shared.PlainNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Computes the incentive of an enrollment together with its verdict: the base from the output {@code amount} of the rules, else
 * from the formula of the configuration, else from its amount; then the additions that apply, up to the maximum. Computed
 * amounts are rounded half up to the decimals of the currency. Sends no statement.
 */
@Component
public class IncentiveEvaluator {

    private static final String BASE = "base";

    private final FormConditions feel;

    IncentiveEvaluator(FormConditions feel) {
        this.feel = feel;
    }

    /** The amount cannot be computed; the message is for people. */
    private static final class Undetermined extends Exception {

        private Undetermined(String message) {
            super(message);
        }
    }

    /**
     * The incentive that goes with a decision; none for ineligible people, and where neither rules nor configuration state an
     * amount. Never throws: where the amount cannot be computed, the result says why.
     *
     * @param inputs of the rules, with the effective configuration under {@code config}
     */
    public IncentiveResult evaluate(RuleSetRef rules, Decision decision, Map<String, @Nullable Object> inputs) {
        if (decision.verdict().status() == Verdict.Status.INELIGIBLE) {
            return IncentiveResult.NONE;
        }
        IncentiveTerms terms = IncentiveTerms.of(inputs.get("config"));
        if (decision.amount() == null && terms.formula() == null && terms.amount() == null) {
            return IncentiveResult.NONE;
        }
        String currency = decision.currency() != null ? decision.currency() : terms.currency();
        if (!Money.isCurrency(currency)) {
            return IncentiveResult.problem(
                    "The currency of the incentive, " + currency + ", is no currency code of ISO 4217.");
        }
        try {
            return IncentiveResult.of(incentive(rules, decision, terms, currency, inputs));
        } catch (Undetermined e) {
            return IncentiveResult.problem(String.valueOf(e.getMessage()));
        }
    }

    private Incentive incentive(
            RuleSetRef rules,
            Decision decision,
            IncentiveTerms terms,
            String currency,
            Map<String, @Nullable Object> inputs)
            throws Undetermined {
        List<Incentive.Part> parts = new ArrayList<>();
        IncentiveSource source;
        if (decision.amount() != null) {
            source = IncentiveSource.RULE;
            add(parts, BASE, decision.amount(), currency);
        } else if (terms.formula() != null) {
            source = IncentiveSource.FORMULA;
            add(parts, BASE, evaluated("formula of the incentive", terms.formula(), inputs), currency);
        } else {
            source = IncentiveSource.CONFIG;
            add(parts, BASE, terms.amount(), currency);
        }
        for (IncentiveTerms.Addition addition : terms.additions()) {
            if (applies(addition, inputs)) {
                BigDecimal amount = addition.formula() == null
                        ? addition.amount()
                        : evaluated("formula of the addition '" + addition.label() + "'", addition.formula(), inputs);
                add(parts, addition.label(), amount, currency);
            }
        }
        BigDecimal sum = parts.stream().map(Incentive.Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal maximum = terms.maximum();
        if (maximum != null && sum.compareTo(maximum) > 0) {
            BigDecimal cut = Money.rounded(maximum, currency).amount();
            parts.add(new Incentive.Part("above the maximum", cut.subtract(sum)));
            sum = cut;
        }
        Integer row = decision.matchedRules().isEmpty()
                ? null
                : decision.matchedRules().get(0).number();
        return new Incentive(
                Money.rounded(bounded("sum of the incentive", sum), currency), source, List.copyOf(parts), rules, row);
    }

    private static void add(List<Incentive.Part> parts, String label, @Nullable BigDecimal amount, String currency)
            throws Undetermined {
        if (amount == null) {
            throw new Undetermined("The part '" + label + "' of the incentive has no amount.");
        }
        parts.add(new Incentive.Part(
                label,
                Money.rounded(bounded("part '" + label + "' of the incentive", amount), currency)
                        .amount()));
    }

    private static BigDecimal bounded(String what, BigDecimal amount) throws Undetermined {
        if (Money.isBeyondBound(amount)) {
            throw new Undetermined(
                    "The " + what + " is too large; amounts are below " + PlainNumber.of(Money.BOUND) + ".");
        }
        if (amount.signum() < 0) {
            throw new Undetermined("The " + what + " is negative: " + PlainNumber.of(amount) + ".");
        }
        return amount;
    }

    private boolean applies(IncentiveTerms.Addition addition, Map<String, @Nullable Object> inputs)
            throws Undetermined {
        if (addition.when() == null) {
            return true;
        }
        String what = "condition of the addition '" + addition.label() + "'";
        Object value = value(what, addition.when(), inputs);
        if (value == null) {
            // a fact that the condition reads is unknown
            return false;
        }
        if (value instanceof Boolean holds) {
            return holds;
        }
        throw new Undetermined("The " + what + " answers neither true nor false.");
    }

    private BigDecimal evaluated(String what, String formula, Map<String, @Nullable Object> inputs)
            throws Undetermined {
        Object value = value(what, formula, inputs);
        if (value == null) {
            throw new Undetermined("The " + what + " has no value; a fact that it reads is missing or no number.");
        }
        boolean isFinite =
                value instanceof Number number && Double.isFinite(number.doubleValue()) || value instanceof BigDecimal;
        if (!isFinite) {
            throw new Undetermined("The " + what + " answers no number.");
        }
        return new BigDecimal(value.toString());
    }

    private @Nullable Object value(String what, String expression, Map<String, @Nullable Object> inputs)
            throws Undetermined {
        try {
            return feel.evaluate(expression, inputs);
        } catch (ConditionFailed e) {
            throw new Undetermined("The " + what + " cannot be evaluated.");
        }
    }
}
