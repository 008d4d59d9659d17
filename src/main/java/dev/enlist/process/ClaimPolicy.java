package dev.enlist.process;

import dev.enlist.enrollment.ClaimedByOther;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * A claimed task may be completed only by the person who claimed it; an unclaimed task by every reviewer. For reviews of
 * enrollments the enrollment itself holds the claim; this policy refuses earlier, and covers the tasks of other models.
 */
public final class ClaimPolicy {

    private ClaimPolicy() {}

    /**
     * @param userId the engine's id of the acting person; null for an API key
     * @throws ClaimedByOther where another person has claimed the task
     */
    public static void requireUnclaimedOrClaimedBy(Task task, @Nullable String userId) {
        if (task.getAssignee() != null && !task.getAssignee().equals(userId)) {
            throw new ClaimedByOther();
        }
    }
}
