package dev.enlist.waitlist;

import dev.enlist.enrollment.WaitlistService;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Submits the first enrollment of each waitlist with free units, each in its own transaction. Two nodes that try the same
 * enrollment lock its row one after the other, and the second finds that it has left the waitlist. An enrollment that cannot
 * be submitted keeps its position and is tried again after 3 seconds.
 */
@Component
class WaitlistJob implements WorkspaceJob {

    static final String KIND = "waitlist";

    private static final Logger log = LoggerFactory.getLogger(WaitlistJob.class);

    private static final Duration RETRY = Duration.ofSeconds(3);

    private final WaitlistService waitlist;
    private final Clock clock;

    WaitlistJob(WaitlistService waitlist, Clock clock) {
        this.waitlist = waitlist;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        boolean moved = false;
        List<String> next = waitlist.next();
        for (String enrollmentId : next) {
            try {
                moved |= waitlist.moveUp(enrollmentId);
            } catch (RuntimeException e) {
                log.warn("Enrollment {} could not be submitted from the waitlist: {}", enrollmentId, e.toString());
            }
        }
        if (moved) {
            return JobOutcome.more();
        }
        // such as of an instance that accepts no applications now
        return next.isEmpty()
                ? JobOutcome.done()
                : JobOutcome.at(clock.instant().plus(RETRY));
    }
}
