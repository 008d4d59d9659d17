package dev.enlist.workflow.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of a workflow without its layout.
 *
 * @param name      of the process in the document
 * @param positions of elements and flows in the diagram, by id: {@code x, y, width, height}, or the points of a line
 */
public record WorkflowModel(
        String name, List<WorkflowElement> elements, List<WorkflowFlow> flows, Map<String, List<Double>> positions) {

    public WorkflowModel {
        elements = List.copyOf(elements);
        flows = List.copyOf(flows);
        positions = Map.copyOf(positions);
    }

    public Optional<WorkflowElement> element(String id) {
        return elements.stream().filter(element -> element.id().equals(id)).findFirst();
    }

    public Stream<WorkflowElement> of(StepKind kind) {
        return elements.stream().filter(element -> element.kind() == kind);
    }

    /** Flows that leave an element, in the order of the document. */
    public List<WorkflowFlow> outgoing(String id) {
        return flows.stream().filter(flow -> flow.source().equals(id)).toList();
    }

    public List<WorkflowFlow> incoming(String id) {
        return flows.stream().filter(flow -> flow.target().equals(id)).toList();
    }

    /** The timers at the edge of a step. */
    public List<WorkflowElement> timersOf(String id) {
        return of(StepKind.BOUNDARY_TIMER)
                .filter(timer -> timer.property(WorkflowElement.ATTACHED_TO)
                        .map(id::equals)
                        .orElse(false))
                .toList();
    }

    Map<String, WorkflowElement> byId() {
        return elements.stream()
                .collect(Collectors.toMap(WorkflowElement::id, Function.identity(), (one, other) -> one));
    }
}
