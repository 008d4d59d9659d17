package dev.enlist.enrollment;

import dev.enlist.shared.problem.Fault;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of one of many who were to be enrolled. */
public sealed interface Entry {

    /**
     * Enrolled; or, in a rehearsal, would be.
     *
     * @param enrollmentId null in a rehearsal
     * @param status       as it stands when the rules have run
     * @param keys         by what the person is known again within the same rehearsal
     */
    record Created(
            @Nullable String enrollmentId,
            EnrollmentStatus status,
            @Nullable String reason,
            @Nullable String code,
            Set<String> keys)
            implements Entry {}

    /** Was in already, and what is known about the person was brought up to date. */
    record Updated(@Nullable String enrollmentId) implements Entry {}

    /** Was in already, and stays as it is. */
    record Skipped(@Nullable String enrollmentId) implements Entry {}

    /** Was not let in. Pointers are those of the request. */
    record Refused(List<Fault> faults) implements Entry {}
}
