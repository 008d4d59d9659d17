package dev.enlist.eligibility;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.document.DecisionGraph;
import dev.enlist.eligibility.document.DmnReader;
import dev.enlist.eligibility.document.InvalidDmn;
import dev.enlist.eligibility.engine.DmnSecurityValidator;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.FeelValidator;
import dev.enlist.eligibility.feel.SyntaxAdvisor;
import dev.enlist.shared.Money;
import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks that a document can be used as rules: decision tables in FEEL, every cell readable, of which one gives the
 * verdict, with the three required outputs, and the others are required by it.
 */
@Component
public class DmnValidator {

    private static final Set<HitPolicy> HIT_POLICIES = Set.of(HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY);
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_TABLES = 20;
    private static final Pattern OUTPUT_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** Of all documents whose findings are kept: at most 10 MB of heap. */
    private static final long MOST_CHARACTERS_KEPT = 4_000_000;

    private static final int WEIGHT_OF_A_FINDING = 200;
    private static final Pattern DUMP = Pattern.compile("'?Dmn[A-Za-z]*\\{[^{}]*}'?");
    private static final List<String> OUTPUTS = List.of("status", "reason", "code");

    /** Constants of the optional output {@code decision}; an empty cell reads as {@code empty}. */
    private static final Set<String> DECISIONS =
            Set.of(dev.enlist.eligibility.Decision.APPROVE, dev.enlist.eligibility.Decision.REVIEW, "empty", "null");

    private static final Pattern NEGATIVE = Pattern.compile("-\\s*\\d+(\\.\\d+)?");
    private static final Set<String> NO_VALUE = Set.of("empty", "null");

    private static final FeelValidator.Reading NOTHING = new FeelValidator.Usable(Optional.of("empty"));

    private final FeelValidator feel = new FeelValidator();
    private final SyntaxAdvisor advisor = new SyntaxAdvisor();
    private final DmnEngine engine = RulesEngine.newEngine();

