package dev.enlist.workflowtask;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another system is asked to do a step. The log stores ids; {@link WorkflowTaskVariableSource} adds the variables that the
 * step names when the event is read, because they may be personal data and the log never changes.
 */
record WorkflowTaskCreated(
        String taskId,
        String workspaceId,
        String enrollmentId,
        String programInstanceId,
        String topic,
        String workflow,
        int workflowVersion,
        String elementId,
        Instant at)
        implements DomainEvent.Published {

    static final String TYPE = "workflow.task_created";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String subject() {
        return taskId;
    }

    @Override
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", taskId);
        data.put("topic", topic);
        data.put("enrollmentId", enrollmentId);
        data.put("programInstanceId", programInstanceId);
        data.put("workflow", workflow);
        data.put("workflowVersion", workflowVersion);
        data.put("elementId", elementId);
        return data;
    }
}
