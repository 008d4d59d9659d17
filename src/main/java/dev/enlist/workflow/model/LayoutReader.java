package dev.enlist.workflow.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/** Reads where the elements of a workflow are drawn. */
final class LayoutReader {

    private static final String COORDINATES = "http://www.omg.org/spec/DD/20100524/DC";

    private static final String LAYOUT = "http://www.omg.org/spec/DD/20100524/DI";

    private final Map<String, List<Double>> positions = new HashMap<>();

    void read(Element element) {
        String of = element.getAttribute("bpmnElement");
        List<Double> numbers = new ArrayList<>();
        for (Element child : BpmnElements.children(element)) {
            if (COORDINATES.equals(child.getNamespaceURI())
                    && child.getLocalName().equals("Bounds")) {
                List.of("x", "y", "width", "height")
                        .forEach(key -> number(child, key).ifPresent(numbers::add));
            } else if (LAYOUT.equals(child.getNamespaceURI())
                    && child.getLocalName().equals("waypoint")) {
                List.of("x", "y").forEach(key -> number(child, key).ifPresent(numbers::add));
            } else if (WorkflowParser.DIAGRAM.equals(child.getNamespaceURI())) {
                read(child);
            }
        }
        if (!of.isEmpty() && numbers.size() >= 4 && numbers.size() % 2 == 0) {
            positions.put(of, List.copyOf(numbers));
        }
    }

    private static Optional<Double> number(Element element, String key) {
        try {
            double value = Double.parseDouble(element.getAttribute(key));
            return Double.isFinite(value) && Math.abs(value) < 1_000_000 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            // a layout without this number is drawn without the element
            return Optional.empty();
        }
    }

    /** Coordinates by the id of an element: of a box its corner and size, of a flow its points. */
    Map<String, List<Double>> positions() {
        return positions;
    }
}
