package dev.enlist.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * The work that is left after a chunk.
 *
 * @param hasMore whether the next chunk may run at once
 * @param next    when to run the next chunk, within a second if this time has passed; empty with {@code hasMore}, or if
 *                nothing is left
 */
public record JobOutcome(boolean hasMore, Optional<Instant> next) {

    private static final JobOutcome MORE = new JobOutcome(true, Optional.empty());
    private static final JobOutcome DONE = new JobOutcome(false, Optional.empty());
    private static final JobOutcome BUSY = at(Instant.EPOCH);

    /** There may be more to do at once. */
    public static JobOutcome more() {
        return MORE;
    }

    /** Nothing is left; the next signal starts the job again. */
    public static JobOutcome done() {
        return DONE;
    }

    /** Nothing can be done before this time. A signal starts the job earlier. */
    public static JobOutcome at(Instant next) {
        return new JobOutcome(false, Optional.of(next));
    }

    /** {@link #at}, or {@link #done} without a time. */
    public static JobOutcome atOrDone(Optional<Instant> next) {
        return next.map(JobOutcome::at).orElse(DONE);
    }

    /** Other transactions lock the remaining work: check again within a second. */
    public static JobOutcome busy() {
        return BUSY;
    }

    /** {@link #busy} where work is left, or {@link #done}. */
    public static JobOutcome busyIf(boolean isLeft) {
        return isLeft ? BUSY : DONE;
    }
}
