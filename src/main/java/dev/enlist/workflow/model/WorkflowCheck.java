package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The workflow that is checked, with what its validators have found.
 *
 * @param elements by id
 * @param results  names of the results of all steps
 */
record WorkflowCheck(
        WorkflowModel model,
        WorkflowKind kind,
        String slug,
        WorkflowContext context,
        Map<String, WorkflowElement> elements,
        Set<String> results,
        List<WorkflowFinding> findings) {

    static WorkflowCheck of(WorkflowModel model, WorkflowKind kind, String slug, WorkflowContext context) {
        Set<String> results = model.elements().stream()
                .filter(WorkflowCheck::hasResult)
                .map(WorkflowElement::result)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new WorkflowCheck(model, kind, slug, context, model.byId(), results, new ArrayList<>());
    }

    /** Names that nothing sets are always null in FEEL, without an error. */
    void reads(String expression, WorkflowFinding.Element place) {
        for (List<String> path : context.reads(expression)) {
            String name = path.get(0);
            if (!context.isInput(name) && !results.contains(name)) {
                findings.add(error(
                        "unknown-name",
                        place,
                        "it reads " + name
                                + ", which is neither an input of rules nor the result of a step. Results are "
                                + (results.isEmpty() ? "none here" : String.join(", ", results))
                                + "; GET /ruleSets/inputs lists the inputs."));
            }
        }
    }

    static boolean hasResult(WorkflowElement step) {
        return switch (step.kind()) {
            case USER, RULES, REQUEST, REQUEST_INFORMATION -> true;
            default -> false;
        };
    }
}
