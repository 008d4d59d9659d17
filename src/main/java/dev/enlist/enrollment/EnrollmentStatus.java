package dev.enlist.enrollment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Status of an enrollment, in lower case on the wire. Has the only table of transitions. */
public enum EnrollmentStatus {
    CANDIDATE,
    ELIGIBLE,
    INELIGIBLE,
    SUBMITTED,
    APPROVED,
    REJECTED,
    UNENROLLED;

    private static final Map<EnrollmentStatus, Set<EnrollmentStatus>> NEXT = new EnumMap<>(Map.of(
            CANDIDATE, EnumSet.of(ELIGIBLE, INELIGIBLE),
            ELIGIBLE, EnumSet.of(CANDIDATE, SUBMITTED),
            INELIGIBLE, EnumSet.of(CANDIDATE),
            SUBMITTED, EnumSet.of(APPROVED, REJECTED),
            APPROVED, EnumSet.of(UNENROLLED),
            REJECTED, EnumSet.of(CANDIDATE),
            UNENROLLED, EnumSet.noneOf(EnrollmentStatus.class)));

    /** The statuses that prevent a person from enrolling in the same instance again. */
    public static final List<EnrollmentStatus> OPEN = List.of(CANDIDATE, ELIGIBLE, SUBMITTED, APPROVED);

    /** {@link #OPEN} as a list of SQL literals in parentheses, which the partial indexes need in order to be used. */
    public static final String OPEN_SQL =
            OPEN.stream().map(status -> "'" + status.wire() + "'").collect(Collectors.joining(", ", "(", ")"));

    public boolean mayBecome(EnrollmentStatus next) {
        return NEXT.get(this).contains(next);
    }

    /** The allowed next statuses, in the order of the life cycle. */
    public List<EnrollmentStatus> allowedTransitions() {
        return List.copyOf(NEXT.get(this));
    }

    /** Whether a process is under way for an enrollment in this status. */
    public boolean isOpen() {
        return OPEN.contains(this);
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EnrollmentStatus> ofWire(@Nullable String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire().equals(wire))
                .findFirst();
    }
}
