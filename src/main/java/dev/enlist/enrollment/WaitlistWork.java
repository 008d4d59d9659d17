package dev.enlist.enrollment;

import dev.enlist.tenancy.WorkspaceWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Moves people up, each in a transaction of its own. Two nodes that try the same one take turns at its row, and the
 * second finds it gone from the line. Whoever cannot be moved keeps the place, and is tried again with the next round.
 */
@Component
class WaitlistWork implements WorkspaceWork {

    private static final Logger log = LoggerFactory.getLogger(WaitlistWork.class);

    private final Waitlist waitlist;

    WaitlistWork(Waitlist waitlist) {
        this.waitlist = waitlist;
    }

    @Override
    public boolean workOnNextChunk() {
        boolean moved = false;
        for (String enrollmentId : waitlist.next()) {
            try {
                moved |= waitlist.moveUp(enrollmentId);
            } catch (RuntimeException e) {
                log.warn("Enrollment {} could not be moved up: {}", enrollmentId, e.toString());
            }
        }
        return moved;
    }
}
