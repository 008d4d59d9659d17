package dev.enlist.enrollment;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Submits the first of each waitlist that has units again, each in a transaction of its own. Two nodes that try the same
 * enrollment take turns at its row, and the second finds that it left the waitlist. One that cannot be submitted keeps its
 * place and is tried again after three seconds.
 */
@Component
class WaitlistJob implements WorkspaceJob {

    static final String KIND = "waitlist";

    private static final Logger log = LoggerFactory.getLogger(WaitlistJob.class);

    private static final Duration RETRY = Duration.ofSeconds(3);

    private final Waitlist waitlist;
    private final Clock clock;

    WaitlistJob(Waitlist waitlist, Clock clock) {
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
                log.warn("Enrollment {} could not be moved up: {}", enrollmentId, e.toString());
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
