package dev.enlist.review.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which reviews to assign, and to which person.
 *
 * @param fromUserId    all reviews that this person has claimed; null where {@code enrollmentIds} names them
 * @param enrollmentIds the reviews; null where {@code fromUserId} is given
 * @param userId        the new reviewer; null releases the reviews
 * @param reason        text for people, kept in the history of each enrollment
 */
public record ReassignReviews(
        @Nullable String fromUserId,
        @Nullable List<String> enrollmentIds,
        @Nullable String userId,
        @Nullable String reason) {}
