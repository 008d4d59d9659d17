package dev.enlist.analysis.check;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.document.DecisionGraph;
import dev.enlist.eligibility.engine.ColumnEvaluator;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.eligibility.feel.UnaryTestParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tables of a document one by one, in the order of their evaluation, and what passes between them: outputs
 * that are read without a requirement, that no table reads, or that have values for which no row exists.
 */
final class RequirementAnalyzer {

    private final String dmn;
    private final UnaryTestParser reader;
    private final DecisionGraph graph;
    private final List<Decision> ordered;
    private final Map<Decision, DecisionTableView> tables = new LinkedHashMap<>();
    private final Map<Decision, Map<String, RequiredOutput>> outputs = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private RequirementAnalyzer(String dmn, UnaryTestParser reader) {
        this.dmn = dmn;
        this.reader = reader;
        this.graph = DecisionGraph.of(DmnValidator.read(dmn));
        this.ordered = graph.inOrder();
    }

    /**
     * @param dmn   a document without errors of {@link DmnValidator}
     * @param check finds the faults within a table, from its view and a document that contains only this table
     */
    static List<Finding> of(
            String dmn, UnaryTestParser reader, BiFunction<DecisionTableView, String, List<Finding>> check) {
        RequirementAnalyzer analysis = new RequirementAnalyzer(dmn, reader);
        for (Decision decision : analysis.ordered) {
            analysis.table(decision, check);
        }
        analysis.unread();
        return analysis.findings;
    }

    private void table(Decision decision, BiFunction<DecisionTableView, String, List<Finding>> check) {
        boolean isVerdict = graph.last().contains(decision);
        String name = DecisionGraph.name(decision);
        Map<String, RequiredOutput> inputs = inputs(decision);
        DecisionTableView table = DecisionTableView.of((DecisionTable) decision.getExpression(), isVerdict)
                .withAllowed(expression ->
                        inputs.containsKey(expression) ? inputs.get(expression).asAllowedValues() : "");
        tables.put(decision, table);
        String alone = alone(decision);
        Map<String, String> elsewhere = elsewhere(inputs.keySet());
        List<Finding> own = RuleInputCatalog.with(inputs, () -> {
            Map<String, RequiredOutput> given = new LinkedHashMap<>();
            for (int i = 0; i < table.answers().size(); i++) {
                given.put(table.answers().get(i).name(), RequiredOutput.of(name, table, i, reader));
            }
            outputs.put(decision, given);
            List<Finding> found = new ArrayList<>(check.apply(table, alone));
            if (found.stream().noneMatch(Finding::isError)) {
                found.addAll(unhandled(table, alone, inputs));
            }
            return found;
        });
        boolean readsOutputs = reads(table).stream().anyMatch(inputs::containsKey);
        for (Finding finding : own) {
            // an example contains inputs of applications only, and cannot show what a value of another table does
            Finding shown = readsOutputs || !isVerdict ? finding.with(null) : finding;
            findings.add(required(shown, elsewhere).in(name));
        }
    }

    /** The outputs that a table may read: those of every table that it requires, directly or through others. */
    private Map<String, RequiredOutput> inputs(Decision decision) {
        Map<String, RequiredOutput> inputs = new LinkedHashMap<>();
        Set<Decision> reachable = graph.reachable(decision);
        ordered.stream()
                .filter(reachable::contains)
                .forEach(each -> inputs.putAll(outputs.getOrDefault(each, Map.of())));
        return inputs;
    }

    /** Outputs of tables that this one does not require, with the name of the table. */
    private Map<String, String> elsewhere(Set<String> known) {
        Map<String, String> elsewhere = new HashMap<>();
        for (Decision decision : ordered) {
            DecisionTableView.of((DecisionTable) decision.getExpression(), false).answers().stream()
                    .filter(answer -> !known.contains(answer.name()))
                    .forEach(answer -> elsewhere.put(answer.name(), DecisionGraph.name(decision)));
        }
        return elsewhere;
    }

    /** Names the missing requirement where an unknown input is the output of another table. */
    private static Finding required(Finding finding, Map<String, String> elsewhere) {
        if (!finding.code().equals("unknown-input")) {
            return finding;
        }
        return elsewhere.entrySet().stream()
                .filter(output -> finding.message().startsWith("There is no input called " + output.getKey() + "."))
                .findFirst()
                .map(output -> Finding.error(
                        "missing-requirement",
                        finding.rule(),
                        finding.column(),
                        output.getKey() + " is an output of the table " + output.getValue()
                                + ", which this table does not require. Add the requirement, or read another input."))
                .orElse(finding);
    }

