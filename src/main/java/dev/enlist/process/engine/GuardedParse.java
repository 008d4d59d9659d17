package dev.enlist.process.engine;

import dev.enlist.shared.xml.SecureXml;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.shared.xml.XmlDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;

/**
 * Checks a model with {@link ModelGuard} before the engine parses it. A parse listener would be too late: the engine
 * instantiates form handlers from class names during the parse.
 *
 * <p>Engine internals: the parser has no other place between reading the XML and instantiating what it names.
 */
class GuardedParse extends BpmnParse {

    private final Set<Object> delegates;

    GuardedParse(BpmnParser parser, Set<Object> delegates) {
        super(parser);
        this.delegates = delegates;
    }

    /** The stock parser fetches the schema locations of a model; they are removed before the parse. */
    @Override
    public BpmnParse execute() {
        try (InputStream model = streamSource.getInputStream()) {
            String text = XmlDecoder.decode(model.readAllBytes(), null);
            if (text.contains("chemaLocation")) {
                text = SecureXml.write(SecureXml.document(SecureXml.stream(text)));
            }
            streamSource = null;
            sourceInputStream(SecureXml.stream(text));
        } catch (UnreadableXml e) {
            throw new ProcessEngineException("Refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.execute();
    }

    /**
     * The engine reads its own schemas from its archive, nested in ours, and resolves references between them by
     * relative addresses.
     */
    @Override
    protected String resolveAccessExternalSchemaProperty() {
        return "file,nested";
    }

    @Override
    protected void parseRootElement() {
        List<ModelGuard.Fault> faults = ModelGuard.faults(rootElement, delegates);
        if (faults.isEmpty()) {
            super.parseRootElement();
        }
        // the caller throws all errors together
        faults.forEach(fault -> addError(fault.message(), fault.element()));
    }
}
