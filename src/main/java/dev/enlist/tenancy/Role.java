package dev.enlist.tenancy;

import java.util.Locale;

/** A role in a workspace. Lower case on the wire and as the engine's group id. */
public enum Role {
    ADMINISTRATOR,
    COORDINATOR,
    REVIEWER,
    ANALYST,
    VIEWER;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
