package dev.enlist.capacity;

import dev.enlist.shared.problem.Conflict;

/**
 * A pool that the enrollment would draw from has too few units left, or other enrollments are ahead on its waitlist.
 */
public class CapacityExhausted extends Conflict {

    public CapacityExhausted(CapacityPool pool) {
        super("capacity-exhausted", detail(pool));
        with("poolId", pool.id());
        with("limit", CapacityPool.plain(pool.limit()));
        with("reserved", CapacityPool.plain(pool.reserved()));
        with("committed", CapacityPool.plain(pool.committed()));
        with("available", CapacityPool.plain(pool.available()));
    }

    private static String detail(CapacityPool pool) {
        String whose =
                switch (pool.owner().kind()) {
                    case INSTANCE -> "of this program instance";
                    case CAMPAIGN -> "of the campaign";
                    case SEGMENT -> "of this person's segment";
                };
        return pool.fits() ? "Others wait for the capacity " + whose + "." : "The capacity " + whose + " is exhausted.";
    }
}