    /** A draft is checked when it is stored, shown, tested and published; each new workspace checks the shipped tables. */
    private final Cache<String, List<Finding>> checked = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS_KEPT)
            .weigher((String dmn, List<Finding> findings) -> dmn.length() + WEIGHT_OF_A_FINDING * findings.size())
            .build();

    /** Returns every fault of the document, cached by document. Never throws, whatever the document contains. */
    public List<Finding> check(String dmn) {
        List<Finding> known = checked.getIfPresent(dmn);
        if (known == null) {
            // computed outside the cache, which would block threads with other documents
            known = List.copyOf(examine(dmn));
            checked.put(dmn, known);
        }
        return known;
    }

    private List<Finding> examine(String dmn) {
        DmnModelInstance model;
        try {
            SecureXml.check(dmn);
            model = read(dmn);
        } catch (UnreadableXml e) {
            return e.faults().stream()
                    .map(fault -> Finding.error("unreadable", fault))
                    .toList();
        } catch (InvalidDmn e) {
            return e.faults().stream()
                    .map(fault -> Finding.error("unreadable", fault.row(), fault.column(), fault.message()))
                    .toList();
        } catch (RuntimeException e) {
            // the model API throws exceptions of many kinds for an invalid document, NullPointerException among them
            return List.of(Finding.error(
                    "unreadable", "This is not a DMN document that can be read: " + RulesEngine.rootMessage(e)));
        }
        List<Finding> findings = new ArrayList<>();
        checkLanguage(model, findings);
        int tables = model.getModelElementsByType(Decision.class).size();
        if (tables > MOST_TABLES) {
            findings.add(Finding.error(
                    "too-many-tables",
                    "The document has " + tables + " decisions; write at most " + MOST_TABLES + "."));
            return findings;
        }
        DecisionGraph graph = DecisionGraph.of(model);
        checkGraph(graph, findings);
        if (graph.decisions().isEmpty()
                || !graph.missing().isEmpty()
                || graph.last().size() != 1) {
            return findings;
        }
        boolean areTables = true;
        for (Decision decision : graph.decisions()) {
            if (!(decision.getExpression() instanceof DecisionTable)) {
                areTables = false;
                findings.add(Finding.error("no-table", "The decision must be a decision table.")
                        .in(table(graph, decision)));
            }
        }
        if (!areTables) {
            return findings;
        }
        checkSize(graph, findings);
        for (Decision decision : graph.decisions()) {
            List<Finding> own = new ArrayList<>();
            boolean isVerdict = graph.last().contains(decision);
            checkTable((DecisionTable) decision.getExpression(), isVerdict, own);
            own.forEach(finding -> findings.add(finding.in(table(graph, decision))));
        }
        checkNames(graph, findings);
        if (findings.isEmpty()) {
            checkEngineAgrees(dmn, findings);
        }
        return findings;
    }

    /** The name by which findings refer to a table; null where the document has only one. */
    private static @Nullable String table(DecisionGraph graph, Decision decision) {
        return graph.decisions().size() == 1 ? null : DecisionGraph.name(decision);
    }

    private void checkTable(DecisionTable table, boolean isVerdict, List<Finding> findings) {
        checkPolicy(table, isVerdict, findings);
        checkOutputs(table, isVerdict, findings);
        checkInputs(table, findings);
        checkRules(table, isVerdict, findings);
    }

    /** One decision gives the verdict; every other is required by one, and none by itself. */
    private static void checkGraph(DecisionGraph graph, List<Finding> findings) {
        List<Decision> last = graph.last();
        List<Decision> cyclic = graph.inCycles();
        if (graph.decisions().isEmpty()) {
            findings.add(Finding.error(
                    "one-decision",
                    "A rule set has at least one decision; this document has 0. Add a decision table."));
        } else if (!graph.missing().isEmpty()) {
            findings.add(Finding.error(
                    "unknown-requirement",
                    "A decision requires what this document does not have: " + String.join(", ", graph.missing())
                            + ". Add that table, or remove the requirement."));
        } else if (!cyclic.isEmpty()) {
            findings.add(Finding.error(
                    "decision-cycle",
                    "These tables require each other in a circle: " + names(cyclic)
                            + ". Remove one of the requirements, so that one table can be evaluated first."));
        } else if (last.size() != 1) {
            findings.add(Finding.error(
                    "one-decision",
                    "Exactly one decision of a rule set gives the verdict, and the others are required by it; this"
                            + " document has " + last.size() + " that no other requires: " + names(last)
                            + ". Add the requirements between them, or remove what is not needed."));
        }
    }

    private static String names(List<Decision> decisions) {
        return decisions.stream().map(DecisionGraph::name).collect(Collectors.joining(", "));
    }

    /** The output of a required table is an input of the tables after it, so its name must be its own. */
    private static void checkNames(DecisionGraph graph, List<Finding> findings) {
        Map<String, String> taken = new HashMap<>();
        Set<String> tables = new HashSet<>();
        for (Decision decision : graph.decisions()) {
            String name = DecisionGraph.name(decision);
            if (!tables.add(name)) {
                findings.add(Finding.error("duplicate-table", "Two tables are called " + name + "; rename one of them.")
                        .in(name));
            }
            if (graph.last().contains(decision)) {
                continue;
            }
            for (Output output : ((DecisionTable) decision.getExpression()).getOutputs()) {
                String text = output.getName();
                if (text == null || text.isBlank()) {
                    continue;
                }
                String other = RuleInput.isKnown(text) ? "an input of every table" : taken.put(text, name);
                if (!OUTPUT_NAME.matcher(text).matches()) {
                    findings.add(Finding.error(
                                    "output-name",
                                    null,
                                    text,
                                    "Other tables read this output by its name; begin it with a letter and use letters,"
                                            + " digits and _ only, such as riskScore.")
                            .in(name));
                } else if (other != null) {
                    findings.add(Finding.error(
                                    "output-name-taken",
                                    null,
                                    text,
                                    "The name " + text + " is already "
                                            + (RuleInput.isKnown(text) ? other : "an output of " + other)
                                            + "; a table that reads it could not tell them apart. Rename the output.")
                            .in(name));
                }
            }
        }
    }

    /** Parses the document. Throws the exception of the model API where it is invalid. */
    public static DmnModelInstance read(String dmn) {
        return DmnReader.read(dmn);
    }

    private static void checkSize(DecisionGraph graph, List<Finding> findings) {
        int rows = graph.decisions().stream()
                .mapToInt(decision ->
                        ((DecisionTable) decision.getExpression()).getRules().size())
                .sum();
        if (rows > MOST_ROWS) {
            findings.add(Finding.error(
                    "too-many-rows",
                    (graph.decisions().size() == 1 ? "The table has " : "The tables have ") + rows
                            + " rows; write at most " + MOST_ROWS
                            + ", for example by listing several values in one cell."));
        }
    }

    private static void checkPolicy(DecisionTable table, boolean isVerdict, List<Finding> findings) {
        if (!isVerdict && table.getHitPolicy() == HitPolicy.COLLECT) {
            if (table.getAggregation() != null && table.getOutputs().size() != 1) {
                findings.add(Finding.error(
                        "hit-policy",
                        "Collect with " + table.getAggregation()
                                + " adds up one output; this table has "
                                + table.getOutputs().size()
                                + ". Divide it into tables with one output each."));
            }
            return;
        }
        if (!isVerdict && !HIT_POLICIES.contains(table.getHitPolicy())) {
            findings.add(Finding.error(
                    "hit-policy",
                    "The hit policy " + table.getHitPolicy()
                            + " is not supported; use Unique, First, Any or Collect."));
            return;
        }
        if (!HIT_POLICIES.contains(table.getHitPolicy())) {
            findings.add(Finding.error(
                    "hit-policy",
                    "The hit policy " + table.getHitPolicy() + " gives no single verdict; use Unique, First or Any."
                            + (table.getAggregation() == null
                                    ? ""
                                    : " Verdicts cannot be added up, so " + table.getAggregation()
                                            + " makes no sense.")));
        }
    }

    /**
     * Checks every attribute that may name a language, anywhere in the document: a later engine may execute what this
     * one ignores.
     */
    private static void checkLanguage(DmnModelInstance model, List<Finding> findings) {
        String common = model.getDefinitions().getExpressionLanguage();
        if (!DmnSecurityValidator.isFeel(common)) {
            findings.add(notFeel(null, null, "the document", common));
        }
        for (LiteralExpression expression : model.getModelElementsByType(LiteralExpression.class)) {
            String language = expression.getExpressionLanguage();
            if (!DmnSecurityValidator.isFeel(language)) {
                findings.add(notFeel(expression, language));
            }
        }
        for (UnaryTests tests : model.getModelElementsByType(UnaryTests.class)) {
            String language = tests.getExpressionLanguage();
            if (!DmnSecurityValidator.isFeel(language)) {
                findings.add(notFeel(tests, language));
            }
        }
    }

    private static Finding notFeel(@Nullable Integer row, @Nullable String column, String place, String language) {
        return Finding.error(
                "not-feel",
                row,
                column,
                "Rules are written in FEEL, and the attribute expressionLanguage of " + place
                        + " asks for another language. Remove the attribute, or set it to feel, and write FEEL there; it"
                        + " asks for " + language + ".");
    }

    private static Finding notFeel(DmnElement cell, String language) {
        Integer row = row(cell);
        String column = column(cell);
        String place = place(cell);
        if (cell instanceof InputEntry || cell instanceof OutputEntry) {
            place = (cell instanceof InputEntry ? "the condition" : "the answer")
                    + (row == null ? "" : " in row " + row)
                    + (column == null ? "" : ", column " + column + ",");
        }
        return notFeel(row, column, place, language);
    }

    private static @Nullable Integer row(ModelElementInstance cell) {
        return cell.getParentElement() instanceof Rule rule && rule.getParentElement() instanceof DecisionTable table
                ? List.copyOf(table.getRules()).indexOf(rule) + 1
                : null;
    }

    /** The label of the column of a cell; null where the element belongs to no column. */
    private static @Nullable String column(ModelElementInstance cell) {
        if (cell.getParentElement() instanceof Input input) {
            return label(input);
        }
        if (cell.getParentElement() instanceof Output output) {
            return output.getName();
        }
        if (cell.getParentElement() instanceof Rule rule && rule.getParentElement() instanceof DecisionTable table) {
            List<Input> inputs = List.copyOf(table.getInputs());
            List<Output> outputs = List.copyOf(table.getOutputs());
            int input = List.copyOf(rule.getInputEntries()).indexOf(cell);
            int output = List.copyOf(rule.getOutputEntries()).indexOf(cell);
            return input >= 0 && input < inputs.size()
                    ? label(inputs.get(input))
                    : output >= 0 && output < outputs.size()
                            ? outputs.get(output).getName()
                            : null;
        }
        return null;
    }

    private static String place(DmnElement element) {
        if (element.getParentElement() instanceof Input input && !label(input).isEmpty()) {
            return "the column " + label(input);
        }
        if (element.getParentElement() instanceof Output output && output.getName() != null) {
            return "the column " + output.getName();
        }
        return element.getId() == null ? "an expression" : "the element " + element.getId();
    }

    private static void checkOutputs(DecisionTable table, boolean isVerdict, List<Finding> findings) {
        List<String> names = table.getOutputs().stream().map(Output::getName).toList();
        for (String wanted : isVerdict ? OUTPUTS : List.<String>of()) {
            if (!names.contains(wanted)) {
                findings.add(Finding.error(
                        "missing-output",
                        null,
                        wanted,
                        "The table needs an output column named " + wanted + ". Add one, or rename a column."));
            }
        }
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column);
            if (name == null || name.isBlank()) {
                findings.add(Finding.error(
                        "unnamed-output",
                        "Output column " + (column + 1) + " has no name; give it one, or delete the column."));
            } else if (names.indexOf(name) < column) {
                findings.add(Finding.error(
                        "duplicate-output",
                        null,
                        name,
                        "Two output columns are named " + name + "; rename one of them, or delete it."));
            }
        }
    }

    private void checkInputs(DecisionTable table, List<Finding> findings) {
        for (Input input : table.getInputs()) {
            String text = text(input.getInputExpression());
            if (!text.isEmpty()) {
                checkCell(feel.expression(text), text, false, null, label(input), findings);
            }
        }
    }

    private void checkRules(DecisionTable table, boolean isVerdict, List<Finding> findings) {
        List<Input> inputs = List.copyOf(table.getInputs());
        List<Output> outputs = List.copyOf(table.getOutputs());
        int row = 0;
        for (Rule rule : table.getRules()) {
            row++;
            List<InputEntry> conditions = List.copyOf(rule.getInputEntries());
            List<OutputEntry> answers = List.copyOf(rule.getOutputEntries());
            if (conditions.size() != inputs.size() || answers.size() != outputs.size()) {
                findings.add(Finding.error(
                        "cell-count",
                        row,
                        null,
                        "The row has " + conditions.size() + " conditions and " + answers.size()
                                + " answers; the table has " + inputs.size() + " and " + outputs.size()
                                + " columns for them. Add or remove cells, or write the row anew in an editor."));
                continue;
            }
            for (int column = 0; column < inputs.size(); column++) {
                String text = text(conditions.get(column));
                if (!text.isEmpty() && !text.equals("-")) {
                    checkCell(feel.unaryTests(text), text, true, row, label(inputs.get(column)), findings);
                }
            }
            for (int column = 0; column < outputs.size(); column++) {
                checkAnswer(text(answers.get(column)), row, outputs.get(column).getName(), isVerdict, findings);
            }
        }
    }

    private void checkAnswer(String text, int row, @Nullable String column, boolean isVerdict, List<Finding> findings) {
        // an empty cell is null, which is allowed for a reason only
        FeelValidator.Reading answer = text.isEmpty() ? NOTHING : feel.expression(text);
        checkCell(answer, text, false, row, column, findings);
        if (!isVerdict) {
            return;
        }
        boolean isStatus = "status".equals(column);
        if (isStatus && answer instanceof FeelValidator.Usable usable) {
            usable.constant()
                    .filter(status -> Verdict.Status.ofWire(status).isEmpty())
                    .ifPresent(status -> findings.add(Finding.error(
                            "unknown-status",
                            row,
                            column,
                            "The status is " + status + "; it must be one of three texts. Write \"eligible\","
                                    + " \"ineligible\" or \"manual\".")));
        }
        if (dev.enlist.eligibility.Decision.OUTPUT.equals(column) && answer instanceof FeelValidator.Usable usable) {
            usable.constant()
                    .filter(decision -> !DECISIONS.contains(decision))
                    .ifPresent(decision -> findings.add(Finding.error(
                            "unknown-decision",
                            row,
                            column,
                            "The decision is " + decision + "; write \"approve\" for an application that needs no"
                                    + " reviewer, and \"review\" or nothing for others.")));
        }
        if (answer instanceof FeelValidator.Usable usable) {
            checkMoney(usable, text, row, column, findings);
        }
    }

    /** Checks constants of the optional outputs {@code amount} and {@code currency}; others are checked when they are computed. */
    private static void checkMoney(
            FeelValidator.Usable answer, String text, int row, @Nullable String column, List<Finding> findings) {
        // a negative number is a calculation in FEEL
        Optional<String> constant = NEGATIVE.matcher(text.strip()).matches()
                ? Optional.of(text.strip())
                : answer.constant().filter(value -> !NO_VALUE.contains(value));
        if (dev.enlist.eligibility.Decision.AMOUNT.equals(column)) {
            constant.filter(amount -> !isPayable(amount))
                    .ifPresent(amount -> findings.add(Finding.error(
                            "invalid-amount",
                            row,
                            column,
                            "The amount is " + amount + "; write a number that is not negative and below "
                                    + "1000000000000, without currency sign and thousands separator.")));
        } else if (dev.enlist.eligibility.Decision.CURRENCY.equals(column)) {
            constant.filter(currency -> !Money.isCurrency(currency))
                    .ifPresent(currency -> findings.add(Finding.error(
                            "invalid-currency",
                            row,
                            column,
                            "The currency is " + currency + "; write a code of ISO 4217, such as \"USD\".")));
        }
    }

    private static boolean isPayable(String amount) {
        try {
            BigDecimal number = new BigDecimal(amount.replace(" ", ""));
            return number.signum() >= 0 && !Money.isBeyondBound(number);
        } catch (NumberFormatException e) {
            // a text or a boolean
            return false;
        }
    }

    private void checkCell(
            FeelValidator.Reading cell,
            String text,
            boolean condition,
            @Nullable Integer row,
            @Nullable String column,
            List<Finding> findings) {
        if (cell instanceof FeelValidator.Unusable unusable) {
            findings.add(
                    switch (unusable.obstacle()) {
                        case TOO_LONG ->
                            Finding.error(
                                    "cell-too-long",
                                    row,
                                    column,
                                    "A cell has at most " + FeelValidator.LONGEST + " characters; this one has "
                                            + text.length() + ". Divide it over several rows or columns.");
                        case TOO_DEEP ->
                            Finding.error(
                                    "cell-too-deep",
                                    row,
                                    column,
                                    "A cell is nested at most " + FeelValidator.DEEPEST
                                            + " levels deep. Divide it over several rows or columns.");
                        case NOT_FEEL ->
                            Finding.error(
                                    "unreadable-cell",
                                    row,
                                    column,
                                    condition
                                            ? advisor.ofCondition(text, unusable.detail())
                                            : advisor.ofExpression(text, unusable.detail()));
                        case EXTERNAL_FUNCTION ->
                            Finding.error(
                                    "external-function",
                                    row,
                                    column,
                                    "Rules may not call functions outside FEEL; remove the external function.");
                    });
        }
    }

    /** Reports every other reason for which the engine rejects the table, such as two columns with the same name. */
    private void checkEngineAgrees(String dmn, List<Finding> findings) {
        try {
            engine.parseDecisions(DmnReader.stream(dmn));
        } catch (RuntimeException e) {
            // the engine reports this with exceptions of its own, or fails on input it did not expect
            findings.add(Finding.error(
                    "unusable",
                    "The engine cannot use the table: "
                            + (e instanceof DmnEngineException
                                    ? readable(RulesEngine.rootMessage(e))
                                    : "it has a form that is not supported (" + readable(RulesEngine.rootMessage(e))
                                            + ").")
                            + " Compare it with a table that works, such as a new draft, and write it again."));
        }
    }

    /** The message of the engine without its error codes and object dumps. */
    private static String readable(String message) {
        String plain = message.replaceAll("^DMN-\\d+ ", "")
                .replaceAll("\\b(?:[a-z]+\\.)+[A-Z]\\w+(?:Exception|Error)?:? ?", "");
        String before;
        do {
            before = plain;
            plain = DUMP.matcher(before).replaceAll("of this table");
        } while (!plain.equals(before));
        return plain.endsWith(".") ? plain : plain + ".";
    }

    private static String text(@Nullable LiteralExpression expression) {
        return expression == null ? "" : content(expression.getText());
    }

    private static String text(UnaryTests tests) {
        return content(tests.getText());
    }

    private static String content(@Nullable ModelElementInstance text) {
        return text == null || text.getTextContent() == null
                ? ""
                : text.getTextContent().trim();
    }

    private static String label(Input input) {
        String label = input.getLabel();
        return label != null && !label.isBlank() ? label : text(input.getInputExpression());
    }
}
