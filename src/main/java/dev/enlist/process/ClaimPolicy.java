package dev.enlist.process;

import dev.enlist.shared.problem.Conflict;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/** A claimed task may be completed only by the person who claimed it; an unclaimed task by every reviewer. */
public final class ClaimPolicy {

    private ClaimPolicy() {}

    /** 409 {@code claimed-by-other}: another person has claimed the task. */
    public static final class ClaimedByOther extends Conflict {

        public ClaimedByOther() {
            super(
                    "claimed-by-other",
                    "Another person has claimed this task. Ask them to release it, or a coordinator to reassign it.");
        }
    }

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
