package dev.enlist.eligibility.document;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelException;
import org.camunda.bpm.model.dmn.DmnModelInstance;

/**
 * Parses DMN. The stock parser fetches the schema locations of a document at each parse and holds a global lock
 * meanwhile. {@link #install} replaces it for every decision engine and for the process engine.
 */
public final class DmnReader {

    static {
        Dmn.INSTANCE = new SecureDmn();
    }

    private DmnReader() {}

    /** Makes every later DMN parse in this JVM one without external access. Call before an engine is built. */
    public static void install() {
        // the class initializer did it
    }

    /**
     * Parses the document.
     *
     * @throws UnreadableXml where it is not well-formed
     * @throws InvalidDmn    where it violates the schema of its DMN edition, with every fault
     */
    public static DmnModelInstance read(String dmn) {
        try {
            return Dmn.readModelFromStream(SecureXml.stream(dmn));
        } catch (DmnModelException e) {
            if (e.getCause() instanceof UnreadableXml unreadable) {
                throw unreadable;
            }
            if (e.getCause() instanceof InvalidDmn invalid) {
                throw invalid;
            }
            throw e;
        }
    }

    /** The document for an engine that takes a stream. */
    public static InputStream stream(String dmn) {
        return SecureXml.stream(dmn);
    }

    private static final class SecureDmn extends Dmn {

        private final SecureDmnParser parser = new SecureDmnParser();

        @Override
        protected DmnModelInstance doReadModelFromFile(File file) {
            try (InputStream dmn = Files.newInputStream(file.toPath())) {
                return parser.parseModelFromStream(dmn);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected DmnModelInstance doReadModelFromInputStream(InputStream dmn) {
            return parser.parseModelFromStream(dmn);
        }

        @Override
        protected DmnModelInstance doCreateEmptyModel() {
            return parser.getEmptyModel();
        }

        @Override
        protected void doValidateModel(DmnModelInstance model) {
            parser.validateModel(model.getDocument());
        }
    }
}
