package dev.enlist.eligibility.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Translates an error of the XML schema validator into a message for the author of a table: row, column, and what to
 * write instead.
 */
final class SchemaMessages {

    private static final Map<Pattern, String> WORDS = words();

    private SchemaMessages() {}

    private static Map<Pattern, String> words() {
        Map<Pattern, String> words = new LinkedHashMap<>();
        words.put(
                Pattern.compile("cvc-complex-type\\.2\\.4\\.a: .*element '(.*?)'\\. One of '\\{(.*)}' is expected\\."),
                "the element $1 does not belong here; expected is $2.");
        words.put(
                Pattern.compile(
                        "cvc-complex-type\\.2\\.4\\.b: .*element '(.*?)' is not complete\\. One of '\\{(.*)}'.*"),
                "the element $1 is not complete; it lacks $2.");
        words.put(
                Pattern.compile("cvc-complex-type\\.2\\.4\\.d: .*element '(.*?)'\\. No child.*"),
                "the element $1 does not belong here; remove it.");
        words.put(
                Pattern.compile("cvc-complex-type\\.2\\.3: Element '(.*?)' cannot have character.*"),
                "there is text directly within the element $1; put it into a <text> element.");
        words.put(
                Pattern.compile("cvc-complex-type\\.3\\.2\\.2: Attribute '(.*?)' is not allowed.* element '(.*?)'\\."),
                "the element $2 has no attribute $1; remove it.");
        words.put(
                Pattern.compile("cvc-complex-type\\.4: Attribute '(.*?)' must appear on element '(.*?)'\\."),
                "the element $2 lacks its attribute $1; add it.");
        words.put(
                Pattern.compile("cvc-id\\.2: .*ID value '(.*?)'\\."),
                "the id \"$1\" is given twice; give each element an id of its own.");
        words.put(
                Pattern.compile("cvc-id\\.1: .*IDREF '(.*?)'\\."),
                "the id \"$1\" is referred to, but no element has it.");
        words.put(
                Pattern.compile("cvc-enumeration-valid: Value '(.*?)' is not .*enumeration '\\[(.*)]'.*"),
                "\"$1\" is not known here; write one of $2.");
        words.put(
                Pattern.compile("cvc-datatype-valid\\.1\\.2\\.[13]: '(.*?)' is not a valid value for '(NCName|ID)'\\."),
                "\"$1\" is no name for an id; use a to z, A to Z, digits, - and _, and begin with a to z, A to Z or _.");
        words.put(
                Pattern.compile("cvc-(?:elt\\.1(?:\\.a)?|complex-type\\.2\\.4\\.c): .*element '(.*?)'.*"),
                "the element $1 is not one of DMN; remove it.");
        return words;
    }

    /** @param element element with the fault; null where it is unknown */
    static InvalidDmn.Fault fault(String message, @Nullable Element element) {
        Element rule = within(element, "rule");
        Integer row = rule == null ? null : position(rule);
        String column = element == null ? null : column(element);
        return new InvalidDmn.Fault(row, column, sentence(message.replaceFirst("^URI=\\S* Line=\\d+: ", "")));
    }

    private static String sentence(String message) {
        for (Map.Entry<Pattern, String> known : WORDS.entrySet()) {
            Matcher matcher = known.getKey().matcher(message);
            if (matcher.matches()) {
                String said = withoutNamespaces(matcher.replaceFirst(known.getValue()));
                return Character.toUpperCase(said.charAt(0)) + said.substring(1);
            }
        }
        return "This violates the DMN schema: " + withoutNamespaces(message.replaceFirst("^cvc-[a-z0-9.-]+: ", ""));
    }

    /** Replaces quoted namespaced element names by plain names. */
    private static String withoutNamespaces(String text) {
        return text.replaceAll("\"[a-z]+://[^\"]*\":", "").replaceAll("[{}]", "");
    }

    private static @Nullable Element within(@Nullable Element element, String name) {
        for (Node at = element; at instanceof Element candidate; at = at.getParentNode()) {
            if (name.equals(candidate.getLocalName())) {
                return candidate;
            }
        }
        return null;
    }

    /** Position among the siblings of the same name, from 1. */
    private static int position(Element element) {
        int position = 1;
        for (Node before = element.getPreviousSibling(); before != null; before = before.getPreviousSibling()) {
            if (before instanceof Element sibling && element.getLocalName().equals(sibling.getLocalName())) {
                position++;
            }
        }
        return position;
    }

    private static @Nullable String column(Element element) {
        Element clause = within(element, "input");
        if (clause == null) {
            clause = within(element, "output");
        }
        for (String kind : new String[] {"input", "output"}) {
            Element cell = within(element, kind + "Entry");
            Element table = within(element, "decisionTable");
            if (clause == null && cell != null && table != null) {
                clause = child(table, kind, position(cell));
            }
        }
        return clause == null ? null : label(clause);
    }

    private static @Nullable Element child(Element parent, String name, int position) {
        int at = 0;
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && name.equals(element.getLocalName()) && ++at == position) {
                return element;
            }
        }
        return null;
    }

    private static @Nullable String label(Element clause) {
        for (String attribute : new String[] {"label", "name"}) {
            if (!clause.getAttribute(attribute).isBlank()) {
                return clause.getAttribute(attribute);
            }
        }
        Element expression = child(clause, "inputExpression", 1);
        Element text = expression == null ? null : child(expression, "text", 1);
        return text == null || text.getTextContent().isBlank()
                ? null
                : text.getTextContent().trim();
    }
}
