package dev.enlist.analysis.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.analysis.check.DraftCheckService;
import dev.enlist.analysis.explain.Explanation;
import dev.enlist.analysis.explain.ExplanationService;
import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.cases.TestCaseService;
import dev.enlist.eligibility.cases.TestReport;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets/{slug}/draft")
@Tag(name = "Rule sets")
class DraftController {

    @Schema(name = "DraftCheck")
    record CheckResource(boolean publishable, List<Finding> findings) {}

    @Schema(name = "TestOutcome")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OutcomeResource(
            String id,
            String name,
            boolean passed,
            String expectedStatus,
            @Nullable String status,
            @Nullable String expectedCode,
            @Nullable String code,
            @Nullable String reason,

            @Schema(description = "Rows that decided, from 1")
            List<Integer> matchedRules,

            @Schema(description = "Why the table could not be evaluated") @Nullable
            String failure) {

        static OutcomeResource of(TestReport.Outcome outcome) {
            return new OutcomeResource(
                    outcome.id(),
                    outcome.name(),
                    outcome.passed(),
                    outcome.expectedStatus(),
                    outcome.status(),
                    outcome.expectedCode(),
                    outcome.code(),
                    outcome.reason(),
                    outcome.matchedRules(),
                    outcome.failure());
        }
    }

    @Schema(name = "DraftTest")
    record TestResource(int passed, int failed, List<OutcomeResource> cases, TestReport.Coverage coverage) {

        static TestResource of(TestReport report) {
            int failed = report.failures().size();
            return new TestResource(
                    report.outcomes().size() - failed,
                    failed,
                    report.outcomes().stream().map(OutcomeResource::of).toList(),
                    report.coverage());
        }
    }

    private final DraftCheckService review;
    private final TestCaseService cases;
    private final RuleSetService ruleSets;
    private final ExplanationService explainer;

    DraftController(
            DraftCheckService review, TestCaseService cases, RuleSetService ruleSets, ExplanationService explainer) {
        this.explainer = explainer;
        this.ruleSets = ruleSets;
        this.review = review;
        this.cases = cases;
    }

    @Requires(Scope.RULES_WRITE)
    @PostMapping("/check")
    @Operation(
            summary = "Check the draft",
            description =
                    "Errors keep it from being published; warnings and infos are the author's to weigh. An example"
                            + " is an application on which the table was run and showed what is said.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = CheckResource.class),
                            examples = @ExampleObject(CHECK_EXAMPLE)))
    CheckResource check(@PathVariable String slug) {
        List<Finding> findings = review.of(slug);
        return new CheckResource(findings.stream().noneMatch(Finding::isError), findings);
    }

    @Requires(Scope.RULES_WRITE)
    @PostMapping("/test")
    @Operation(
            summary = "Run the test cases against the draft",
            description = "Nothing is stored. A case that cannot be evaluated has failed. Covered are rows that decided"
                    + " at least one case.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = TestResource.class),
                            examples = @ExampleObject(TEST_EXAMPLE)))
    TestResource test(@PathVariable String slug) {
        return TestResource.of(cases.run(slug));
    }

    @Schema(name = "DraftEvaluation")
    record EvaluationRequest(
            @Schema(description = "See /ruleSets/inputs; what is absent is null", example = "{\"state\": \"NY\"}")
            @NotNull
            @FreeJson
            Map<String, Object> inputs) {}

    @Schema(name = "DraftEvaluationResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EvaluationResource(
            String ruleSet,
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

    @Requires(Scope.RULES_WRITE)
    @PostMapping("/evaluate")
    @Operation(
            summary = "Try inputs against the draft",
            description =
                    "Nothing is stored. With explain=true the answer also tells every condition of every row of each"
                            + " table, and the fewest changes that would make the person eligible.")
    EvaluationResource evaluate(
            @PathVariable String slug,
            @RequestBody EvaluationRequest request,
            @RequestParam(required = false, defaultValue = "false") boolean explain) {
        List<Fault> unknown = RuleInput.unknown(request.inputs().keySet(), "/inputs");
        if (!unknown.isEmpty()) {
            throw new InvalidInput(unknown);
        }
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), request.inputs().get(input.name())));
        Decision decision = ruleSets.evaluateDraft(slug, inputs);
        return new EvaluationResource(
                slug,
                decision.verdict().status().wire(),
                decision.verdict().reason(),
                decision.verdict().code(),
                decision.approves() ? Decision.APPROVE : null,
                decision.matchedRules(),
                inputs,
                explain ? explainer.explain(ruleSets.ruleSet(slug).draft(), decision, inputs) : null);
    }

    private static final String CHECK_EXAMPLE = """
            {"publishable": true, "findings": [{"severity": "warning", "code": "gap",
             "message": "No row fits where \\"Monthly usage\\" is not given; such an application is ineligible, with the \
            code no-rule-matched.", "example": {"state": "NY"}}]}""";

    private static final String TEST_EXAMPLE = """
            {"passed": 1, "failed": 0, "cases": [{"id": "cllgn0u4r000008l7eazybfbo", "name": "Lives in New York",
             "passed": true, "expectedStatus": "eligible", "status": "eligible", "expectedCode": "at-home",
             "code": "at-home", "reason": "Lives in NY", "matchedRules": [1]}],
             "coverage": {"rules": 2, "covered": 1, "uncovered": [2]}}""";
}
