package dev.enlist.eligibility.cases;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.MatchedRule;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.document.DecisionGraph;
import dev.enlist.eligibility.engine.RulesEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs test cases against a document, with the same engine and result parsing as real decisions. */
@Component
class TestCaseRunner {

    /** Time limit for all cases together; each evaluation has its own limit as well. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String LATE = "Not run: the cases before it took " + LONGEST.toSeconds()
            + " seconds. Make the cells of the table simpler, or keep fewer cases.";

    private final RulesEngine engine;
    private final DmnValidator check;

    TestCaseRunner(RulesEngine engine, DmnValidator check) {
        this.engine = engine;
        this.check = check;
    }

    TestReport of(String dmn, List<RuleTestCase> cases) {
        List<TestReport.Outcome> outcomes = new ArrayList<>();
        TreeSet<Integer> covered = new TreeSet<>();
        // a document that cannot be used fails every case with its first error
        Optional<String> unusable =
                check.check(dmn).stream().map(Finding::message).findFirst();
        long begun = System.nanoTime();
        for (RuleTestCase each : cases) {
            boolean isLate = System.nanoTime() - begun > LONGEST.toNanos();
            TestReport.Outcome outcome = isLate
                    ? failed(each, LATE)
                    : unusable.map(why -> failed(each, why)).orElseGet(() -> run(dmn, each));
            outcomes.add(outcome);
            covered.addAll(outcome.matchedRules());
        }
        int rules = rows(dmn);
        List<Integer> uncovered = IntStream.rangeClosed(1, rules)
                .filter(number -> !covered.contains(number))
                .boxed()
                .toList();
        return new TestReport(outcomes, new TestReport.Coverage(rules, covered.size(), uncovered));
    }

    /** Number of rows of the table that gives the verdict; 0 where the document has none. */
    private static int rows(String dmn) {
        return DecisionGraph.of(DmnValidator.read(dmn)).last().stream()
                .findFirst()
                .map(verdict -> verdict.getExpression() == null
                        ? 0
                        : verdict.getExpression()
                                .getChildElementsByType(Rule.class)
                                .size())
                .orElse(0);
    }

    private TestReport.Outcome run(String dmn, RuleTestCase each) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), each.inputs().get(input.name())));
        try {
            return judged(each, engine.evaluate(dmn, inputs));
        } catch (RulesFailed e) {
            return failed(each, String.valueOf(e.getMessage()));
        }
    }

    private static TestReport.Outcome judged(RuleTestCase each, Decision decision) {
        Verdict verdict = decision.verdict();
        String status = verdict.status().wire();
        boolean passed = each.expectedStatus().equals(status)
                && each.expectedCode().map(verdict.code()::equals).orElse(true);
        return new TestReport.Outcome(
                each.getId(),
                each.name(),
                passed,
                each.expectedStatus(),
                status,
                each.expectedCode().orElse(null),
                verdict.code(),
                verdict.reason(),
                decision.matchedRules().stream().map(MatchedRule::number).toList(),
                null);
    }

    private static TestReport.Outcome failed(RuleTestCase each, String why) {
        return new TestReport.Outcome(
                each.getId(),
                each.name(),
                false,
                each.expectedStatus(),
                null,
                each.expectedCode().orElse(null),
                null,
                null,
                List.of(),
                why);
    }
}
