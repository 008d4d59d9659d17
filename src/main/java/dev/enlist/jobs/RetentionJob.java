package dev.enlist.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes rows of a workspace after their retention time. Runs every six hours while the workspace has such rows, and
 * not at all if it has none.
 */
public abstract class RetentionJob implements WorkspaceJob {

    /** Rows deleted by one statement. */
    private static final int BATCH = 10_000;

    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration DELAY = Duration.ofHours(1);

    private final Clock clock;

    protected RetentionJob(Clock clock) {
        this.clock = clock;
    }

    /** How long rows are kept. */
    protected abstract Duration keep();

    /**
     * Deletes at most this number of rows that are older than a time, in one transaction; returns how many it deleted.
     */
    protected abstract int deleteOlderThan(Instant before, int most);

    /** Whether rows exist that will be deleted later. */
    protected abstract boolean isAnyLeft();

    /** Delays the start after a signal: rows that were just added expire later than this. */
    @Override
    public Duration delay() {
        return DELAY;
    }

    @Override
    public final JobOutcome runChunk() {
        Instant now = clock.instant();
        if (deleteOlderThan(now.minus(keep()), BATCH) == BATCH) {
            return JobOutcome.more();
        }
        return isAnyLeft() ? JobOutcome.at(now.plus(EVERY)) : JobOutcome.done();
    }
}
