package dev.enlist.payout;

/** Names of steps that are no status. */
final class PayoutStep {

    static final String CREATED = "created";
    static final String HELD = "held";
    static final String RELEASED = "released";

    private PayoutStep() {}
}
