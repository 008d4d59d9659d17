package dev.enlist.eligibility.engine;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.Money;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.validation.TextCharacters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedOutput;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.jspecify.annotations.Nullable;

/**
 * Parses a decision from the evaluation event of the decision engine. Every way of evaluating uses it.
 *
 * <p>Engine internals: the event names the matched rows by id, and only the parsed table knows their numbers.
 */
public final class DecisionParser {

    private static final int LONGEST_REASON = 2000;

    private static final Pattern KEBAB_CASE = Pattern.compile(Slugs.KEBAB_PATTERN);

    private DecisionParser() {}

    /**
     * The decision of a document that was just evaluated: of its last table, which no other requires. Throws
     * {@link RulesFailed} where the result is not a valid decision.
     */
    public static Decision of(DmnDecisionEvaluationEvent evaluated) {
        return of(table(evaluated));
    }

    /** The evaluation of the last table. */
    static DmnDecisionTableEvaluationEvent table(DmnDecisionEvaluationEvent evaluated) {
        if (evaluated.getDecisionResult() instanceof DmnDecisionTableEvaluationEvent table) {
            return table;
        }
        throw new RulesFailed("The decision is not a table.");
    }

    private static Decision of(DmnDecisionTableEvaluationEvent event) {
        List<MatchedRule> matched = new ArrayList<>();
        for (DmnEvaluatedDecisionRule rule : event.getMatchingRules()) {
            matched.add(matched(event.getDecisionTable(), rule.getId()));
        }
        if (matched.isEmpty()) {
            return Decision.noRuleMatched();
        }
        DmnEvaluatedDecisionRule first = event.getMatchingRules().get(0);
        return new Decision(
                verdict(first, matched.get(0)),
                matched,
                Decision.APPROVE.equals(value(first.getOutputEntries(), Decision.OUTPUT)),
                amount(first, matched.get(0)),
                currency(first, matched.get(0)));
    }

    /** What the row pays; null where it states nothing. */
    private static @Nullable BigDecimal amount(DmnEvaluatedDecisionRule rule, MatchedRule matched) {
        Object value = value(rule.getOutputEntries(), Decision.AMOUNT);
        if (value == null) {
            return null;
        }
        boolean isNumber =
                value instanceof BigDecimal || value instanceof Number number && Double.isFinite(number.doubleValue());
        if (!isNumber) {
            throw new RulesFailed("Row " + matched.number() + " answered an amount that is no number.");
        }
        BigDecimal amount = new BigDecimal(value.toString());
        if (amount.signum() < 0) {
            throw new RulesFailed("Row " + matched.number() + " answered a negative amount.");
        }
        if (Money.isBeyondBound(amount)) {
            throw new RulesFailed("Row " + matched.number() + " answered an amount that is too large.");
        }
        return amount;
    }

    private static @Nullable String currency(DmnEvaluatedDecisionRule rule, MatchedRule matched) {
        Object value = value(rule.getOutputEntries(), Decision.CURRENCY);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String code) || !Money.isCurrency(code)) {
            throw new RulesFailed(
                    "Row " + matched.number() + " answered a currency that is no currency code of ISO 4217.");
        }
        return code;
    }

    /** Error messages do not repeat the result: it may contain data of the applicant, and incidents are stored. */
    private static Verdict verdict(DmnEvaluatedDecisionRule rule, MatchedRule matched) {
        Map<String, DmnEvaluatedOutput> outputs = rule.getOutputEntries();
        Object status = value(outputs, "status");
        Optional<Verdict.Status> known = Verdict.Status.ofWire(status);
        if (known.isEmpty()) {
            throw new RulesFailed(
                    "Row " + matched.number() + " answered a status that is none of eligible, ineligible and manual.");
        }
        Object code = value(outputs, "code");
        if (!(code instanceof String text) || !KEBAB_CASE.matcher(text).matches()) {
            throw new RulesFailed("Row " + matched.number() + " answered a code that is not kebab-case.");
        }
        Object reason = value(outputs, "reason");
        return new Verdict(known.get(), reason == null ? null : shortened(reason.toString()), text);
    }

    private static @Nullable Object value(Map<String, DmnEvaluatedOutput> outputs, String name) {
        DmnEvaluatedOutput output = outputs.get(name);
        return output == null ? null : output.getValue().getValue();
    }

    private static String shortened(String reason) {
        return TextCharacters.first(reason, LONGEST_REASON);
    }

    static MatchedRule matched(DmnDecision decision, String ruleId) {
        List<DmnDecisionTableRuleImpl> rules = ((DmnDecisionTableImpl) decision.getDecisionLogic()).getRules();
        int number = 1;
        for (DmnDecisionTableRuleImpl rule : rules) {
            if (rule.getId().equals(ruleId)) {
                return new MatchedRule(ruleId, number, rule.getName());
            }
            number++;
        }
        throw new IllegalStateException("The table has no row " + ruleId);
    }
}
