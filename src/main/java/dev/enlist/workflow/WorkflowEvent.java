package dev.enlist.workflow;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workflow was created, changed, published or deleted. */
public record WorkflowEvent(String type, String subject, String workspaceId, Instant at, Map<String, Object> data)
        implements DomainEvent.Published {

    static WorkflowEvent of(
            String type, Workflow workflow, String workspaceId, @Nullable Integer publishedVersion, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", workflow.getId());
        data.put("slug", workflow.slug());
        if (publishedVersion != null) {
            data.put("publishedVersion", publishedVersion);
        }
        return new WorkflowEvent(type, workflow.getId(), workspaceId, at, data);
    }
}
