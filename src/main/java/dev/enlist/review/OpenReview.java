package dev.enlist.review;

import java.time.Duration;
import java.time.Instant;

/**
 * A task for a person that has just been created.
 *
 * @param reviewTime how long a reviewer may take
 */
public record OpenReview(
        String enrollmentId, String programInstanceId, ReviewKind kind, Instant openedAt, Duration reviewTime) {}
