package dev.enlist.process.engine;

import java.util.List;
import java.util.Set;
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
