package dev.enlist.capacity;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Releases reservations whose enrollment was not decided in time. The enrollments stay submitted. Their approval takes
 * units again, if any are available.
 */
@Component
class ReservationExpiryJob implements WorkspaceJob {

    static final String KIND = "reservation-expiry";

    /** Enrollments in one transaction. */
    private static final int CHUNK = 100;

    private final CapacityLedgerService units;
    private final Clock clock;

    ReservationExpiryJob(CapacityLedgerService units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        return units.expire(CHUNK, clock.instant()) ? JobOutcome.more() : JobOutcome.atOrDone(units.nextExpiry());
    }
}
