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

/** Where an enrollment stands; lower case on the wire. The table of moves is the only one there is. */
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

    /** Those that keep a person from enrolling again in the same instance. */
    public static final List<EnrollmentStatus> OPEN = List.of(CANDIDATE, ELIGIBLE, SUBMITTED, APPROVED);

    /** {@link #OPEN} as a list of SQL literals in parentheses, which the partial indexes need in order to be used. */
    public static final String OPEN_SQL =
            OPEN.stream().map(status -> "'" + status.wire() + "'").collect(Collectors.joining(", ", "(", ")"));

    public boolean mayBecome(EnrollmentStatus next) {
        return NEXT.get(this).contains(next);
    }

    /** What may follow, in the order of the life cycle. */
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
