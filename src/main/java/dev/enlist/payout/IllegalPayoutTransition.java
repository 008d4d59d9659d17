package dev.enlist.payout;

import dev.enlist.shared.problem.Conflict;

/** A payout cannot take a step from its present status. */
public class IllegalPayoutTransition extends Conflict {

    IllegalPayoutTransition(PayoutStatus status, String refusal) {
        super(
                "illegal-transition",
                "The payout is " + status.wire() + " and " + refusal + "."
                        + (status.next().isEmpty() ? "" : " It can become " + list(status) + "."));
        with("currentStatus", status.wire());
        with(
                "allowedTransitions",
                status.next().stream().map(PayoutStatus::wire).toList());
    }

    private static String list(PayoutStatus status) {
        return String.join(", ", status.next().stream().map(PayoutStatus::wire).toList());
    }
}
