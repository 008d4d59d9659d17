package dev.enlist.eligibility.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.DraftCheck;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.CellReader;
import dev.enlist.eligibility.feel.EvaluationBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Everything that can be told of a document without knowing whose it is: what keeps it from being used, as
 * {@link DraftCheck} says, and where that is nothing, what its author may not have meant. The same document always
 * gets the same findings, so they are kept for a while.
 */
@Component
public class TableReview {

    private static final Logger log = LoggerFactory.getLogger(TableReview.class);
    /** Of the documents whose findings are kept: 100 of the usual size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 160_000;

    /** Of all evaluations of one check together: it tries a table on many inputs. */
    private static final long MOST_STEPS = 200_000_000;

    private final DraftCheck check;
    private final CellReader reader = new CellReader();
    private final Cache<String, List<Finding>> reviewed = cache();
    private final Cache<String, List<Finding>> errors = cache();

    TableReview(DraftCheck check) {
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
            TableText table = TableText.of(DraftCheck.read(dmn));
            findings.addAll(AnswerFindings.of(table, reader));
            findings.addAll(CellFindings.of(table, reader));
            // under First nothing between rows is an error, and the search for examples takes its time
            if (warnings || table.policy() != HitPolicy.FIRST) {
                between(table, dmn, findings);
            }
        }
        findings.sort(java.util.Comparator.comparing(Finding::severity)
                .thenComparing(finding -> finding.rule() == null ? 0 : finding.rule()));
        return List.copyOf(findings);
    }

    /** What lies between rows; where a cell is known to be wrong, it is not said again that nothing fits it. */
    private void between(TableText table, String dmn, List<Finding> findings) {
        try {
            CoverFindings.of(table, dmn, reader).stream()
                    .filter(finding -> !finding.code().equals("unreachable-cell") || isNews(finding, findings))
                    .forEach(findings::add);
        } catch (RuntimeException e) {
            // a table of a kind we did not think of must not keep its author from the other findings
            log.error("Gaps and overlaps of a table could not be looked for", e);
            findings.add(Finding.info("not-exhaustive", "Gaps and overlaps could not be looked for in this table."));
        }
    }

    private static boolean isNews(Finding finding, List<Finding> findings) {
        return findings.stream()
                .noneMatch(other -> Objects.equals(other.rule(), finding.rule())
                        && Objects.equals(other.column(), finding.column()));
    }
}
