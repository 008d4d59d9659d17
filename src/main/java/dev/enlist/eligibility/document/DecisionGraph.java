package dev.enlist.eligibility.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.InformationRequirement;

/** The decisions of a document and which of them require which. Does not change, and holds for any document. */
public final class DecisionGraph {

    private final List<Decision> decisions;
    private final Map<Decision, List<Decision>> required = new LinkedHashMap<>();

    private final Set<String> missing = new TreeSet<>();

    private DecisionGraph(List<Decision> decisions) {
        this.decisions = decisions;
        Map<String, Decision> byId = decisions.stream()
                .filter(decision -> decision.getId() != null)
                .collect(Collectors.toMap(Decision::getId, decision -> decision, (first, second) -> first));
        for (Decision decision : decisions) {
            List<Decision> needs = new ArrayList<>();
            for (InformationRequirement requirement : decision.getInformationRequirements()) {
                String id = requiredId(requirement);
                Decision needed = byId.get(id);
                if (needed == null) {
                    missing.add(id);
                } else if (!needs.contains(needed)) {
                    needs.add(needed);
                }
            }
            required.put(decision, needs);
        }
    }

    /** Reads the reference itself: the model API throws where it leads to no decision. */
    private static String requiredId(InformationRequirement requirement) {
        return requirement.getDomElement().getChildElements().stream()
                .filter(child -> child.getLocalName().equals("requiredDecision"))
                .map(child -> String.valueOf(child.getAttribute("href")))
                .map(href -> href.startsWith("#") ? href.substring(1) : href)
                .findFirst()
                .orElse("");
    }

    /** What requirements refer to and the document does not have; empty in a valid document. */
    public Set<String> missing() {
        return missing;
    }

    public static DecisionGraph of(DmnModelInstance model) {
        return new DecisionGraph(List.copyOf(model.getModelElementsByType(Decision.class)));
    }

    /** In the order of the document. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** The decisions that this one requires directly, in the order of its requirements. */
    public List<Decision> required(Decision decision) {
        return required.getOrDefault(decision, List.of());
    }

    /** The decisions that no other requires. Exactly one of them is the verdict of a valid rule set. */
    public List<Decision> last() {
        Set<Decision> needed = required.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return decisions.stream().filter(each -> !needed.contains(each)).toList();
    }

    /** The decisions that require themselves, directly or through others. */
    public List<Decision> inCycles() {
        return decisions.stream()
                .filter(decision -> reachable(decision).contains(decision))
                .toList();
    }

    /** Every decision that this one requires, directly or through others. */
    public Set<Decision> reachable(Decision decision) {
        Set<Decision> found = new HashSet<>();
        List<Decision> open = new ArrayList<>(required(decision));
        while (!open.isEmpty()) {
            Decision next = open.remove(open.size() - 1);
            if (found.add(next)) {
                open.addAll(required(next));
            }
        }
        return found;
    }

    /** All decisions, each after those that it requires. Call only where there is no cycle. */
    public List<Decision> inOrder() {
        List<Decision> ordered = new ArrayList<>();
        for (Decision decision : decisions) {
            add(decision, ordered);
        }
        return ordered;
    }

    private void add(Decision decision, List<Decision> ordered) {
        if (!ordered.contains(decision)) {
            required(decision).forEach(needed -> add(needed, ordered));
            ordered.add(decision);
        }
    }

    /** The name of a decision for people; its id where it has none. */
    public static String name(Decision decision) {
        String name = decision.getName();
        return name == null || name.isBlank() ? String.valueOf(decision.getId()) : name.trim();
    }
}
