package dev.enlist.workflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads elements of a BPMN document: their names, their places in findings, their children. */
final class BpmnElements {

    /** Elements without effect, which tools and people add for readers. */
    private static final Set<String> COMMENTS =
            Set.of("documentation", "textAnnotation", "association", "group", "laneSet", "category", "text");

    private static final int LONGEST_NAME = 200;

    private BpmnElements() {}

    static String label(Element element, String id) {
        String label = element.getAttribute("name").replaceAll("\\s+", " ").trim();
        return label.isEmpty() ? id : label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME) : label;
    }

    static WorkflowFinding.Element place(Element element) {
        String id = element.getAttribute("id").trim();
        String shown = id.isEmpty() ? element.getLocalName() : shorten(id);
        return new WorkflowFinding.Element(shown, shorten(label(element, shown)));
    }

    static String shorten(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    static boolean isComment(Element element) {
        return WorkflowParser.BPMN.equals(element.getNamespaceURI()) && COMMENTS.contains(element.getLocalName());
    }

    static boolean isBpmn(Element element, String tag) {
        return WorkflowParser.BPMN.equals(element.getNamespaceURI()) && tag.equals(element.getLocalName());
    }

    static String bpmnName(Element element) {
        return WorkflowParser.BPMN.equals(element.getNamespaceURI()) ? element.getLocalName() : "";
    }

    static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        return children;
    }
}
