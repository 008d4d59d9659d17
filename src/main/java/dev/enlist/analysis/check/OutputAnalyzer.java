package dev.enlist.analysis.check;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds faults of the outputs of rows and of the rows as a whole. */
final class OutputAnalyzer {

    private static final Set<String> OUTPUTS =
            Set.of("status", "reason", "code", Decision.OUTPUT, Decision.AMOUNT, Decision.CURRENCY);
    private static final java.util.regex.Pattern KEBAB =
            java.util.regex.Pattern.compile(dev.enlist.shared.Slugs.KEBAB_PATTERN);

    private OutputAnalyzer() {}

    static List<Finding> of(DecisionTableView table, UnaryTestParser reader) {
        List<Finding> findings = new ArrayList<>();
        if (table.rows().isEmpty()) {
            findings.add(
                    Finding.error(
                            "no-rules",
                            "The table has no rows: every applicant would be ineligible, with the code no-rule-matched. Add a row."));
        }
        if (table.columns().isEmpty() && !table.rows().isEmpty()) {
            findings.add(Finding.warning(
                    "no-inputs", null, null, "The table has no input columns: every applicant gets the same verdict."));
        }
        table.answers().stream()
                .filter(output -> !OUTPUTS.contains(output.name()))
                .forEach(output -> findings.add(Finding.warning(
                        "unused-output",
                        null,
                        output.name(),
                        "Enlist does not read an output called " + output.name() + "."
                                + NameSuggester.question(output.name(), OUTPUTS))));
        Map<String, Integer> ids = new HashMap<>();
        for (DecisionTableView.Row row : table.rows()) {
            id(row, ids, findings);
            status(row, reader.expression(row.answer(table, "status"), RuleInputCatalog::kind), findings);
            code(row, row.answer(table, "code"), reader, findings);
            decision(row, table, reader, findings);
            if (Set.of("", "null", "\"\"").contains(row.answer(table, "reason"))) {
                findings.add(Finding.warning(
                        "empty-reason",
                        row.number(),
                        "reason",
                        "Row " + row.number()
                                + " gives no reason: neither applicant nor reviewer would see why. Write a sentence in"
                                + " quotes."));
            }
        }
        return findings;
    }

    private static void id(DecisionTableView.Row row, Map<String, Integer> ids, List<Finding> findings) {
        Integer other = row.id().isEmpty() ? null : ids.putIfAbsent(row.id(), row.number());
        if (row.id().isEmpty() || other != null) {
            findings.add(Finding.error(
                    "row-id",
                    row.number(),
                    null,
                    "Row " + row.number()
                            + (other == null ? " has no id." : " has the same id as row " + other + ".")
                            + " Add the row anew in the editor, which gives each its own."));
        }
    }

    /** Constants are checked elsewhere; this method checks expressions that choose among constants. */
    private static void status(DecisionTableView.Row row, ExpressionFacts facts, List<Finding> findings) {
        facts.range()
                .filter(range -> range.size() > 1)
                .ifPresent(range -> range.stream()
                        .filter(status -> Verdict.Status.ofWire(status).isEmpty())
                        .forEach(status -> findings.add(Finding.error(
                                "unknown-status",
                                row.number(),
                                "status",
                                "The status may be " + status + "; it must be eligible, ineligible or manual."))));
    }

    /** Whether rows decide what is known, about applications that are eligible. The column is optional. */
    private static void decision(
            DecisionTableView.Row row, DecisionTableView table, UnaryTestParser reader, List<Finding> findings) {
        if (table.answers().stream().noneMatch(output -> output.name().equals(Decision.OUTPUT))) {
            return;
        }
        Set<Object> decisions = reader.expression(row.answer(table, Decision.OUTPUT), RuleInputCatalog::kind)
                .range()
                .<Set<Object>>map(HashSet::new)
                .orElse(Set.of());
        decisions.stream()
                .filter(decision -> decisions.size() > 1
                        && decision != null
                        && !Set.of(Decision.APPROVE, Decision.REVIEW).contains(decision))
                .forEach(decision -> findings.add(Finding.error(
                        "unknown-decision",
                        row.number(),
                        Decision.OUTPUT,
                        "The decision may be " + decision + "; it must be approve or review.")));
        boolean neverEligible = reader.expression(row.answer(table, "status"), RuleInputCatalog::kind)
                .range()
                .filter(statuses -> !statuses.contains(Verdict.Status.ELIGIBLE.wire()))
                .isPresent();
        if (neverEligible && decisions.contains(Decision.APPROVE)) {
            findings.add(Finding.warning(
                    "decision-without-effect",
                    row.number(),
                    Decision.OUTPUT,
                    "Row " + row.number()
                            + " approves applications that it does not find eligible, which has no effect."
                            + " Leave the cell empty, or write \"eligible\" as the status."));
        }
    }

    private static void code(DecisionTableView.Row row, String text, UnaryTestParser reader, List<Finding> findings) {
        if (text.isEmpty()) {
            findings.add(Finding.error(
                    "invalid-code",
                    row.number(),
                    "code",
                    "Row " + row.number() + " gives no code; machines need one, such as \"outside-territory\"."));
            return;
        }
        reader.expression(text, RuleInputCatalog::kind)
                .range()
                .ifPresent(
                        range -> range.stream()
                                .filter(code -> !(code instanceof String kebab)
                                        || !KEBAB.matcher(kebab).matches())
                                .forEach(
                                        code -> findings.add(
                                                Finding.error(
                                                        "invalid-code",
                                                        row.number(),
                                                        "code",
                                                        "The code " + code
                                                                + " must be lower-case a to z, digits and hyphens, such as outside-territory."))));
    }
}
