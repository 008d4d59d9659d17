package dev.enlist.privacy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why somebody is erased. A choice and no free text, which might name the person for good. */
public enum ErasureReason {
    /** The person asked for it. */
    REQUESTED,
    /** The time for which the data may be kept is over. */
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
