package dev.enlist.workflow.run;

import dev.enlist.shared.Actor;
import dev.enlist.workflow.WorkflowRef;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run.
 *
 * @param elementId id of the element in the diagram
 * @param kind      wire name of the kind
 * @param engineId  id of the waiting activity in the engine; null for steps that do not wait
 * @param endedAt   null while it waits
 * @param by        who did it; null for steps that no person did
 * @param outcome   what it led to, such as {@code approve} or {@code completed}; null while it waits
 * @param detail    more in words, such as the reason of a decision
 * @param result    what later steps read; null where there is none
 */
public record WorkflowStep(
        String id,
        String runId,
        String enrollmentId,
        WorkflowRef workflow,
        String elementId,
        String name,
        String kind,
        @Nullable String engineId,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Actor by,
        @Nullable String outcome,
        @Nullable String detail,
        @Nullable Map<String, @Nullable Object> result) {

    public boolean isOpen() {
        return endedAt == null;
    }
}
