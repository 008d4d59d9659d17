package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether campaigns may be aimed at a participant group. */
public enum GroupStatus {
    ACTIVE,
    INACTIVE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static GroupStatus ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
