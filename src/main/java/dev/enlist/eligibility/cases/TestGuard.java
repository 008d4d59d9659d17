package dev.enlist.eligibility.cases;

import dev.enlist.eligibility.PublicationGuard;
import dev.enlist.eligibility.RuleSet;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** No draft is published while a test case of its rule set fails. */
@Component
@Order(2)
class TestGuard implements PublicationGuard {

    private final RuleTestCases cases;
    private final TestRun tests;

    TestGuard(RuleTestCases cases, TestRun tests) {
        this.cases = cases;
        this.tests = tests;
    }

    @Override
    public void admit(RuleSet ruleSet) {
        List<RuleTestCase> stored = cases.findByRuleSetIdOrderById(ruleSet.getId());
        List<TestReport.Outcome> failures =
                stored.isEmpty() ? List.of() : tests.of(ruleSet.draft(), stored).failures();
        if (!failures.isEmpty()) {
            throw new TestsFailing(failures);
        }
    }
}
