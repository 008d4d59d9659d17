package dev.enlist.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The enrollments that an activity is for. All members that are given must hold.
 *
 * @param status approved where null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ActivityAudience(
        @Nullable List<String> status,
        @Nullable String state,
        @Nullable String tag,
        @Nullable String manufacturer,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo) {

    /** All approved enrollments. */
    public static final ActivityAudience APPROVED = new ActivityAudience(null, null, null, null, null, null);

    EnrollmentFilter filter() {
        List<EnrollmentStatus> statuses = status == null || status.isEmpty()
                ? List.of(EnrollmentStatus.APPROVED)
                : status.stream()
                        .map(wire -> EnrollmentStatus.ofWire(wire).orElseThrow())
                        .toList();
        return new EnrollmentFilter(statuses, state, tag, manufacturer, createdFrom, createdTo, null, null);
    }
}
