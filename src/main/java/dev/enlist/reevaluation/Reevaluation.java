package dev.enlist.reevaluation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The re-evaluation of the open enrollments of an instance after a change of its criteria.
 *
 * @param rules      version that caused it; the version in force at the time of each evaluation decides
 * @param inFlight   {@code reevaluate} or {@code flag}
 * @param cause      {@code published} or {@code instance-changed}
 * @param status     {@code queued, running, completed}
 * @param dueAt      time from which the new criteria apply to the instance
 * @param total      number of enrollments to evaluate at the start
 * @param reopened   number of ineligible enrollments that became candidates again
 * @param flagged    number of enrollments flagged for a reviewer
 * @param unchanged  number of enrollments with the same verdict, or whose person has another open enrollment
 * @param failed     number of enrollments that could not be evaluated
 */
public record Reevaluation(
        String id,
        String programInstanceId,
        String ruleSet,
        int version,
        String inFlight,
        String cause,
        String status,
        Instant dueAt,
        int total,
        int processed,
        int reopened,
        int flagged,
        int unchanged,
        int failed,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
