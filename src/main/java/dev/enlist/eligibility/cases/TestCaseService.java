package dev.enlist.eligibility.cases;

import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Manages and runs the test cases of the rule sets of the workspace in scope. */
@Service
public class TestCaseService {

    /** Maximum number of test cases of one rule set; all of them run before a publication. */
    public static final int MOST_CASES = 2_000;

    /** Wire names of the fields that may order a list of test cases. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "updatedAt", "updatedAt", "name", "name");

    private final RuleSetService ruleSets;
    private final RuleTestCaseRepository cases;
    private final TestCaseRunner tests;
    private final Clock clock;

    TestCaseService(RuleSetService ruleSets, RuleTestCaseRepository cases, TestCaseRunner tests, Clock clock) {
        this.ruleSets = ruleSets;
        this.cases = cases;
        this.tests = tests;
        this.clock = clock;
    }

    /** Numbers of created and updated test cases. */
    public record Imported(int created, int updated) {}

    @Transactional(readOnly = true)
    public <T> Page<T> list(String slug, ListQuery query, Function<RuleTestCase, T> shape) {
        String ruleSetId = ruleSets.ruleSet(slug).getId();
        return query.fetch(
                cases,
                (root, ignored, builder) -> builder.equal(root.get("ruleSetId"), ruleSetId),
                RuleTestCase::getId,
                shape);
    }

    /** All test cases in the order of their creation. */
    @Transactional(readOnly = true)
    public List<RuleTestCase> all(String slug) {
        return cases.findByRuleSetIdOrderById(ruleSets.ruleSet(slug).getId());
    }

    @Transactional(readOnly = true)
    public RuleTestCase testCase(String slug, String id) {
        return cases.findByIdAndRuleSetId(id, ruleSets.ruleSet(slug).getId())
                .orElseThrow(() -> new NotFound("test case"));
    }

    @Transactional
    public RuleTestCase create(String slug, TestCaseDetails details) {
        refuse(details.faults());
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        refuseTooMany(cases.countByRuleSetId(ruleSet.getId()) + 1);
        return store(new RuleTestCase(ruleSet.getId(), details, clock.instant()));
    }

    @Transactional
    public RuleTestCase revise(
            String slug, String id, @Nullable String ifMatch, UnaryOperator<TestCaseDetails> change) {
        RuleTestCase found = testCase(slug, id);
        EntityTags.check(ifMatch, found.version());
        TestCaseDetails details = change.apply(found.details());
        refuse(details.faults());
        found.revise(details, clock.instant());
        return store(found);
    }

    @Transactional
    public void delete(String slug, String id, @Nullable String ifMatch) {
        RuleTestCase found = testCase(slug, id);
        EntityTags.check(ifMatch, found.version());
        cases.delete(found);
    }

    /** Creates new test cases and replaces existing ones of the same name; all or nothing. */
    @Transactional
    public Imported importAll(String slug, List<TestCaseDetails> imported) {
        String ruleSetId = ruleSets.ruleSet(slug).getId();
        Map<String, RuleTestCase> byName = cases.findByRuleSetIdOrderById(ruleSetId).stream()
                .collect(Collectors.toMap(RuleTestCase::name, each -> each));
        Instant now = clock.instant();
        List<RuleTestCase> changed = new ArrayList<>();
        int updated = 0;
        for (TestCaseDetails details : imported) {
            RuleTestCase present = byName.get(details.name());
            if (present == null) {
                changed.add(new RuleTestCase(ruleSetId, details, now));
            } else {
                present.revise(details, now);
                changed.add(present);
                updated++;
            }
        }
        refuseTooMany(byName.size() + changed.size() - updated);
        try {
            cases.saveAllAndFlush(changed);
        } catch (DataIntegrityViolationException e) {
            throw new Conflict(
                    "already-exists",
                    "A concurrent request created a test case with one of these names. Read the test cases again, then repeat the import.");
        }
        return new Imported(changed.size() - updated, updated);
    }

    /** Runs all test cases against the draft. Stores nothing. */
    @Transactional(readOnly = true)
    public TestReport run(String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        return tests.of(ruleSet.draft(), cases.findByRuleSetIdOrderById(ruleSet.getId()));
    }

    private RuleTestCase store(RuleTestCase testCase) {
        try {
            return cases.saveAndFlush(testCase);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("test case", "name", testCase.name());
        }
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }

    private static void refuseTooMany(long count) {
        if (count > MOST_CASES) {
            throw new Conflict("too-many-test-cases", "A rule set has at most " + MOST_CASES + " test cases.");
        }
    }
}
