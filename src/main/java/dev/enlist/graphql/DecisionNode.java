package dev.enlist.graphql;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.enrollment.DecisionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule decision in the graph. */
public record DecisionNode(
        RuleSetRef rules, Decision decided, Map<String, @Nullable Object> inputs, Instant evaluatedAt) {

    static DecisionNode of(DecisionRecord decision) {
        return new DecisionNode(decision.rules(), decision.decided(), decision.inputs(), decision.evaluatedAt());
    }

    public String ruleSet() {
        return rules.slug();
    }

    public int ruleSetVersion() {
        return rules.version();
    }

    public String status() {
        return decided.verdict().status().wire();
    }

    @Nullable
    public String reason() {
        return decided.verdict().reason();
    }

    public String code() {
        return decided.verdict().code();
    }

    public List<MatchedRule> matchedRules() {
        return decided.matchedRules();
    }
}
