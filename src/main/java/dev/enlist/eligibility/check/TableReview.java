package dev.enlist.eligibility.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.DraftCheck;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.feel.CellReader;
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
    private static final int KEPT = 100;

    private final DraftCheck check;
    private final CellReader reader = new CellReader();
    private final Cache<String, List<Finding>> reviewed =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private final Cache<String, List<Finding>> errors =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    TableReview(DraftCheck check) {
        this.check = check;
    }

    /** Errors first, then warnings, then the rest; each by row. */
    public List<Finding> of(String dmn) {
        return reviewed.get(dmn, document -> review(document, true));
    }

    /** What keeps it from being published; the same errors, without looking for what would be warnings alone. */
    public List<Finding> errors(String dmn) {
        List<Finding> known = reviewed.getIfPresent(dmn);
        return known == null ? errors.get(dmn, document -> errorsAmong(review(document, false))) : errorsAmong(known);
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
