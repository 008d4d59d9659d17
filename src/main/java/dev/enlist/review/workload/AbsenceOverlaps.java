package dev.enlist.review.workload;

import dev.enlist.shared.problem.Conflict;

/** The person has another absence on one of these days. */
public final class AbsenceOverlaps extends Conflict {

    AbsenceOverlaps(Absence other) {
        super(
                "absence-overlaps",
                "This person is absent from " + other.details().from() + " to "
                        + other.details().to() + " already. Change that absence, or choose other days.");
    }
}
