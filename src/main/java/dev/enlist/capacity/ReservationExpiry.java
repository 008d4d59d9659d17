package dev.enlist.capacity;

import dev.enlist.tenancy.WorkspaceWork;
import java.time.Clock;
import org.springframework.stereotype.Component;

/**
 * Gives back what was reserved and not decided about in time. The enrollments stay submitted: their approval takes
 * units anew, where there are any.
 */
@Component
class ReservationExpiry implements WorkspaceWork {

    /** Enrollments in one transaction. */
    private static final int CHUNK = 100;

    private final CapacityLedgerService units;
    private final Clock clock;

    ReservationExpiry(CapacityLedgerService units, Clock clock) {
        this.units = units;
        this.clock = clock;
    }

    @Override
    public boolean workOnNextChunk() {
        return units.expire(CHUNK, clock.instant());
    }
}
