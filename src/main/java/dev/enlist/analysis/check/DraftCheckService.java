package dev.enlist.analysis.check;

import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.cases.TestCaseService;
import dev.enlist.eligibility.cases.TestReport;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Checks a draft of the workspace in scope: the findings of its document and its failing test cases. */
@Service
public class DraftCheckService {

    private final RuleSetService ruleSets;
    private final TestCaseService cases;
    private final DmnTableChecker review;

    DraftCheckService(RuleSetService ruleSets, TestCaseService cases, DmnTableChecker review) {
        this.ruleSets = ruleSets;
        this.cases = cases;
        this.review = review;
    }

    /** All findings; errors prevent publication. */
    public List<Finding> of(String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        List<Finding> findings = new ArrayList<>();
        for (TestReport.Outcome failed : cases.run(slug).failures()) {
            findings.add(Finding.error("test-failed", null, null, failed.sentence()));
        }
        findings.addAll(review.of(ruleSet.draft()));
        return findings;
    }
}
