package dev.enlist.eligibility.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.EvaluationBudget;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Everything that can be told of a document without knowing whose it is: what keeps it from being used, as
 * {@link DmnValidator} says, and where that is nothing, what its author may not have meant. The same document always
 * gets the same findings, so they are kept for a while.
 */
@Component
public class DmnTableChecker {

    private static final Logger log = LoggerFactory.getLogger(DmnTableChecker.class);
    /** Of the documents whose findings are kept: 100 of the usual size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 160_000;

    /** Of all evaluations of one check together: it tries a table on many inputs. */
    private static final long MOST_STEPS = 200_000_000;

    /** Findings of one code that are listed. */
    static final int MOST_OF_A_CODE = 100;

    /** Findings that follow from a cell that is wrong itself. */
    private static final Set<String> FOLLOWING = Set.of("unreachable-cell", "unreachable-rule", "fits-missing");

    private final DmnValidator check;
    private final UnaryTestParser reader = new UnaryTestParser();
    private final Cache<String, List<Finding>> reviewed = cache();
    private final Cache<String, List<Finding>> errors = cache();

    DmnTableChecker(DmnValidator check) {
        this.check = check;
    }

    private static Cache<String, List<Finding>> cache() {
        return Caffeine.newBuilder()
                .maximumWeight(CHARACTERS_KEPT)
                .weigher((String dmn, List<Finding> findings) -> Math.max(dmn.length(), SMALLEST_WEIGHT))
                .build();
    }

    private List<Finding> budgeted(String dmn, boolean warnings) {
        return EvaluationBudget.within("the check", MOST_STEPS, budget -> {
            List<Finding> findings = new ArrayList<>(review(dmn, warnings));
            if (budget.isExceededWithin()) {
                findings.add(Finding.warning(
                        "too-costly",
                        null,
                        null,
                        "There are applications for which the cells of the table together take more than "
                                + EvaluationBudget.TABLE
                                + " steps; such an application stays a candidate, with an incident. Write cells that"
                                + " loop over less, or fewer of them."));
            }
            return List.copyOf(findings);
        });
    }

    /** Errors first, then warnings, then the rest; each by row. */
    public List<Finding> of(String dmn) {
        return reviewed.get(dmn, document -> budgeted(document, true));
    }

    /** What keeps it from being published; the same errors, without looking for what would be warnings alone. */
    public List<Finding> errors(String dmn) {
        List<Finding> known = reviewed.getIfPresent(dmn);
        return known == null ? errors.get(dmn, document -> errorsAmong(budgeted(document, false))) : errorsAmong(known);
    }

    private static List<Finding> errorsAmong(List<Finding> findings) {
        return findings.stream().filter(Finding::isError).toList();
    }

    private List<Finding> review(String dmn, boolean warnings) {
        List<Finding> findings = new ArrayList<>(check.check(dmn));
        if (findings.isEmpty()) {
            DecisionTableView table = DecisionTableView.of(DmnValidator.read(dmn));
            findings.addAll(OutputAnalyzer.of(table, reader));
            findings.addAll(CellAnalyzer.of(table, reader));
            // what lies between rows means nothing where a column asks the wrong question
            boolean columnsWork = findings.stream()
                    .noneMatch(finding -> finding.isError() && finding.rule() == null && finding.column() != null);
            // under First nothing between rows is an error, and the search for examples takes its time
            if (columnsWork && (warnings || table.policy() != HitPolicy.FIRST)) {
                between(table, dmn, findings);
            }
        }
        List<Finding> told = limited(findings);
        told.sort(java.util.Comparator.comparing(Finding::severity)
                .thenComparing(finding -> finding.rule() == null ? 0 : finding.rule()));
        return List.copyOf(told);
    }

    /** As many of a code as a person reads; a table of thousands of rows repeats its faults. */
    private static List<Finding> limited(List<Finding> findings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<Finding> told = new ArrayList<>();
        for (Finding finding : findings) {
            if (counts.merge(finding.code(), 1, Integer::sum) <= MOST_OF_A_CODE) {
                told.add(finding);
            }
        }
        counts.forEach((code, count) -> {
            if (count > MOST_OF_A_CODE) {
                told.add(Finding.info(
                        "not-exhaustive",
                        (count - MOST_OF_A_CODE) + " further findings of the code " + code + " are not listed."));
            }
        });
        return told;
    }

    /** What lies between rows; of a cell and a row known to be wrong nothing is said that follows from it. */
    private void between(DecisionTableView table, String dmn, List<Finding> findings) {
        Set<List<Object>> cells = new HashSet<>();
        Set<Integer> rows = new HashSet<>();
        for (Finding finding : findings) {
            if (finding.rule() != null) {
                cells.add(Arrays.asList(finding.rule(), finding.column()));
            }
            if (finding.rule() != null && finding.isError()) {
                rows.add(finding.rule());
            }
        }
        try {
            GapOverlapAnalyzer.of(table, dmn, reader).stream()
                    .filter(finding -> !FOLLOWING.contains(finding.code())
                            || !rows.contains(finding.rule())
                                    && !cells.contains(Arrays.asList(finding.rule(), finding.column())))
                    .forEach(findings::add);
        } catch (RuntimeException e) {
            // a table of a kind we did not think of must not keep its author from the other findings
            log.error("Gaps and overlaps of a table could not be looked for", e);
            findings.add(Finding.info("not-exhaustive", "Gaps and overlaps could not be looked for in this table."));
        }
    }
}
