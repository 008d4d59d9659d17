package dev.enlist.privacy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a person is erased. An enum instead of free text, because free text could name the person permanently. */
public enum ErasureReason {
    /** The person asked for it. */
    REQUESTED,
    /** The retention period is over. */
    RETENTION,
    /** It should never have been stored. */
    MISTAKE,
    OTHER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ErasureReason> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(reason -> reason.wire().equals(wire))
                .findFirst();
    }
}
