package dev.enlist.eligibility.document;

import dev.enlist.shared.xml.SecureXml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Converts DMN 1.1, 1.2, 1.4 and 1.5 to DMN 1.3, the edition that the table editor supports. */
final class DmnEditions {

    static final String DMN_13 = "https://www.omg.org/spec/DMN/20191111/MODEL/";

    private static final Set<String> OTHERS = Set.of(
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
            "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
            "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "https://www.omg.org/spec/DMN/20211108/MODEL/",
            "https://www.omg.org/spec/DMN/20230324/MODEL/");

    /** How the editions name FEEL; in DMN 1.3 it is the default. */
    private static final String FEEL = ".*/spec/(FEEL/20140401|DMN/[0-9]+/FEEL/?)";

    private static final String DIAGRAM = ".*/spec/DMN/[0-9]+/DMNDI/?";

    private DmnEditions() {}

    /** Elements that the engine and the editor identify by id, although DMN makes the id optional. */
    private static final Set<String> IDENTIFIED = Set.of(
            "decision", "decisionTable", "input", "inputExpression", "output", "rule", "inputEntry", "outputEntry");

    /**
     * The document in DMN 1.3, with an id for each part of a table. Returned unchanged where it already is DMN 1.3 or
     * has an unknown edition.
     */
    static String to13(String dmn) {
        Document document = SecureXml.document(SecureXml.stream(dmn));
        Element root = document.getDocumentElement();
        boolean isOther = OTHERS.contains(String.valueOf(root.getNamespaceURI()));
        if (isOther) {
            convert(document, root, root.getNamespaceURI());
        }
        List<Element> unnamed = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        collect(root, unnamed, taken);
        int number = 0;
        for (Element element : unnamed) {
            String id;
            do {
                id = element.getLocalName() + "_" + ++number;
            } while (!taken.add(id));
            element.setAttribute("id", id);
        }
        return isOther || !unnamed.isEmpty() ? SecureXml.write(document) : dmn;
    }

    private static void collect(Element element, List<Element> unnamed, Set<String> taken) {
        if (element.hasAttribute("id")) {
            taken.add(element.getAttribute("id"));
        } else if (DMN_13.equals(element.getNamespaceURI()) && IDENTIFIED.contains(element.getLocalName())) {
            unnamed.add(element);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                collect(inner, unnamed, taken);
            }
        }
    }

    private static void convert(Document document, Element element, String from) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            }
        }
        for (Element child : children) {
            // a diagram of one box; each edition has its own namespace for it
            if (String.valueOf(child.getNamespaceURI()).matches(DIAGRAM)) {
                element.removeChild(child);
            } else {
                convert(document, child, from);
            }
        }
        List<Attr> attributes = new ArrayList<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            attributes.add((Attr) element.getAttributes().item(i));
        }
        for (Attr attribute : attributes) {
            convert(element, attribute, from);
        }
        if (from.equals(element.getNamespaceURI())) {
            document.renameNode(element, DMN_13, element.getNodeName());
        }
    }

    private static void convert(Element element, Attr attribute, String from) {
        String value = attribute.getValue();
        boolean declaresNamespace = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI());
        if (declaresNamespace && value.equals(from)) {
            attribute.setValue(DMN_13);
        } else if (List.of("expressionLanguage", "typeLanguage").contains(attribute.getName()) && value.matches(FEEL)) {
            element.removeAttributeNode(attribute);
        } else if (attribute.getName().equals("typeRef") && value.indexOf(':') >= 0) {
            // DMN 1.1 uses qualified names, such as feel:string
            attribute.setValue(value.substring(value.indexOf(':') + 1));
        }
    }
}
