package dev.enlist.program;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a new rule set version does to enrollments that are under way. */
public enum InFlight {
    KEEP,
    REEVALUATE,
    FLAG;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static InFlight ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
