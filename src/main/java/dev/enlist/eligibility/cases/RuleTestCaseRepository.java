package dev.enlist.eligibility.cases;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The test cases of the workspace in scope. */
interface RuleTestCaseRepository extends JpaRepository<RuleTestCase, String>, JpaSpecificationExecutor<RuleTestCase> {

    /** In the order of their creation. */
    List<RuleTestCase> findByRuleSetIdOrderById(String ruleSetId);

    Optional<RuleTestCase> findByIdAndRuleSetId(String id, String ruleSetId);

    long countByRuleSetId(String ruleSetId);
}
