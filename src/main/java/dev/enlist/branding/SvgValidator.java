package dev.enlist.branding;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Accepts SVG pictures of shapes, text and gradients. Removes what drawing programs add for themselves, and refuses what
 * acts or loads: scripts, handlers of events, links, animations, embedded pages and pictures, references outside.
 */
@Component
class SvgValidator {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final String XML = "http://www.w3.org/XML/1998/namespace";

    private static final Set<String> ELEMENTS = Set.of(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "style",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "text",
            "tspan",
            "textPath",
            "linearGradient",
            "radialGradient",
            "stop",
            "pattern",
            "clipPath",
            "mask",
            "marker",
            "switch",
            "filter",
            "feBlend",
            "feColorMatrix",
            "feComposite",
            "feFlood",
            "feGaussianBlur",
            "feMerge",
            "feMergeNode",
            "feOffset");

    /** Of no use in a picture; removed. */
    private static final Set<String> REMOVED = Set.of("metadata");

    private static final int MAX_ELEMENTS = 5_000;
    private static final int MAX_FAULTS = 5;

    /** Text of a style or an attribute that loads something, or hides such text in escapes. */
    private static final Pattern LOADS =
            Pattern.compile("(?i)\\\\|expression\\s*\\(|javascript:|url\\s*\\(\\s*['\"]?\\s*(?!#|['\"]|\\s)");

    private static final Pattern NUMBERS = Pattern.compile("[\\s,]+");
    private static final Pattern LENGTH = Pattern.compile("([0-9]*\\.?[0-9]+)(px)?");

    /**
     * @return the picture without what was removed
     * @throws LogoRefused naming each part that a logo must not contain
     */
    LogoImage validate(byte[] content) {
        Document document = parse(content);
        Element root = document.getDocumentElement();
        if (!SVG.equals(root.getNamespaceURI()) || !"svg".equals(root.getLocalName())) {
            throw LogoRefused.notSupported();
        }
        List<String> faults = new ArrayList<>();
        int[] elements = {0};
        clean(root, faults, elements);
        if (elements[0] > MAX_ELEMENTS) {
            throw LogoRefused.unusable(
                    "The picture has more than " + MAX_ELEMENTS + " elements. Save a simpler one, or a PNG picture.");
        }
        nestedUses(document, faults);
        if (!faults.isEmpty()) {
            throw LogoRefused.unusable("The picture contains "
                    + String.join(
                            ", ", faults.stream().distinct().limit(MAX_FAULTS).toList())
                    + ". A logo consists of shapes and text only: remove this, or save the logo as PNG.");
        }
        int[] size = size(root)
                .orElseThrow(
                        () -> LogoRefused.unusable(
                                "The picture states no size: give its first element a viewBox, or width and height in pixels."));
        return new LogoImage(
                LogoFormat.SVG, size[0], size[1], SecureXml.write(document).getBytes(StandardCharsets.UTF_8));
    }

    private static Document parse(byte[] content) {
        try {
            return SecureXml.document(new ByteArrayInputStream(content));
        } catch (UnreadableXml e) {
            throw LogoRefused.unusable("The SVG picture cannot be read. " + String.join(" ", e.faults())
                    + (new String(content, StandardCharsets.UTF_8).contains("<!DOCTYPE")
                            ? " Remove the line that begins with <!DOCTYPE."
                            : ""));
        }
    }

    private static void clean(Element element, List<String> faults, int[] elements) {
        elements[0]++;
        attributes(element, faults);
        if ("style".equals(element.getLocalName()) && loads(element.getTextContent(), true)) {
            faults.add("a style that loads something");
        }
        Node child = element.getFirstChild();
        while (child != null) {
            Node next = child.getNextSibling();
            if (child instanceof Element inner) {
                if (!SVG.equals(inner.getNamespaceURI()) || REMOVED.contains(inner.getLocalName())) {
                    element.removeChild(inner);
                } else if (!ELEMENTS.contains(inner.getLocalName())) {
                    faults.add("the element <" + inner.getLocalName() + ">");
                } else {
                    clean(inner, faults, elements);
                }
            } else if (child.getNodeType() == Node.COMMENT_NODE
                    || child.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
                element.removeChild(child);
            }
            child = next;
        }
    }

    private static void attributes(Element element, List<String> faults) {
        for (int i = element.getAttributes().getLength() - 1; i >= 0; i--) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            String namespace = attribute.getNamespaceURI();
            String name =
                    String.valueOf(attribute.getLocalName() == null ? attribute.getName() : attribute.getLocalName());
            if (XMLNS.equals(namespace)) {
                continue;
            }
            if (namespace != null && !XLINK.equals(namespace) && !XML.equals(namespace)) {
                element.removeAttributeNode(attribute);
                continue;
            }
            fault(name, attribute.getValue()).ifPresent(faults::add);
        }
    }

    private static Optional<String> fault(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("on")) {
            return Optional.of("the event handler " + name);
        }
        if (lower.equals("base") || lower.equals("href") && !value.strip().startsWith("#")) {
            return Optional.of("a reference to something outside the picture (" + name + ")");
        }
        return loads(value, lower.equals("style"))
                ? Optional.of("an attribute that loads something (" + name + ")")
                : Optional.empty();
    }

    /** Rules that begin with an at sign import other styles and fonts. */
    private static boolean loads(String text, boolean isStyle) {
        return LOADS.matcher(text).find() || isStyle && text.indexOf('@') >= 0;
    }

    /** Copies of copies grow without end: few bytes could keep a browser busy for hours. */
    private static void nestedUses(Document document, List<String> faults) {
        var uses = document.getElementsByTagNameNS(SVG, "use");
        for (int i = 0; i < uses.getLength(); i++) {
            Element use = (Element) uses.item(i);
            String href = use.hasAttribute("href") ? use.getAttribute("href") : use.getAttributeNS(XLINK, "href");
            Element target =
                    href.length() > 1 ? document.getElementById(href.strip().substring(1)) : null;
            if (target != null
                    && ("use".equals(target.getLocalName())
                            || target.getElementsByTagNameNS(SVG, "use").getLength() > 0)) {
                faults.add("a <use> of another <use>");
            }
        }
    }

    private static Optional<int[]> size(Element root) {
        String[] box = NUMBERS.split(root.getAttribute("viewBox").strip());
        Optional<int[]> ofBox = box.length == 4 ? pair(box[2], box[3]) : Optional.empty();
        return ofBox.or(() -> pair(root.getAttribute("width"), root.getAttribute("height")));
    }

    private static Optional<int[]> pair(String width, String height) {
        Integer w = pixels(width);
        Integer h = pixels(height);
        return w == null || h == null ? Optional.empty() : Optional.of(new int[] {w, h});
    }

    private static @Nullable Integer pixels(String length) {
        var number = LENGTH.matcher(length.strip());
        if (!number.matches() || number.group(1).length() > 10) {
            return null;
        }
        return (int) Math.min(1_000_000, Math.round(Double.parseDouble(number.group(1))));
    }
}
