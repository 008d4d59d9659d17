package dev.enlist.workflow.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two versions of a workflow: elements and flows, without the layout. */
@Schema(name = "WorkflowDiff")
public record WorkflowDiff(List<Change> added, List<Change> removed, List<Change> changed) {

    /**
     * An element that differs.
     *
     * @param id      of the element in the diagram
     * @param kind    kind of the step, or {@code flow}
     * @param details what changed, such as {@code due: P3D → P5D}; empty for elements that were added or removed
     */
    @Schema(name = "WorkflowDiffElement")
    public record Change(
            @Schema(example = "user_second_review") String id,
            @Schema(example = "Second review") String name,
            @Schema(example = "user") String kind,
            List<String> details) {}

    public static WorkflowDiff between(WorkflowModel before, WorkflowModel after) {
        Map<String, Map<String, String>> old = parts(before);
        Map<String, Map<String, String>> fresh = parts(after);
        List<Change> added = new ArrayList<>();
        List<Change> removed = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        fresh.forEach((id, part) -> {
            if (!old.containsKey(id)) {
                added.add(change(id, part, List.of()));
            } else if (!old.get(id).equals(part)) {
                changed.add(change(id, part, details(old.get(id), part)));
            }
        });
        old.forEach((id, part) -> {
            if (!fresh.containsKey(id)) {
                removed.add(change(id, part, List.of()));
            }
        });
        return new WorkflowDiff(added, removed, changed);
    }

    private static Change change(String id, Map<String, String> part, List<String> details) {
        return new Change(id, part.getOrDefault("name", id), part.getOrDefault("kind", ""), details);
    }

    private static Map<String, Map<String, String>> parts(WorkflowModel model) {
        Map<String, Map<String, String>> parts = new LinkedHashMap<>();
        model.elements().forEach(element -> {
            Map<String, String> part = new LinkedHashMap<>(element.properties());
            part.put("name", element.name());
            part.put("kind", element.kind().wire());
            parts.put(element.id(), part);
        });
        model.flows().forEach(flow -> {
            Map<String, String> part = new LinkedHashMap<>();
            part.put("name", flow.name());
            part.put("kind", "flow");
            part.put("from", flow.source());
            part.put("to", flow.target());
            flow.feel().ifPresent(condition -> part.put("condition", condition));
            parts.put(flow.id(), part);
        });
        return parts;
    }

    private static List<String> details(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
                .map(name -> name + ": " + before.getOrDefault(name, "none") + " → " + after.getOrDefault(name, "none"))
                .toList();
    }
}
