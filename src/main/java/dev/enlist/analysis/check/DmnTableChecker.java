package dev.enlist.analysis.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.document.DecisionGraph;
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
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * All findings of a document that do not depend on a workspace: first the errors of {@link DmnValidator}; where there
 * are none, the probable mistakes of the author. The same document always gets the same findings, so they are cached.
 */
@Component
public class DmnTableChecker {

    private static final Logger log = LoggerFactory.getLogger(DmnTableChecker.class);
    /** Characters of the documents whose findings are cached: 100 of typical size, or one of the largest. */
    private static final long CHARACTERS_KEPT = 16_000_000;

    private static final int SMALLEST_WEIGHT = 160_000;

    /** Steps of all evaluations of one check, which tries a table on many inputs. */
    private static final long MOST_STEPS = 200_000_000;

    /** Maximum number of listed findings per code. */
    static final int MOST_OF_A_CODE = 100;

    /** Findings that follow from a faulty cell. */
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

    /** Errors first, then warnings, then infos; each by row. */
    public List<Finding> of(String dmn) {
        return reviewed.get(dmn, document -> budgeted(document, true));
    }

    /** The errors that prevent publication; skips the analyses that give only warnings. */
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
            DecisionGraph graph = DecisionGraph.of(DmnValidator.read(dmn));
            findings.addAll(
                    graph.decisions().size() > 1
                            ? RequirementAnalyzer.of(dmn, reader, (table, alone) -> review(table, alone, warnings))
                            : review(
                                    DecisionTableView.of(
                                            (DecisionTable)
                                                    graph.decisions().get(0).getExpression(),
                                            true),
                                    dmn,
                                    warnings));
        }
        List<Finding> reported = limited(findings);
        reported.sort(java.util.Comparator.comparing(Finding::severity)
                .thenComparing(finding -> finding.rule() == null ? 0 : finding.rule()));
        return List.copyOf(reported);
    }

    /** @param dmn a document that contains only this table */
    private List<Finding> review(DecisionTableView table, String dmn, boolean warnings) {
        List<Finding> findings = new ArrayList<>();
        if (table.isVerdict()) {
            findings.addAll(OutputAnalyzer.of(table, reader));
        } else if (table.rows().isEmpty()) {
            findings.add(Finding.error("no-rules", "The table has no rows: its outputs are always null. Add a row."));
        }
        findings.addAll(CellAnalyzer.of(table, reader));
        // gaps and overlaps mean nothing where a column expression is faulty
        boolean columnsWork = findings.stream()
                .noneMatch(finding -> finding.isError() && finding.rule() == null && finding.column() != null);
        // under First nothing between rows is an error, and the search for examples takes its time; under Collect every
        // row that matches counts
        if (columnsWork && table.policy() != HitPolicy.COLLECT && (warnings || table.policy() != HitPolicy.FIRST)) {
            between(table, dmn, findings);
        }
        return findings;
    }

    /** Limits the findings per code, because a table with thousands of rows repeats its faults. */
    private static List<Finding> limited(List<Finding> findings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<Finding> reported = new ArrayList<>();
        for (Finding finding : findings) {
            if (counts.merge(finding.code(), 1, Integer::sum) <= MOST_OF_A_CODE) {
                reported.add(finding);
            }
        }
        counts.forEach((code, count) -> {
            if (count > MOST_OF_A_CODE) {
                reported.add(Finding.info(
                        "not-exhaustive",
                        (count - MOST_OF_A_CODE) + " further findings of the code " + code + " are not listed."));
            }
        });
        return reported;
    }

    /** Finds gaps and overlaps. A cell or row with a known fault gets no findings that follow from that fault. */
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
            // an unexpected kind of table must not hide the other findings from its author
            log.error("The search for gaps and overlaps of a table failed", e);
            findings.add(
                    Finding.info("not-exhaustive", "The check could not search this table for gaps and overlaps."));
        }
    }
}
