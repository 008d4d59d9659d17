package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The incentive of an enrollment could not be computed; a person has to set it before the approval. */
public class IncentiveUndetermined extends Conflict {

    IncentiveUndetermined(String problem) {
        super(
                "incentive-undetermined",
                problem + " Correct the application or the configuration, or set the amount with a reason.");
    }
}
