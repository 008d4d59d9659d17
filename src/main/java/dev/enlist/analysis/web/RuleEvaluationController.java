package dev.enlist.analysis.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tries inputs against published versions. */
@RestController
@RequestMapping("/ruleSets")
@Tag(name = "Rule sets")
class RuleEvaluationController {

    @Schema(name = "Evaluation")
    record Evaluation(
            @Schema(description = "The latest where absent") @Nullable
            Integer version,

            @Schema(description = "See /ruleSets/inputs; what is absent is null", example = "{\"state\": \"NY\"}")
            @NotNull
            @FreeJson
            Map<String, Object> inputs) {}

    @Schema(name = "EvaluationResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EvaluationResource(
            String ruleSet,
            int version,
            String status,
            @Nullable String reason,
            String code,

            @Schema(example = "approve", description = "The output decision; absent where it does not approve")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String decision,

            List<MatchedRule> matchedRules,
            Map<String, @Nullable Object> inputs,
            @Nullable Explanation explanation) {}

    private final RuleSetService ruleSets;
    private final ExplanationService explainer;

    RuleEvaluationController(RuleSetService ruleSets, ExplanationService explainer) {
        this.ruleSets = ruleSets;
        this.explainer = explainer;
    }

    @Requires(Scope.RULES_READ)
    @PostMapping("/{slug}/evaluate")
    @Operation(
            operationId = "evaluateRuleSet",
            summary = "Try inputs against a published version",
            description = "Nothing is stored. With explain=true the answer also tells every condition of every row,"
                    + " and the fewest changes that would make the person eligible.")
    EvaluationResource evaluate(
            @PathVariable String slug,
            @RequestBody Evaluation request,
            @RequestParam(required = false, defaultValue = "false") boolean explain) {
        Integer latest = ruleSets.latest(slug);
        if (latest == null) {
            throw new NotFound("rule set version");
        }
        List<Fault> unknown = RuleInput.unknown(request.inputs().keySet(), "/inputs");
        if (!unknown.isEmpty()) {
            throw new InvalidInput(unknown);
        }
        RuleSetRef rules = new RuleSetRef(slug, request.version() == null ? latest : request.version());
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), request.inputs().get(input.name())));
        Decision decision = ruleSets.evaluate(rules, inputs);
        return new EvaluationResource(
                slug,
                rules.version(),
                decision.verdict().status().wire(),
                decision.verdict().reason(),
                decision.verdict().code(),
                decision.approves() ? Decision.APPROVE : null,
                decision.matchedRules(),
                inputs,
                explain ? explainer.explain(rules, decision, inputs) : null);
    }
}
