package dev.enlist.enrollment;

import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of one {@link AdmitCommand}. In a dry run, the result that the command would have. */
public sealed interface AdmissionResult {

    /**
     * Enrolled.
     *
     * @param enrollment null in a dry run
     * @param status     after the rules have run
     * @param keys       by which later chunks of a dry run recognize the person; empty otherwise
     */
    record Created(
            @Nullable Enrollment enrollment,
            EnrollmentStatus status,
            @Nullable String reason,
            @Nullable String code,
            Set<String> keys)
            implements AdmissionResult {

        static Created of(Enrollment enrollment) {
            return new Created(
                    enrollment,
                    enrollment.status(),
                    enrollment.reason().orElse(null),
                    enrollment.code().orElse(null),
                    Set.of());
        }

        public @Nullable String enrollmentId() {
            return enrollment == null ? null : enrollment.getId();
        }
    }

    /**
     * In a dry run only: the rules cannot be evaluated, so the enrollment would stay a candidate with an incident.
     *
     * @param reason why they cannot be evaluated
     * @param keys   as in {@link Created}
     */
    record Undecided(String reason, Set<String> keys) implements AdmissionResult {}

    /**
     * Has an open or approved enrollment, which was updated.
     *
     * @param enrollmentId null in a dry run whose earlier part would create that enrollment
     */
    record Updated(@Nullable String enrollmentId) implements AdmissionResult {}

    /**
     * Has an open or approved enrollment, which was left as it is.
     *
     * @param enrollmentId null where the same batch, or an earlier part of a dry run, creates that enrollment
     */
    record Skipped(@Nullable String enrollmentId) implements AdmissionResult {}

    /**
     * Not enrolled.
     *
     * @param problem as a single request would be refused
     * @param faults  the same, with pointers into the command
     */
    record Refused(Problem problem, List<Fault> faults) implements AdmissionResult {

        static Refused of(Problem problem) {
            return new Refused(problem, problem.faults());
        }
    }
}
