package dev.enlist.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The recipients of a message; lower case on the wire. */
public enum Audience {
    APPLICANT,
    ADMINISTRATORS,
    /** The person who asked the applicant for information. */
    REVIEWER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Audience ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    static Optional<Audience> find(String wire) {
        return Arrays.stream(values())
                .filter(audience -> audience.wire().equals(wire))
                .findFirst();
    }
}
