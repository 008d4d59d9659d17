package dev.enlist.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes rows of a workspace that are older than they are kept. Runs every six hours while the workspace has such rows,
 * and not at all in one that has none.
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

    /** Deletes at most so many rows from before, in one transaction; returns how many it deleted. */
    protected abstract int deleteOlderThan(Instant before, int most);

    /** Whether rows are left that will be deleted some day. */
    protected abstract boolean isAnyLeft();

    /** New rows need no look before this. */
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