    /** Values of a required table that fit no row of a column which reads nothing else. */
    private static List<Finding> unhandled(DecisionTableView table, String alone, Map<String, RequiredOutput> inputs) {
        List<Finding> unhandled = new ArrayList<>();
        @Nullable ColumnEvaluator columns = null;
        for (int i = 0; i < table.columns().size(); i++) {
            DecisionTableView.Column column = table.columns().get(i);
            RequiredOutput output = inputs.get(column.expression());
            if (output == null || table.rows().isEmpty()) {
                continue;
            }
            if (columns == null) {
                columns = new ColumnEvaluator(new RulesEngine().parse(alone));
            }
            List<String> missing = new ArrayList<>();
            for (Object value : output.values()) {
                ColumnEvaluator.Outcome outcome = columns.outcome(
                        i,
                        RuleInputCatalog.application(
                                Map.of(List.of(column.expression()), ValueComparator.plain(value))));
                if (!outcome.failed() && outcome.met().isEmpty()) {
                    missing.add(value instanceof String text ? "\"" + text + "\"" : String.valueOf(value));
                }
            }
            if (!missing.isEmpty()) {
                unhandled.add(Finding.warning(
                        "unhandled-value",
                        null,
                        column.label(),
                        "The table " + output.table() + " may give " + String.join(", ", missing)
                                + ", and no row of this table accepts " + (missing.size() == 1 ? "it" : "them")
                                + ". Add a row, or remove the value there."));
            }
        }
        return unhandled;
    }

    private void unread() {
        for (Decision decision : ordered) {
            if (graph.last().contains(decision)) {
                continue;
            }
            Set<String> read = new HashSet<>();
            ordered.stream()
                    .filter(other -> graph.reachable(other).contains(decision))
                    .forEach(other -> read.addAll(reads(tables.get(other))));
            for (DecisionTableView.Answer answer : tables.get(decision).answers()) {
                if (!read.contains(answer.name())) {
                    findings.add(Finding.warning(
                                    "unread-output",
                                    null,
                                    answer.name(),
                                    "No table reads the output " + answer.name()
                                            + ". Read it in a table that requires this one, or remove the output.")
                            .in(DecisionGraph.name(decision)));
                }
            }
        }
    }

    /** The names that expressions and cells of a table read. */
    private Set<String> reads(DecisionTableView table) {
        Set<String> names = new HashSet<>();
        table.columns()
                .forEach(column -> reader.expression(column.expression(), RuleInputCatalog::kind)
                        .reads()
                        .forEach(path -> names.add(path.get(0))));
        for (DecisionTableView.Row row : table.rows()) {
            row.conditions()
                    .forEach(cell -> reader.condition(cell, RuleInputCatalog::kind)
                            .reads()
                            .forEach(path -> names.add(path.get(0))));
            row.answers()
                    .forEach(cell -> reader.expression(cell, RuleInputCatalog::kind)
                            .reads()
                            .forEach(path -> names.add(path.get(0))));
        }
        return names;
    }

    /** A document that contains only this table, without its requirements. */
    private String alone(Decision decision) {
        DmnModelInstance copy = DmnValidator.read(dmn);
        for (ModelElementInstance element : List.copyOf(copy.getDefinitions().getDrgElements())) {
            if (!(element instanceof Decision other) || !other.getId().equals(decision.getId())) {
                copy.getDefinitions().removeChildElement(element);
            }
        }
        for (Decision kept : copy.getModelElementsByType(Decision.class)) {
            kept.getInformationRequirements().clear();
            kept.getKnowledgeRequirements().clear();
            kept.getAuthorityRequirements().clear();
        }
        copy.getDefinitions().getArtifacts().clear();
        removeDiagram(copy);
        return Dmn.convertToString(copy);
    }

    private static void removeDiagram(DmnModelInstance copy) {
        for (var child : List.copyOf(copy.getDefinitions().getDomElement().getChildElements())) {
            if (child.getLocalName().equals("DMNDI")) {
                copy.getDefinitions().getDomElement().removeChild(child);
            }
        }
    }
}
