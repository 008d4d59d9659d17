package dev.enlist.eligibility.cases;

import dev.enlist.eligibility.PublicationValidator;
import dev.enlist.eligibility.RuleSet;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Refuses to publish a draft while a test case of its rule set fails. */
@Component
@Order(2)
class TestCasePublicationValidator implements PublicationValidator {

    private final RuleTestCaseRepository cases;
    private final TestCaseRunner tests;

    TestCasePublicationValidator(RuleTestCaseRepository cases, TestCaseRunner tests) {
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
