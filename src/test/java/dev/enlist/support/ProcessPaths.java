package dev.enlist.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Records the activities that each process enters, after a test calls {@link #record}. The engine keeps no history, and
 * a process that ends in the transaction of its start leaves no rows.
 */
@TestComponent
@Order(Ordered.LOWEST_PRECEDENCE)
public class ProcessPaths extends AbstractProcessEnginePlugin {

    private final Map<String, List<String>> paths = new ConcurrentHashMap<>();
    private volatile boolean recording;

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.getCustomPreBPMNParseListeners().add(new Listeners());
    }

    /** Records until {@link #stop}. */
    public void record() {
        paths.clear();
        recording = true;
    }

    public void stop() {
        recording = false;
    }

    /** Ids of the activities entered since {@link #record}, in their order, by the process of this business key. */
    public List<String> of(String businessKey) {
        return List.copyOf(paths.getOrDefault(businessKey, List.of()));
    }

    private void enter(DelegateExecution execution) {
        if (recording && execution.getProcessBusinessKey() != null) {
            paths.computeIfAbsent(execution.getProcessBusinessKey(), key -> new ArrayList<>())
                    .add(execution.getCurrentActivityId());
        }
    }

    private final class Listeners extends AbstractBpmnParseListener {

        private void record(ActivityImpl activity) {
            activity.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) ProcessPaths.this::enter);
        }

        @Override
        public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseExclusiveGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseEventBasedGateway(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }

        @Override
        public void parseIntermediateCatchEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
            record(activity);
        }
    }
}
