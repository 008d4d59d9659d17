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
 * Holds a model against {@link ModelGuard} before the engine makes anything of it. A parse listener would come
 * too late: the engine makes form handlers of the classes that a model names while it still reads.
 */
class GuardedParse extends BpmnParse {

    private final Set<Object> delegates;

    GuardedParse(BpmnParser parser, Set<Object> delegates) {
        super(parser);
        this.delegates = delegates;
    }

    /** The stock parser fetches the schema locations that a model names; here they are left out before it reads. */
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

    /** The engine reads its own schemas from its archive, which lies in ours, and one from the other by a relative address. */
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
        // thrown by whoever called, all together
        faults.forEach(fault -> addError(fault.message(), fault.element()));
    }
}
