package dev.enlist.payout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a payout is due; lower case on the wire. */
public enum PayoutKind {
    /** The incentive, fixed by the approval. */
    INCENTIVE,
    /** A person changed the incentive after the approval. */
    CORRECTION,
    /** An earlier payout failed or came back. */
    REISSUE,
    /** The person took part in an activity that pays. */
    ACTIVITY;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PayoutKind ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
