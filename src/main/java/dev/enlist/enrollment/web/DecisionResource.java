package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.enlist.analysis.explain.Explanation;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.Verdict;
import dev.enlist.enrollment.DecisionRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision record on the wire: version, inputs and decision of the rules. */
@Schema(name = "DecisionRecord")
record DecisionResource(
        String enrollmentId,
        RuleSet ruleSet,
        int ruleSetVersion,
        Verdict.Status status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        String code,

        @Schema(example = "approve", description = "The output decision of the table; absent where it does not approve")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String decision,

        Map<String, @Nullable Object> inputs,
        List<MatchedRule> matchedRules,
        Instant evaluatedAt,
        @JsonUnwrapped Explanation explanation) {

    /** The version that decided. */
    @Schema(name = "RuleSetVersionRef")
    record RuleSet(String slug, int version) {}

    static DecisionResource of(DecisionRecord decision, Explanation explanation) {
        Verdict verdict = decision.verdict();
        return new DecisionResource(
                decision.enrollmentId(),
                new RuleSet(decision.rules().slug(), decision.rules().version()),
                decision.rules().version(),
                verdict.status(),
                verdict.reason(),
                verdict.code(),
                decision.decided().approves() ? Decision.APPROVE : null,
                decision.inputs(),
                decision.matchedRules(),
                decision.evaluatedAt(),
                explanation);
    }
}
