package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** Another person has claimed the review. */
public final class ClaimedByOther extends Conflict {

    public ClaimedByOther() {
        super(
                "claimed-by-other",
                "Another person has claimed this task. Ask them to release it, or a coordinator to reassign it.");
    }
}
