package dev.enlist.workflow.run;

import dev.enlist.shared.Actor;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.model.WorkflowKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a workflow for one enrollment.
 *
 * @param results    of the steps so far, by name
 * @param decision   {@code approve} or {@code reject} of the last decision step; null while no person decided
 * @param decidedBy  the person of the last decision step
 * @param overridden whether that person approved although the verdict changed
 */
public record WorkflowRun(
        String id,
        String enrollmentId,
        String programInstanceId,
        WorkflowKind kind,
        WorkflowRef workflow,
        Map<String, @Nullable Object> results,
        @Nullable String decision,
        @Nullable String reason,
        @Nullable Actor decidedBy,
        boolean overridden,
        Instant startedAt) {}
