package dev.enlist.capacity;

import dev.enlist.shared.Money;
import dev.enlist.shared.problem.Conflict;
import java.math.BigDecimal;

/**
 * A pool that the enrollment would draw from has too few units left, or other enrollments are ahead on its waitlist.
 */
public class CapacityExhausted extends Conflict {

    /**
     * @param pool   the pool in the way
     * @param needed units that the enrollment needs of it
     */
    public CapacityExhausted(CapacityPool pool, BigDecimal needed) {
        super(
                "capacity-exhausted",
                pool.terms().model() == PricingModel.BUDGET ? ofBudget(pool, needed) : detail(pool));
        with("poolId", pool.id());
        with("limit", CapacityPool.plain(pool.limit()));
        with("reserved", CapacityPool.plain(pool.reserved()));
        with("committed", CapacityPool.plain(pool.committed()));
        with("available", CapacityPool.plain(pool.available()));
    }

    private static String ofBudget(CapacityPool pool, BigDecimal needed) {
        String currency = String.valueOf(pool.terms().currency());
        String left = Money.rounded(pool.available(), currency).text();
        return pool.available().compareTo(needed) >= 0
                ? "Others wait for the budget " + whose(pool) + "."
                : "The budget " + whose(pool) + " has " + left + " left; this enrollment needs "
                        + new Money(needed, currency).text() + ".";
    }

    private static String whose(CapacityPool pool) {
        return switch (pool.owner().kind()) {
            case INSTANCE -> "of this program instance";
            case CAMPAIGN -> "of the campaign";
            case SEGMENT -> "of this person's segment";
        };
    }

    private static String detail(CapacityPool pool) {
        String whose = whose(pool);
        return pool.fits() ? "Others wait for the capacity " + whose + "." : "The capacity " + whose + " is exhausted.";
    }
}
