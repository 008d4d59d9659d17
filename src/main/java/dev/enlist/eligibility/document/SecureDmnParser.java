package dev.enlist.eligibility.document;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.camunda.bpm.model.dmn.DmnModelException;
import org.camunda.bpm.model.dmn.impl.DmnModelInstanceImpl;
import org.camunda.bpm.model.dmn.impl.DmnParser;
import org.camunda.bpm.model.xml.ModelValidationException;
import org.camunda.bpm.model.xml.impl.instance.DomDocumentImpl;
import org.camunda.bpm.model.xml.instance.DomDocument;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;

/**
 * Replaces the parsing of the stock DMN parser: builds the tree with {@link SecureXml}, validates it once against the
 * schema of its edition, and takes no lock.
 *
 * <p>Engine internals: the stock parser has no setting that keeps it from fetching schema locations, and only a subclass
 * can build the model of a tree that was parsed elsewhere.
 */
final class SecureDmnParser extends DmnParser {

    private static final int MOST_FAULTS = 100;
    private static final Pattern REPETITION =
            Pattern.compile("cvc-(attribute\\.3|type\\.3\\.1\\.3|complex-type\\.2\\.2)\\b");
    private static final String CURRENT_ELEMENT = "http://apache.org/xml/properties/dom/current-element-node";
    private static final String LANGUAGE = "http://apache.org/xml/properties/locale";

    /** In bytes of documents. */
    private static final long MOST_REMEMBERED = 16_000_000;

    /**
     * Documents that the schema allows. A published version is parsed when it is checked, when it is deployed, by the
     * engine that deploys it and by each engine that evaluates it; the shipped tables are deployed in every new workspace.
     * Validation takes more than half of the time of each parse. Their digests would take less memory; with the first
     * compiler alone, as tests and {@code spring-boot:run} have it, SHA-256 takes nearly as long as the parser.
     */
    private final Set<ByteBuffer> valid = Collections.newSetFromMap(Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((ByteBuffer document, Boolean yes) -> document.remaining())
            .<ByteBuffer, Boolean>build()
            .asMap());

    @Override
    public DmnModelInstanceImpl parseModelFromStream(InputStream dmn) {
        try {
            byte[] content = dmn.readAllBytes();
            Document tree = SecureXml.document(new ByteArrayInputStream(content));
            trim(tree.getDocumentElement());
            DomDocument document = new DomDocumentImpl(tree);
            ByteBuffer key = ByteBuffer.wrap(content);
            if (!valid.contains(key)) {
                validateModel(document);
                valid.add(key);
            }
            return createModelInstance(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableXml | InvalidDmn e) {
            // the exception type that the engines expect of their parser
            throw new DmnModelException(e.getMessage(), e);
        }
    }

    /** Trims these texts: the schema allows surrounding blanks, and the stock parser removed them during validation. */
    private static void trim(Element element) {
        for (String name : List.of("id", "expressionLanguage", "typeLanguage")) {
            if (element.hasAttribute(name)) {
                element.setAttribute(name, element.getAttribute(name).trim());
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                trim(inner);
            }
        }
    }

    @Override
    public DmnModelInstanceImpl getEmptyModel() {
        return createModelInstance(org.camunda.bpm.model.xml.impl.util.DomUtil.getEmptyDocument(
                javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance()));
    }

    @Override
    public void validateModel(DomDocument document) {
        String namespace = document.getRootElement() == null
                ? null
                : document.getRootElement().getNamespaceURI();
        Schema schema = namespace == null ? null : schemas.get(namespace);
        if (schema == null) {
            throw new InvalidDmn(List.of(new InvalidDmn.Fault(null, null, unknownEdition(document, namespace))));
        }
        Faults faults = new Faults(validator(schema));
        try {
            faults.validator.validate(document.getDomSource());
        } catch (SAXException e) {
            faults.add(e);
        } catch (IOException e) {
            throw new ModelValidationException("A tree in memory could not be validated", e);
        }
        if (!faults.found.isEmpty()) {
            throw new InvalidDmn(faults.found);
        }
    }

    private static String unknownEdition(DomDocument document, @Nullable String namespace) {
        String root = document.getRootElement() == null
                ? "none"
                : document.getRootElement().getLocalName();
        return "This is no DMN document: its first element is " + root
                + (namespace == null || namespace.isEmpty() ? " without a namespace" : " of " + namespace)
                + ". DMN 1.1 to 1.5 are read; the first element of DMN 1.3 is <definitions"
                + " xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\">.";
    }

    private static Validator validator(Schema schema) {
        try {
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setProperty(LANGUAGE, Locale.ENGLISH);
            validator.setResourceResolver((type, uri, publicId, systemId, base) -> {
                throw new IllegalStateException("A DMN document must not refer to external resources");
            });
            return validator;
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            throw new IllegalStateException("The validator of the JDK cannot be kept from reading other files", e);
        }
    }

    /** Collects the faults, each with its cell. */
    private static final class Faults implements ErrorHandler {

        private final Validator validator;
        private final List<InvalidDmn.Fault> found = new ArrayList<>();

        Faults(Validator validator) {
            this.validator = validator;
            validator.setErrorHandler(this);
        }

        private void add(SAXException e) {
            String message = String.valueOf(e.getMessage());
            // the validator reports a fault first for the value, then again for its attribute or element
            boolean isRepetition =
                    !found.isEmpty() && REPETITION.matcher(message).lookingAt();
            if (found.size() < MOST_FAULTS && !isRepetition) {
                found.add(SchemaMessages.fault(message, element()));
            }
        }

        private @Nullable Element element() {
            try {
                return validator.getProperty(CURRENT_ELEMENT) instanceof Element element ? element : null;
            } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
                // other JDKs provide no location
                return null;
            }
        }

        @Override
        public void warning(SAXParseException e) {
            // a warning does not prevent parsing
        }

        @Override
        public void error(SAXParseException e) {
            add(e);
        }

        @Override
        public void fatalError(SAXParseException e) {
            add(e);
        }
    }
}
