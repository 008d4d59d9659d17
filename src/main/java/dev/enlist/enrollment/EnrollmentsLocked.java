package dev.enlist.enrollment;

import java.util.List;

/**
 * This transaction has locked enrollments and will lock capacity pools. Listeners lock now what they change with the
 * enrollments, in the order of their ids: nothing else is locked after the pools.
 *
 * @param all enrollments with an incentive
 */
public record EnrollmentsLocked(List<Locked> all) {

    /** One locked enrollment. */
    public record Locked(String enrollmentId, String programInstanceId) {

        static Locked of(Enrollment enrollment) {
            return new Locked(enrollment.getId(), enrollment.programInstanceId());
        }
    }

    public EnrollmentsLocked {
        all = List.copyOf(all);
    }

    public List<String> enrollmentIds() {
        return all.stream().map(Locked::enrollmentId).toList();
    }
}
