package dev.enlist.process.engine;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** The only beans that an expression in a model can name: our delegates and listeners. */
@Component
class ModelBeanRegistry {

    private final Map<Object, Object> byName = new HashMap<>();

    ModelBeanRegistry(
            Map<String, JavaDelegate> delegates,
            Map<String, ExecutionListener> listeners,
            Map<String, TaskListener> taskListeners) {
        byName.putAll(delegates);
        byName.putAll(listeners);
        byName.putAll(taskListeners);
    }

    Map<Object, Object> byName() {
        return Map.copyOf(byName);
    }
}
