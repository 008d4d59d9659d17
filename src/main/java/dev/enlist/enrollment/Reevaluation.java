package dev.enlist.enrollment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Those in flight of one instance, asked again because its criteria changed.
 *
 * @param rules      the version that made it necessary; what decides is the version in force at each moment
 * @param inFlight   {@code reevaluate} or {@code flag}
 * @param cause      {@code published} or {@code instance-changed}
 * @param status     {@code queued, running, completed}
 * @param dueAt      the moment from which the instance follows the new criteria
 * @param total      how many there were to ask when it began
 * @param reopened   turned away before, candidates again
 * @param flagged    noted for a person
 * @param unchanged  of whom the rules think as before, or who cannot come back: the person is in already
 * @param failed     about whom the rules could not be asked
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
