package dev.enlist.eligibility;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.camunda.bpm.model.xml.ModelException;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a document can serve as rules: one decision table, in FEEL, with our three outputs, every cell readable. */
@Component
public class DraftCheck {

    private static final Set<HitPolicy> HIT_POLICIES = Set.of(HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY);
    private static final List<String> OUTPUTS = List.of("status", "reason", "code");

    private final FeelEngineApi feel = FeelEngineBuilder.forJava().build();

    /** Everything wrong with it; nothing in the document can make this throw. */
    public List<Finding> check(String dmn) {
        DmnModelInstance model;
        try {
            model = read(dmn);
        } catch (ModelException e) {
            return List.of(Finding.error(
                    "unreadable", "This is not a DMN document that can be read: " + RulesEngine.rootMessage(e)));
        }
        List<Finding> findings = new ArrayList<>();
        Collection<Decision> decisions = model.getModelElementsByType(Decision.class);
        if (decisions.size() != 1) {
            return List.of(Finding.error(
                    "one-decision",
                    "A rule set has exactly one decision; this document has " + decisions.size() + "."));
        }
        if (!(decisions.iterator().next().getExpression() instanceof DecisionTable table)) {
            return List.of(Finding.error("no-table", "The decision must be a decision table."));
        }
        checkPolicy(table, findings);
        checkLanguage(model, table, findings);
        checkOutputs(table, findings);
        checkInputs(table, findings);
        checkRules(table, findings);
        return findings;
    }

    static DmnModelInstance read(String dmn) {
        return Dmn.readModelFromStream(new ByteArrayInputStream(dmn.getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkPolicy(DecisionTable table, List<Finding> findings) {
        if (!HIT_POLICIES.contains(table.getHitPolicy())) {
            findings.add(Finding.error(
                    "hit-policy",
                    "The hit policy " + table.getHitPolicy() + " gives no single verdict; use Unique, First or Any."));
        }
    }

    private static void checkLanguage(DmnModelInstance model, DecisionTable table, List<Finding> findings) {
        refuseOtherLanguage(model.getDefinitions().getExpressionLanguage(), null, "the document", findings);
        for (Input input : table.getInputs()) {
            if (input.getInputExpression() != null) {
                refuseOtherLanguage(input.getInputExpression().getExpressionLanguage(), null, label(input), findings);
            }
        }
        int row = 1;
        for (Rule rule : table.getRules()) {
            for (InputEntry entry : rule.getInputEntries()) {
                refuseOtherLanguage(entry.getExpressionLanguage(), row, "a condition", findings);
            }
            for (OutputEntry entry : rule.getOutputEntries()) {
                refuseOtherLanguage(entry.getExpressionLanguage(), row, "an answer", findings);
            }
            row++;
        }
    }

    private static void refuseOtherLanguage(
            @Nullable String language, @Nullable Integer row, String place, List<Finding> findings) {
        if (language == null || language.isBlank()) {
            return;
        }
        boolean isFeel =
                language.equalsIgnoreCase("feel") || language.matches("https://www\\.omg\\.org/spec/DMN/\\d+/FEEL/?");
        if (!isFeel) {
            findings.add(Finding.error(
                    "not-feel", row, place, "Rules are written in FEEL; " + place + " asks for " + language + "."));
        }
    }

    private static void checkOutputs(DecisionTable table, List<Finding> findings) {
        List<String> names = table.getOutputs().stream().map(Output::getName).toList();
        for (String wanted : OUTPUTS) {
            if (!names.contains(wanted)) {
                findings.add(Finding.error(
                        "missing-output", null, wanted, "The table needs an output column named " + wanted + "."));
            }
        }
    }

    private void checkInputs(DecisionTable table, List<Finding> findings) {
        for (Input input : table.getInputs()) {
            String text = text(
                    input.getInputExpression() == null
                            ? null
                            : input.getInputExpression().getText());
            if (!text.isEmpty()) {
                unreadable(feel.parseExpression(text), null, label(input), findings);
            }
        }
    }

    private void checkRules(DecisionTable table, List<Finding> findings) {
        List<Input> inputs = List.copyOf(table.getInputs());
        List<Output> outputs = List.copyOf(table.getOutputs());
        int row = 1;
        for (Rule rule : table.getRules()) {
            int column = 0;
            for (InputEntry entry : rule.getInputEntries()) {
                String text = cell(entry);
                if (!text.isEmpty() && !text.equals("-")) {
                    unreadable(feel.parseUnaryTests(text), row, label(inputs.get(column)), findings);
                }
                column++;
            }
            column = 0;
            for (OutputEntry entry : rule.getOutputEntries()) {
                String text = answer(entry);
                if (!text.isEmpty()) {
                    unreadable(
                            feel.parseExpression(text), row, outputs.get(column).getName(), findings);
                }
                column++;
            }
            row++;
        }
    }

    private static void unreadable(
            ParseResult result, @Nullable Integer row, @Nullable String column, List<Finding> findings) {
        if (result.isFailure()) {
            findings.add(Finding.error(
                    "unreadable-cell",
                    row,
                    column,
                    "This is not FEEL: " + result.failure().message()));
        }
    }

    private static String cell(UnaryTests entry) {
        return text(entry.getText());
    }

    private static String answer(LiteralExpression entry) {
        return text(entry.getText());
    }

    private static String text(@Nullable ModelElementInstance element) {
        return element == null || element.getTextContent() == null
                ? ""
                : element.getTextContent().trim();
    }

    private static String label(Input input) {
        String label = input.getLabel();
        return label != null && !label.isBlank()
                ? label
                : text(
                        input.getInputExpression() == null
                                ? null
                                : input.getInputExpression().getText());
    }
}
