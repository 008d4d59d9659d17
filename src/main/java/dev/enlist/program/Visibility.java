package dev.enlist.program;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who sees a program: every organization, or its own alone. */
public enum Visibility {
    PUBLIC,
    PRIVATE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Visibility ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
