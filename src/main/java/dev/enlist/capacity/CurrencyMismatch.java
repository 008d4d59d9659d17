package dev.enlist.capacity;

import dev.enlist.shared.problem.Conflict;

/** An enrollment would draw from a budget in another currency than that of its incentive. */
public class CurrencyMismatch extends Conflict {

    CurrencyMismatch(CapacityPool pool, String currency) {
        super(
                "currency-mismatch",
                "The incentive is in " + currency + ", and a budget of this program in "
                        + pool.terms().currency() + ". Configure both in one currency.");
        with("poolId", pool.id());
    }
}
