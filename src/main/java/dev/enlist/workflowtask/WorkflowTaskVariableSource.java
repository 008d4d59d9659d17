package dev.enlist.workflowtask;

import dev.enlist.events.EventSupplement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Adds the variables that a step names to its event. After the erasure of the person there are none. */
@Component
class WorkflowTaskVariableSource implements EventSupplement {

    private final WorkflowTaskRepository tasks;

    WorkflowTaskVariableSource(WorkflowTaskRepository tasks) {
        this.tasks = tasks;
    }

    @Override
    public String type() {
        return WorkflowTaskCreated.TYPE;
    }

    @Override
    public Map<String, Object> absent() {
        return Map.of("variables", Map.of());
    }

    @Override
    public Map<String, Map<String, Object>> members(Collection<String> subjects) {
        Map<String, Map<String, Object>> members = new HashMap<>();
        tasks.findByIdIn(subjects).forEach(task -> members.put(task.getId(), Map.of("variables", task.variables())));
        return members;
    }
}
