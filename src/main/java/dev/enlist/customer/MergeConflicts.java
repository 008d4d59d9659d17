package dev.enlist.customer;

import dev.enlist.shared.problem.Conflict;
import java.util.List;

/** Two customers cannot be one person as long as both take part in what a person may take part in once. */
public class MergeConflicts extends Conflict {

    MergeConflicts(List<MergeConflict> conflicts) {
        super(
                "merge-conflict",
                "Both customers have enrollments that one person cannot have. End one of each two in 'conflicts', then merge"
                        + " again.");
        with("conflicts", conflicts);
    }
}
