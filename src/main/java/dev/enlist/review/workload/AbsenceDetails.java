package dev.enlist.review.workload;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an absence that callers may set.
 *
 * @param userId the member who is absent
 * @param from   first day, in the time zone of the workspace
 * @param to     last day
 * @param note   text for coordinators
 */
public record AbsenceDetails(
        String userId,
        LocalDate from,
        LocalDate to,
        @Nullable String note,
        ClaimedReviews claimedReviews) {

    /** Whether a day is one of the days of the absence. */
    public boolean includes(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
