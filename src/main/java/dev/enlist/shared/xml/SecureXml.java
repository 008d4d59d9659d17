package dev.enlist.shared.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads XML that others wrote. No reader made here opens a file or a connection: document types, entities, schema
 * locations and inclusions are off, in the properties of JAXP and by refusing what asks for them. Every class that
 * reads XML takes its reader from here.
 */
public final class SecureXml {

    /** Elements within each other; models take a time that grows with the square of it. */
    public static final int DEEPEST_ELEMENT = 100;

    private static final int MOST_FAULTS = 20;
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

    private SecureXml() {}

    /** A pull reader that resolves nothing. */
    public static XMLStreamReader streamReader(InputStream document) throws XMLStreamException {
        return factory().createXMLStreamReader(document);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("It refers to " + systemId + ", and nothing outside a document is read.");
        });
        return factory;
    }

    /**
     * Refuses a document that is not well-formed, is nested too deeply, or asks its reader to open something else.
     *
     * @throws UnreadableXml naming every such place by its line
     */
    public static void check(String document) {
        if (document.isBlank()) {
            throw new UnreadableXml("The document is empty.");
        }
        List<String> faults = new ArrayList<>();
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(document));
            int depth = 0;
            while (reader.hasNext() && faults.size() < MOST_FAULTS) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new UnreadableXml("Line " + reader.getLocation().getLineNumber()
                            + ": a document type (<!DOCTYPE …>) can make a reader open other files; remove it.");
                }
                String fault =
                        switch (event) {
                            case XMLStreamConstants.ENTITY_REFERENCE ->
                                "the entity &" + reader.getLocalName() + "; is not known; write the character itself.";
                            case XMLStreamConstants.START_ELEMENT -> outside(reader);
                            default -> null;
                        };
                if (fault != null) {
                    faults.add("Line " + reader.getLocation().getLineNumber() + ": " + fault);
                }
                if (event == XMLStreamConstants.START_ELEMENT && ++depth > DEEPEST_ELEMENT) {
                    throw new UnreadableXml("Line " + reader.getLocation().getLineNumber()
                            + ": its elements are nested more than " + DEEPEST_ELEMENT + " deep.");
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        } catch (XMLStreamException e) {
            faults.add(malformed(e));
        }
        if (!faults.isEmpty()) {
            throw new UnreadableXml(faults);
        }
    }

    private static @Nullable String outside(XMLStreamReader element) {
        if (XINCLUDE.equals(element.getNamespaceURI())) {
            return "the element " + element.getLocalName() + " includes another document; remove it.";
        }
        for (int i = 0; i < element.getAttributeCount(); i++) {
            if (isLocation(element.getAttributeNamespace(i), element.getAttributeLocalName(i))) {
                return "the attribute " + element.getAttributeLocalName(i)
                        + " names a schema to be fetched; remove it. The schemas of DMN and BPMN are known.";
            }
        }
        return null;
    }

    private static boolean isLocation(@Nullable String namespace, @Nullable String name) {
        return XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(namespace)
                && ("schemaLocation".equals(name) || "noNamespaceSchemaLocation".equals(name));
    }

    private static String malformed(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        // the stock message begins with two lines of its own about the place
        int words = message.indexOf("Message: ");
        String what = words < 0 ? message : message.substring(words + "Message: ".length());
        return "Line %d, column %d: this is not well-formed XML. %s"
                .formatted(
                        e.getLocation() == null ? 1 : e.getLocation().getLineNumber(),
                        e.getLocation() == null ? 1 : e.getLocation().getColumnNumber(),
                        what);
    }

    /**
     * The document as a tree, its attributes {@code id} known as ids. Schema locations are left out of it, so that
     * nothing that works on the tree can follow them.
     *
     * @throws UnreadableXml where it is not well-formed or has a document type
     */
    public static Document document(InputStream xml) {
        try {
            DocumentBuilder builder = documentBuilder();
            Document document = builder.parse(xml);
            prepare(document.getDocumentElement());
            return document;
        } catch (SAXParseException e) {
            throw new UnreadableXml("Line %d, column %d: this is not well-formed XML. %s"
                    .formatted(e.getLineNumber(), e.getColumnNumber(), e.getMessage()));
        } catch (SAXException | IOException e) {
            throw new UnreadableXml("This is not well-formed XML. " + e.getMessage());
        }
    }

    private static DocumentBuilder documentBuilder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("It refers to " + systemId + ", and nothing outside a document is read.");
            });
            builder.setErrorHandler(new Throwing());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The parser of the JDK cannot be kept from reading other files", e);
        }
    }

    private static void prepare(Element element) {
        for (int i = element.getAttributes().getLength() - 1; i >= 0; i--) {
            Node attribute = element.getAttributes().item(i);
            if (isLocation(attribute.getNamespaceURI(), attribute.getLocalName())) {
                element.removeAttributeNode((org.w3c.dom.Attr) attribute);
            }
        }
        if (element.hasAttribute("id")) {
            element.setIdAttribute("id", true);
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                prepare(inner);
            }
        }
    }

    /** The tree as text, declared as UTF-8. */
    public static String write(Document document) {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
            StringWriter text = new StringWriter();
            document.setXmlStandalone(true);
            factory.newTransformer().transform(new DOMSource(document), new StreamResult(text));
            return XmlDecoder.withoutEncoding(text.toString());
        } catch (TransformerException e) {
            throw new IllegalStateException("A tree that was read cannot be written", e);
        }
    }

    /** The text as bytes that a reader takes for what they are. */
    public static InputStream stream(String document) {
        return new ByteArrayInputStream(
                XmlDecoder.withoutEncoding(document).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The stock handler writes to the console. */
    private static final class Throwing implements ErrorHandler {

        @Override
        public void warning(SAXParseException e) {
            // a warning keeps nothing from being read
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
