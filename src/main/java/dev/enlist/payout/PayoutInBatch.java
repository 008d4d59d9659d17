package dev.enlist.payout;

import dev.enlist.shared.problem.Conflict;

/** A payment of the enrollment is being made, so its amount cannot change now. */
public class PayoutInBatch extends Conflict {

    PayoutInBatch(Payout payout) {
        super(
                "payout-in-batch",
                "A payout of " + payout.money().text() + " is "
                        + payout.status().wire()
                        + " in a batch. Wait for the answer of the bank, or cancel the batch before its release.");
        with("payoutId", payout.getId());
        with("batchId", payout.batchId().orElse(null));
    }
}
