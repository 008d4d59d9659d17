package dev.enlist.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Starts a poll of the scheduler when work of this node is due, instead of up to one second later. Rounds times up to a
 * tenth of a second: it starts at most ten polls per second, with any number of due jobs.
 */
final class PollTimer {

    /** Work that is due later is left to the regular polls. */
    private static final Duration HORIZON = Duration.ofSeconds(5);

    private static final long STEP_MILLIS = 100;

    private final Clock clock;
    private final Runnable poll;
    private final Set<Long> planned = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;

    PollTimer(Clock clock, Runnable poll) {
        this.clock = clock;
        this.poll = poll;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("job-timer-");
        threads.setDaemon(true);
        this.timer = new ScheduledThreadPoolExecutor(1, threads);
        // after the stop another node finds what is due
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
    }

    /** Starts a poll at this time, or at once where it has passed. */
    void pollAt(Instant due) {
        Instant now = clock.instant();
        if (!due.isAfter(now)) {
            poll.run();
        } else if (due.isBefore(now.plus(HORIZON))) {
            long step = due.toEpochMilli() / STEP_MILLIS + 1;
            if (planned.add(step)) {
                timer.schedule(() -> pollAtStep(step), step * STEP_MILLIS - now.toEpochMilli(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void pollAtStep(long step) {
        planned.remove(step);
        poll.run();
    }

    void stop() {
        timer.shutdown();
    }
}
