package dev.enlist.payout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The status of a payout; lower case on the wire. */
public enum PayoutStatus {
    /** Owed, and in no batch. */
    DUE,
    /** In a batch that no second person has released yet. */
    SCHEDULED,
    /** In a released batch, on its way. */
    SENT,
    /** The bank confirmed the payment. */
    PAID,
    /** The bank could not pay. */
    FAILED,
    /** The payment came back. */
    RETURNED,
    /** Owed no longer. */
    CANCELLED;

    /** Statuses in which the money is away. */
    static final Set<PayoutStatus> SPENT = EnumSet.of(SENT, PAID);

    /** Statuses in which the money is owed or away. */
    static final Set<PayoutStatus> COUNTED = EnumSet.of(DUE, SCHEDULED, SENT, PAID);

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PayoutStatus> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(status -> status.wire().equals(wire))
                .findFirst();
    }

    boolean mayBecome(PayoutStatus next) {
        return next().contains(next);
    }

    /** The statuses that can follow. */
    public Set<PayoutStatus> next() {
        return switch (this) {
            case DUE -> EnumSet.of(SCHEDULED, CANCELLED);
            case SCHEDULED -> EnumSet.of(DUE, SENT, CANCELLED);
            case SENT -> EnumSet.of(PAID, FAILED, RETURNED);
            case PAID -> EnumSet.of(RETURNED);
            case FAILED, RETURNED, CANCELLED -> EnumSet.noneOf(PayoutStatus.class);
        };
    }
}
